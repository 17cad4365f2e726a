import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { type Reference, referencesTo, refersTo } from '../target/references.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { keyColumns, type PutInput, stage } from './apply-rows.ts';

/** SQL condition on a row `p` of the table that is staged by its key. */
export function isStaged({ table }: Pick<PutInput, 'table'>, row: string): string {
  const on = keyColumns(table).map((c) => `s.${quoteIdent(c.target)} = ${row}.${quoteIdent(c.target)}`);
  return `exists (select from ${stage} s where ${on.join(' and ')})`;
}

/**
 * Makes sure that nobody else's rows refer to the staged ones: to delete these would be refused, or would take the others
 * along (ON DELETE CASCADE) without a word.
 * @param known foreign keys that are out of the way, by name
 * @throws AppError adopt.referenced {table, child}
 */
export async function requireUnreferenced(
  put: PutInput,
  known: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { client, schema, table } = put;
  if (!table.adopted || table.compareKey === null) return;
  const target = qualified(schema, table.target);
  for (const reference of await referencesTo(client, target)) {
    if (known.has(reference.name) || !(await isUsed(client, put, reference, target))) continue;
    throw new AppError('adopt.referenced', { table: table.target, child: reference.child });
  }
}

async function isUsed(
  client: pg.ClientBase,
  put: PutInput,
  reference: Reference,
  target: string,
): Promise<boolean> {
  const { child } = reference;
  // Rows that go together may refer to each other.
  const own = await client.query<{ own: boolean }>('select $1::regclass = $2::regclass as own', [
    child,
    target,
  ]);
  const other = own.rows[0]?.own ? ` and not ${isStaged(put, 'c')}` : '';
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from ${target} p join ${child} c on ${refersTo(reference)}
       where ${isStaged(put, 'p')}${other}) as used`,
  );
  return rows[0]?.used ?? false;
}
