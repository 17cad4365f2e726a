import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { type Reference, referencesTo, refersTo } from '../target/references.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { keyColumns, type PutInput, stage } from './apply-rows.ts';

/** SQL condition on a row of the table that is staged by its key. */
function isStaged({ table }: Pick<PutInput, 'table'>, row: string): string {
  const on = keyColumns(table).map((c) => `s.${quoteIdent(c.target)} = ${row}.${quoteIdent(c.target)}`);
  return `exists (select from ${stage} s where ${on.join(' and ')})`;
}

/**
 * Makes sure that nobody else's rows refer to the staged ones: to delete these would be refused, or would take the others
 * along (ON DELETE CASCADE) without a word.
 * @throws AppError adopt.referenced {table, child}
 */
export async function requireUnreferenced(put: PutInput): Promise<void> {
  const { client, schema, table } = put;
  if (!table.adopted || table.compareKey === null) return;
  const target = qualified(schema, table.target);
  for (const reference of await referencesTo(client, target)) {
    if (!(await isUsed(client, put, reference, target))) continue;
    throw new AppError('adopt.referenced', { table: table.target, child: reference.child });
  }
}

async function isUsed(
  client: pg.ClientBase,
  put: PutInput,
  reference: Reference,
  target: string,
): Promise<boolean> {
  // Rows that go together may refer to each other.
  const other = reference.quoted === target ? ` and not ${isStaged(put, 'c')}` : '';
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from ${target} p join ${reference.child} c on ${refersTo(reference)}
       where ${isStaged(put, 'p')}${other}) as used`,
  );
  return rows[0]?.used ?? false;
}
