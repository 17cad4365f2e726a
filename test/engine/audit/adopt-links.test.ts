import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { linkOf } from '../../../electron/engine/audit/adopt-links.ts';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';

it('one condition tells the rows without a parent, whatever the child is called in the statement', () => {
  const column = (name: string, conversion: string) => ({ source: name, target: name, conversion });
  const table = (name: string, columns: object[]) => ({ source: name, target: name, columns }) as PlanTable;
  const child = table('child', [column('id', 'integer'), column('p', 'integer')]);
  const parent = table('parent', [column('id', 'integer')]);
  const plan = { tables: [child, parent] } as Plan;
  const key = { columns: ['p'], references: 'parent', refColumns: ['id'] };
  const db = new Database(':memory:');
  db.pragma('foreign_keys = off');
  db.exec(`create table parent (id integer); insert into parent values (1), (null);
    create table child (id integer primary key, p); insert into child values (1, 1), (2, 2), (3, null), (4, 'x')`);
  const rows = (alias: string) =>
    db
      .prepare(
        `select id from child ${alias.replace('.', '')} where ${linkOf(plan, child, key, alias)?.missing}`,
      )
      .pluck()
      .all();
  expect([rows(''), rows('c.')]).toEqual([[2], [2]]);
  expect(linkOf(plan, child, { ...key, references: null }, '')).toBeNull();
  expect(linkOf(plan, child, { ...key, columns: ['gone'] }, '')).toBeNull();
  const of = linkOf(plan, child, key, 'c.')?.childrenOf('p.id = 1');
  expect(db.prepare(`select id from child c where ${of}`).pluck().all()).toEqual([1]);
  db.close();
});
