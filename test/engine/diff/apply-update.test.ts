import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { ApplyInput, Outcome } from '../../../electron/engine/diff/apply-outcome.ts';
import { keepingPlace, type Staged } from '../../../electron/engine/diff/apply-update.ts';
import { NewFacts } from '../../../electron/engine/diff/changes-facts.ts';
import { formerRows, plannedRows } from '../../../electron/engine/diff/changes-rows.ts';
import { planColumn, planTable } from '../../helpers/plan.ts';

/** A snapshot with three rows. */
function snapshot(change: string): Database.Database {
  const db = new Database(':memory:');
  db.exec(`create table t (id integer primary key, at text, v text);
    insert into t values (1, '2025-01-01 00:00:00', 'a'), (2, '2025-01-02 00:00:00', 'b'), (3, '2025-01-03 00:00:00', 'c');
    ${change}`);
  return db;
}

it.each([
  ['a plain table', undefined, { staged: 3, gone: [], coming: [] }],
  ['a hypertable', { column: 'at' }, { staged: 2, gone: [[2n]], coming: [[2n]] }],
])('rows of %s are changed in place, but for those that leave their chunk', (_, hypertable, expected) => {
  const columns = [planColumn('at', { type: 'timestamp', conversion: 'timestamp' }), planColumn('v')];
  const table = planTable('t', columns, hypertable ? { hypertable: { ...hypertable, days: 7 } } : {});
  const before = snapshot('');
  const after = snapshot("update t set v = 'new'; update t set at = '2026-01-02 00:00:00' where id = 2");
  const input = {
    ...{ table, before: formerRows(before, table, 'UTF-8', new Set()) },
    after: plannedRows(after, table, 'UTF-8'),
  };
  const found: Staged = { staged: 0, gone: [], coming: [] };
  const outcome = { facts: new NewFacts(table), ledger: { note: () => {} } };
  const keys = [[1n], [2n], [3n]].map((key) => ({ before: key, after: key }));
  const rows = [...keepingPlace(input as ApplyInput, outcome as unknown as Outcome, keys, found)];
  expect(found).toEqual(expected);
  expect(rows.map((row) => row.fields?.[2])).toEqual(Array(expected.staged).fill('new'));
  for (const db of [before, after]) db.close();
});
