import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { linesOf } from '../../../electron/engine/diff/apply-rows.ts';
import { type PlannedRow, plannedRows } from '../../../electron/engine/diff/changes-rows.ts';
import type { Key } from '../../../electron/engine/load/keys.ts';
import { planColumn, planTable } from '../../helpers/plan.ts';

const table = planTable('t', [planColumn('a'), planColumn('b')]);

/** Keys backwards, of rows of which every third is long. */
function withRows(): { db: Database.Database; keys: Key[] } {
  const db = new Database(':memory:');
  db.exec(`create table t (id integer primary key, a text, b text);
    with recursive i(n) as (values (1) union all select n + 1 from i where n < 90)
    insert into t select n, iif(n % 3 = 0, hex(zeroblob(150000)), 'a'), n from i`);
  return { db, keys: Array.from({ length: 90 }, (_, i): Key => [BigInt(90 - i)]) };
}

test('long rows are read one by one, and the others together, in the order of the keys', () => {
  const { db, keys } = withRows();
  const all = vi.spyOn(Object.getPrototypeOf(db.prepare('select 1')), 'all');
  onTestFinished(() => all.mockRestore());
  const rows = [...plannedRows(db, table, 'UTF-8')(keys)];
  expect(rows.map((row) => row.fields?.[2])).toEqual(keys.map(([n]) => String(n)));
  expect(rows.map((row) => row.fields?.[1]?.length)).toEqual(
    keys.map(([n]) => (Number(n) % 3 === 0 ? 300_000 : 1)),
  );
  const [together] = all.mock.results.map(({ value }) => value as unknown[][]);
  expect(together).toHaveLength(60);
  expect(() => [...plannedRows(db, table, 'UTF-8')([[91n]])]).toThrow('row [91] of t is not in the snapshot');
  db.close();
});

test('lines are joined to some text, however many rows that are', () => {
  const long: PlannedRow = {
    ...{ key: [1n], values: {}, troubles: [], quarantined: false },
    fields: ['1', 'x'.repeat(300_000), 'y'],
  };
  const out: PlannedRow = { ...long, fields: null, quarantined: true };
  const short: PlannedRow = { ...long, fields: ['1', 'x', 'y'] };
  const rows = [...Array<PlannedRow>(9).fill(long), out, ...Array<PlannedRow>(600).fill(short)];
  const blocks = [...linesOf(table, rows, table.columns)].map((block) => block.length);
  expect(blocks).toEqual([4 * 300_005, 4 * 300_005, 300_005 + 499 * 6, 101 * 6]);
});
