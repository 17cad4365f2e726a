import { expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { migrated } from '../../helpers/hazard.ts';

it('rows that no page can hold are foreseen, with their count', async () => {
  const columns = Array.from({ length: 1100 }, (_, i) => `c${i} integer`);
  const numbers = (n: number) =>
    Array.from({ length: 1100 }, (_, i) => (i < n ? String(i) : 'null')).join(', ');
  const h = await migrated(`create table wide (id integer primary key, ${columns.join(', ')});
    insert into wide values (1, ${numbers(1100)}), (2, ${numbers(1000)}), (3, ${numbers(1015)}), (4, ${numbers(0)});
    create table texts (id integer primary key, ${columns.join(', ').replaceAll('integer', 'text')});
    insert into texts values (1, ${Array.from({ length: 1100 }, () => "'a rather long text that is moved out'").join(', ')});`);
  onTestFinished(h.close);
  const out = h.exceptions.filter((e) => e.action === 'quarantined');
  const told = h.audit.findings.filter((f) => f.code === 'row.tooWide').sort((a, b) => b.count - a.count);
  expect(told.map((f) => [f.table, f.severity, f.decision])).toEqual([
    ['wide', 'blocker', 'quarantine'],
    ['texts', 'blocker', 'quarantine'],
  ]);
  expect(told.reduce((sum, f) => sum + f.count, 0)).toBe(out.length);
  expect(out.length).toBeGreaterThan(1);
  expect(h.account('wide').source).toBe(4);
});

it('three thousand tables come along', async () => {
  const h = await migrated((db) => {
    db.exec(
      Array.from(
        { length: 3000 },
        (_, i) =>
          `create table t${i} (id integer primary key, a text unique); insert into t${i} values (1, 'x');`,
      ).join(''),
    );
  });
  onTestFinished(h.close);
  expectIdentical(h);
  expect(await h.rows(`select count(*) from pg_tables where schemaname = 'public'`)).toEqual([['3000']]);
});
