import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { keyCollisions } from '../../../electron/engine/audit/collisions.ts';
import { newViolations } from '../../../electron/engine/audit/violations.ts';
import { noChoices } from '../../../electron/engine/plan/choices.ts';
import { columnTypeOf } from '../../../electron/engine/plan/set.ts';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import { auditStage } from '../../../electron/engine/stages/audit.ts';
import type { Choices } from '../../../shared/model/index.ts';
import { quiet } from '../../helpers/log.ts';

/** A database, and what the audit plans for it. */
async function planned(sql: string, choices: Partial<Choices> = {}) {
  const db = new SQLite(':memory:');
  onTestFinished(() => void db.close());
  db.pragma('ignore_check_constraints = on');
  db.pragma('foreign_keys = off');
  db.unsafeMode(true);
  db.exec(sql);
  const { plan, audit } = await auditStage(
    {
      ...{ db, source: { path: 'autocore.db', sha256: '', bytes: 0, autocore: null } },
      ...{ profile: 'compatible', extras: false, choices: () => ({ ...noChoices, ...choices }) },
      ...{ saved: null, acceptDefaults: true, adopt: null },
    },
    quiet,
    null,
  );
  return { db, plan, audit, schema: introspect(db) };
}

/** Enough good numbers that a few others are left empty, and the column stays one of numbers. */
const numbers = `with recursive r(value) as (select 10 union all select value + 1 from r where value < 99)
  insert into t select value, value, 'ok' from r;`;

it('counts the rows that break a rule because of a repair, and not those that broke it before', async () => {
  const { db, plan, schema } = await planned(`
    create table t (n integer primary key, a integer, b text,
      constraint given check (a is not null), constraint short check (length(b) < 3), constraint never check (n > 0));
    ${numbers}
    insert into t values (1, 'x', 'ok'), (2, 'y', 'longo' || char(0)), (3, null, 'longo' || char(0)), (4, null, 'ok');`);
  // Row 3 changes, and breaks both before and after; row 2 breaks one of them anew.
  expect(newViolations(db, schema, plan)).toEqual([{ table: 't', name: 'given', rows: 2 }]);
});

it('counts a NULL like no other value of a key', async () => {
  const spoilt = "cast(x'53e36f' as text)";
  const { db, plan, schema } = await planned(`
    create table t (n integer primary key, a text, b text, unique (a, b));
    insert into t values (1, ${spoilt}, null), (2, ${spoilt}, null), (3, 'São', null), (4, null, ${spoilt}), (5, null, ${spoilt});
    create table u (n integer primary key, a text, b text, unique (a, b));
    insert into u values (1, ${spoilt}, 'null'), (2, 'São', 'null'), (3, ${spoilt}, null), (4, ${spoilt}, null);`);
  expect(plan.leftOut.map((l) => l.name)).toEqual(['u_a_b_key']);
  expect(plan.tables.map((t) => t.uniques.map((u) => u.columns))).toEqual([[['a', 'b']], []]);
  const found = keyCollisions(db, schema, plan);
  expect(found.map(({ name, rows, samples }) => [name, rows, samples.map((s) => s.key?.n)])).toEqual([
    ['u_a_b_key', 2, [1]],
  ]);
});

it('measures an expression in the rows that its index holds alone', async () => {
  const { plan } = await planned(`
    create table e (id integer primary key, payload text);
    create index held on e (json_extract(payload, '$.t')) where json_valid(payload);
    insert into e values (1, '{"t": "' || replace(hex(zeroblob(2000)), '0', 'x') || '"}'), (2, 'not json');`);
  expect(plan.leftOut).toMatchObject([{ kind: 'index', name: 'held' }]);
});

it('shows rows that break a rule, also one whose texts stand in double quotes, and none where SQLite fails', async () => {
  const { audit } = await planned(`
    create table t (n integer primary key, s text, j text, check (s in ('a', 'b')), check (j ->> '$.a' > ''));
    insert into t values (1, 'a', '{"a": "z"}'), (2, 'c', '{"a": "z"}'), (3, 'd', 'x');
    pragma writable_schema = on;
    update sqlite_schema set sql = replace(sql, '(''a'', ''b'')', '("a", "b")');
    pragma writable_schema = reset;`);
  const broken = audit.findings.filter((f) => f.code === 'rows.checkViolated');
  expect(broken.map((f) => [f.id, f.count, f.samples.map((s) => s.key?.n)])).toEqual([
    ['rows.checkViolated:t.t_check', 2, [2, 3]],
  ]);
});

