import type pg from 'pg';
import type { Added, Missing, WayBackChoices } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Plan, SourceSchema } from '../../../../shared/model/index.ts';
import { keptRows } from '../../diff/kept-rows.ts';
import { countAdded } from './count.ts';
import { readFacts } from './facts.ts';
import { planWay } from './plan.ts';
import type { WayPlan } from './shape.ts';

export interface WayInput {
  client: pg.Client;
  run: string;
  schema: string;
  plan: Plan;
  choices: WayBackChoices;
}

/** The way back as the target stands, with its additions counted. `source`: the structure of the snapshot. */
export async function readWay(input: WayInput, source: SourceSchema): Promise<WayPlan> {
  const { client, run, schema, plan, choices } = input;
  const way = planWay(plan, source, await readFacts(client, run, schema), choices);
  for (const table of way.tables) {
    const { planned } = table;
    // Of a table that has other columns by now every row is another one.
    const own = plan.tables.find((t) => t.source === planned.source);
    if (own?.columns.length === planned.columns.length)
      table.without = (await keptRows(client, run, planned)).isOne;
  }
  await countAdded(client, way);
  return way;
}

/** @throws AppError restore.missing {run, missing, renamed} */
export function requireNothingMissing(run: string, missing: readonly Missing[]): void {
  const open = missing.filter(({ by }) => by === 'refuse');
  if (open.length === 0) return;
  const name = ({ table, column }: Missing) => (column === null ? table : `${table}.${column}`);
  const alike = open.filter(({ looksLike }) => looksLike !== null);
  throw new AppError('restore.missing', {
    ...{ run, missing: open.map(name).join(', ') },
    renamed: alike.map((each) => `${name(each)} → ${each.looksLike}`).join(', ') || '-',
  });
}

/** Reasons for which nothing is lost where something is not brought. */
const fine: ReadonlySet<string> = new Set(['noRows', 'derived', 'elsewhere', 'left', 'withTable']);

/**
 * Rows that were to be brought and cannot be are no footnote. @throws AppError restore.notBrought {run, objects}
 */
export function requireBrought(run: string, added: readonly Added[], choices: WayBackChoices): void {
  if (choices.added === 'leave') return;
  const lost = added.filter((a) => !a.brought && a.rows !== 0 && !fine.has(a.reason ?? ''));
  if (lost.length === 0) return;
  const objects = lost.map(({ kind, name, table, rows, reason }) => {
    const place = kind === 'column' ? `${table}.${name}` : name;
    return `${kind} ${place} (${rows ?? '?'}; ${reason})`;
  });
  throw new AppError('restore.notBrought', { run, objects: objects.join(', ') });
}
