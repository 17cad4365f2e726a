import type { ClientBase } from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';

/**
 * Runs `work`, in the caller's transaction, while the triggers of the table do not act, neither the application's nor
 * those of the source: the rows come from where they have acted already. Who looks from elsewhere never sees them off,
 * and after a crash they are as they were. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
 */
export async function silently<T>(
  { client, schema, table }: { client: ClientBase; schema: string; table: PlanTable },
  work: () => Promise<T>,
): Promise<T> {
  if (!table.adopted && !table.triggers) return work();
  // What is checked at the end of the transaction must come here, where a row can still be told from another.
  await client.query('set constraints all immediate');
  const { off, on } = table.adopted
    ? silence(schema, table)
    : switched(schema, table, await translatedTriggers(client, schema, table));
  if (off.length === 0) return work();
  await client.query(off.join('; '));
  const result = await work();
  await client.query(on.join('; '));
  return result;
}

/** Statements before and after what is done silently. */
export function silence(schema: string, table: PlanTable): { off: string[]; on: string[] } {
  return switched(schema, table, table.adopted?.silent ?? []);
}

type Triggers = readonly { name: string; enabled: string }[];

function switched(schema: string, table: PlanTable, triggers: Triggers): { off: string[]; on: string[] } {
  const alter = `alter table ${qualified(schema, table.target)}`;
  const each = (of: (enabled: string) => string) =>
    triggers.map(({ name, enabled }) => `${alter} ${of(enabled)} trigger ${quoteIdent(name)}`);
  return {
    off: each(() => 'disable'),
    on: each((enabled) => (enabled === 'A' ? 'enable always' : 'enable')),
  };
}

/** Triggers of the source that stand in the target and act: not each that the plan has was made. */
async function translatedTriggers(
  client: ClientBase,
  schema: string,
  { target, triggers = [] }: PlanTable,
): Promise<Triggers> {
  const { rows } = await client.query<{ name: string; enabled: string }>(
    `select tgname as name, tgenabled as enabled from pg_trigger
     where tgrelid = to_regclass($1::text) and tgname = any($2::text[]) and tgenabled in ('O', 'A')`,
    [qualified(schema, target), triggers],
  );
  return rows;
}
