import { fillLateSql, lateColumns, latePart, withoutLate } from '../diff/adopted-sql.ts';
import { keyColumns, stageSql } from '../diff/apply-rows.ts';
import { silence } from '../load/silent.ts';
import { newChunk, type RunRow } from '../target/journal.ts';
import { tableProof } from './proof.ts';
import { include, statement } from './psql.ts';
import type { TableData } from './table-data.ts';

/** What surrounds rows that come into an application's table, whose triggers have acted on them elsewhere already. */
export function quietly({ schema }: RunRow, { table }: TableData, body: string): string {
  const { off, on } = silence(schema, table);
  if (off.length === 0) return body;
  // A table that something is still to be done for at the end of the transaction cannot be altered.
  return [...off.map(statement), body, statement('set constraints all immediate'), ...on.map(statement)].join(
    '',
  );
}

/** Fills the columns of a table that were empty until the rows are in which they refer to: see stages/adopt/late.ts. */
export function fillLate(run: RunRow, data: TableData): string {
  const { table, late } = data;
  if (late === null) return '';
  const nothing = { read: 0, migrated: 0, repaired: 0, nulled: 0, quarantined: 0 };
  return [
    statement(stageSql(run.schema, table, [...keyColumns(table), ...lateColumns(table)])),
    ...late.paths.map(include),
    statement(withoutLate(table)),
    quietly(run, data, statement(fillLateSql(run.schema, table))),
    statement('set constraints all immediate'),
    statement(newChunk(run.id, { ...nothing, table: table.source, part: latePart, seq: 1, lastKey: '[]' })),
    tableProof(run, data, 'whole'),
  ].join('');
}