it('asks before a limit that somebody chose costs a value', async () => {
  const sql = `create table p (id integer primary key); insert into p values (1), (40000);
    create table t (n integer primary key, s text, short text not null, i integer, p integer references p (id));
    insert into t values (1, 'abc', 'abc', 7, 1), (2, 'comprido', 'comprido', 40000, 40000), (3, null, 'ok', null, null);`;
  const types = { 't.s': 'varchar(5)', 't.short': 'varchar(5)', 't.i': 'smallint', 't.p': 'smallint' };
  const { audit, plan } = await planned(sql, { types });
  const asked = audit.findings.filter((f) => f.severity === 'blocker');
  expect(asked.map((f) => [f.id, f.count, f.options, f.samples[0]?.key?.n])).toEqual([
    ['text.tooLongFor:t.s', 1, ['null'], 2],
    ['text.tooLongFor:t.short', 1, ['quarantine'], 2],
    ['integer.range:t.i', 1, ['null'], 2],
    ['integer.range:t.p', 1, ['quarantine', 'null'], 2],
  ]);
  expect(plan.tables.flatMap((t) => t.columns.filter((c) => c.strict).map((c) => c.source))).toEqual(['p']);
  const roomy = await planned(sql, { types: { 't.s': 'varchar(8)', 't.i': 'integer' } });
  expect(roomy.audit.findings.filter((f) => f.severity !== 'note')).toEqual([]);
});

it.each(['varchar(0)', 'varchar(10485761)', 'varchar(99999999999999999999)'])('offers no %s', (type) => {
  expect(() => columnTypeOf(type)).toThrow(type);
  expect(columnTypeOf('varchar(10485760)').fit).toEqual({ length: 10_485_760 });
});

it('finds rules by what they hold where their name is too long, or another one has it', async () => {
  const long = 'a_name_that_is_longer_than_postgresql_takes_and_would_be_cut_somewhere';
  const sql = `
    create table vehicle_maintenance_schedule_entries (n integer primary key, vehicle_identifier text, scheduled_timestamp text,
      unique (vehicle_identifier, scheduled_timestamp));
    insert into vehicle_maintenance_schedule_entries values (1, cast(x'53e36f' as text), 'x'), (2, 'São', 'x');
    create table p (id integer primary key);
    create table c (n integer primary key, a text, p integer constraint ${long}_p references p (id),
      constraint ${long} check (a > ''), constraint twice check (length(a) < 3), constraint twice check (length(a) < 4));
    insert into c values (1, '', null), (2, 'longo', 7);`;
  const { audit, plan, db, schema } = await planned(sql);
  expect(plan.tables.find((t) => t.source.startsWith('vehicle'))?.uniques).toEqual([]);
  expect(plan.leftOut).toMatchObject([{ kind: 'unique' }]);
  // There is nothing to choose, and all the same it is no small thing.
  expect(audit.findings.find((f) => f.code === 'key.collides')).toMatchObject({
    severity: 'warning',
    options: [],
  });
  const broken = audit.findings.filter((f) => f.code.startsWith('rows.'));
  expect(broken.map((f) => [f.count, f.samples.map((s) => s.key?.n)])).toEqual([
    [1, [2]],
    ...[
      [1, [1]],
      [1, [2]],
      [1, [2]],
    ],
  ]);
  expect(keyCollisions(db, schema, plan)).toMatchObject([{ name: plan.leftOut[0]?.name }]);
  const decisions = Object.fromEntries(broken.map((f) => [f.id, 'leaveOut']));
  const decided = await planned(sql, { decisions });
  expect(decided.plan.tables.flatMap((t) => [...t.checks, ...t.foreignKeys])).toEqual([]);
});

it('sees that a time with its zone and one without are the same point in time', async () => {
  const { plan, audit } = await planned(
    `create table t (n integer primary key, at datetime unique);
     insert into t values (1, '2024-01-01 10:00:00'), (2, '2024-01-01T10:00:00Z'), (3, '2024-01-02 10:00:00');`,
    { types: { 't.at': 'timestamptz' } },
  );
  expect(plan.leftOut).toMatchObject([{ kind: 'unique', name: 't_at_key' }]);
  expect(audit.findings.find((f) => f.code === 'future.strict')?.params).toMatchObject({ times: 1 });
});

it('says truly why a view that asks for JSON is not carried over', async () => {
  const { plan } = await planned(`create table t (n integer primary key, payload text);
    create view v as select n from t where json_valid(payload);`);
  expect(plan.leftOut.map((l) => l.reason)).toEqual(['json_valid() in a view or a trigger']);
});
