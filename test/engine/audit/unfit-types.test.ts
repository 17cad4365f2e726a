import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { unfitTypes } from '../../../electron/engine/audit/unfit-types.ts';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import { typeNames } from '../../../renderer/steps/audit/types.ts';

/** What a list of types would still offer, by column of the one table that the statements make. */
function fitting(...statements: string[]): Record<string, string[]> {
  const db = new Database(':memory:');
  for (const statement of statements) db.exec(statement);
  const [table] = introspect(db).tables;
  if (!table) throw new Error('no table was made');
  const unfit = unfitTypes(db, table, typeNames, 'UTF-8');
  db.close();
  return Object.fromEntries(
    Object.entries(unfit).map(([column, out]) => [column, typeNames.filter((type) => !out.includes(type))]),
  );
}

it('finds the types in which no text of a column could be kept', () => {
  const found = fitting(
    'create table t (name text, amount text, moment text, list text, some text, none text)',
    `insert into t values ('Relé da luz', '12', '2025-08-09 14:03:11', '["a", "b"]', 'cedo', null),
      ('Portão', '7', '2025-08-10 14:03:11', '["c"]', '12.5', null)`,
  );
  expect(found.name).toEqual(['text', 'bytea']);
  expect(found.amount).toEqual(expect.arrayContaining(['integer', 'bigint', 'numeric', 'double precision']));
  expect(found.amount).not.toContain('uuid');
  expect(found.moment).toEqual(expect.arrayContaining(['timestamp without time zone', 'date']));
  expect(found.moment).not.toContain('integer');
  expect(found.list).toEqual(['text', 'bytea', 'jsonb', 'text[]']);
  // One value is enough: what becomes of the others the audit says, before anything moves.
  expect(found.some).toEqual(expect.arrayContaining(['numeric', 'double precision']));
  // Nothing was seen, so nothing is known.
  expect(found.none).toEqual(typeNames);
});

it('says nothing of values that are too long to be looked at, and takes any name', () => {
  const found = fitting(
    'create table "a""b" ("__proto__" text, "x y" text)',
    `insert into "a""b" values (printf('%.*c', 20000, 'x'), 'abc')`,
  );
  expect(Object.entries(found)).toHaveLength(2);
  expect(Object.getOwnPropertyDescriptor(found, '__proto__')?.value).toEqual(typeNames);
  expect(found['x y']).toEqual(['text', 'bytea']);
});
