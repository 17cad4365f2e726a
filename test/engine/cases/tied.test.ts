import { expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { migrated } from '../../helpers/hazard.ts';

it('a column that got its type by a key is told with the other one, and what becomes of its values', async () => {
  const h = await migrated(`create table parent (code integer_or_text primary key);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 100) insert into parent select i from n;
    insert into parent values ('Chain');
    create table child (id integer primary key, code integer_or_text references parent (code));
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 400)
      insert into child (code) select 1 + i % 100 from n;
    insert into child (code) values ('Chain'), ('Chain');`);
  onTestFinished(h.close);
  expectIdentical(h);
  expect(h.exceptions).toEqual([]);
  const tied = h.audit.findings.filter((f) => f.code === 'type.tied');
  expect(tied.map((f) => [f.table, f.column, f.severity, f.count, f.params])).toEqual([
    ['child', 'code', 'note', 402, { type: 'text', to: 'parent.code' }],
  ]);
  expect(h.audit.findings.filter((f) => f.code === 'type.fallback' && f.table === 'child')).toEqual([]);
});

it('a key that cannot be made changes no type', async () => {
  const h = await migrated(`create table parent (code text, n integer);
    insert into parent values ('1', 1), ('x', 2);
    create table child (id integer primary key, code integer references parent (code));
    insert into child (code) values (1), (2);`);
  onTestFinished(h.close);
  expect(h.column('child', 'code').conversion).toBe('integer');
  expect(h.findings('child', 'code').map((f) => f.code)).not.toContain('type.tied');
  expect(h.plan.leftOut.map((l) => l.reason)).toEqual(['the columns of parent are no key']);
});

it('whole numbers come back from texts that somebody decided for, and only what has the form is counted', async () => {
  const h = await migrated(
    `create table t (id integer primary key, n numeric, at datetime, b boolean);
    insert into t values (1, 5, '2024-01-01 10:00:00', 't'), (2, 'word', 1700000000, 'f'), (3, 1.5, 'soon', 't'),
      (4, 7, '2024-01-01 10:00:00', 'perhaps');`,
    {
      choices: {
        types: {},
        decisions: { 'decimal.text:t.n': 'text', 'number.text:t.n': 'text', 'time.unknown:t.at': 'text' },
      },
    },
  );
  onTestFinished(h.close);
  expectIdentical(h);
  const shown = h.table('t').columns.map((c) => [c.source, c.type, c.form?.kind ?? null]);
  expect(shown).toEqual([
    ['id', 'bigint', null],
    ['n', 'text', 'number'],
    ['at', 'text', 'number'],
    ['b', 'boolean', 'words'],
  ]);
  // The fraction alone has no form of its own.
  expect(h.exceptions.filter((e) => e.column !== 'b').map((e) => [e.column, e.code])).toEqual([
    ['n', 'text.number'],
  ]);
  expect(h.findings('t', 'b').find((f) => f.code === 'type.form')?.count).toBe(3);
});
