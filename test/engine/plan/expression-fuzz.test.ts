import type Database from 'better-sqlite3';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { translateExpression } from '../../../electron/engine/plan/expression.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import {
  columns as all,
  postgresTable,
  postgresValues,
  sqliteConditions,
  sqliteTable,
} from './expression-rows.ts';

let db: Database.Database;
let server: Awaited<ReturnType<typeof freshDatabase>>;
let client: pg.Client;

/** Without whole numbers that a double does not hold or a sum drives out of 64 bits: those are another matter. */
const columns = all.map((c) => (c.source === 'k' ? { ...c, values: [3, -7, 2 ** 40, -(2 ** 40), null] } : c));

beforeAll(async () => {
  db = sqliteTable(columns);
  server = await freshDatabase();
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await postgresTable(client, columns);
});

afterAll(async () => {
  db.close();
  await client.end();
  await server.drop();
});

const literal = fc.constantFrom(
  '0',
  '1',
  '5',
  '-1',
  '2.5',
  '0.5',
  "''",
  "'abc'",
  "'ABC'",
  "'5'",
  "'a%'",
  "'1'",
  "'2025-08-09'",
  "'2025-08-09 14:03:11'",
  'null',
  'true',
  'false',
  "x'00ff'",
);
const leaf = fc.oneof(
  fc.constantFrom('b', 'b2', 'i', 'k', 'n', 'd', 't', 'u', 'c', 'r', 'ts', 'ts2', 'da', 'ti', 'bl'),
  literal,
);
const operators = [
  '=',
  '==',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'is',
  'is not',
  'and',
  'or',
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  '&',
  '|',
  'like',
  'not like',
  'is distinct from',
];

/** Expressions of SQLite's grammar, without regard to types: SQLite takes them all. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const e = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(e, fc.constantFrom(...operators), e).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(leaf, fc.constantFrom(...operators), leaf, fc.constantFrom(...operators), leaf)
        .map((parts) => `(${parts.join(' ')})`),
      fc.tuple(fc.constantFrom('not', '-', '+', '~'), e).map(([op, a]) => `(${op} ${a})`),
      fc
        .tuple(e, fc.constantFrom('is null', 'notnull', 'is true', 'is not false'))
        .map(([a, op]) => `(${a} ${op})`),
      fc
        .tuple(e, fc.constantFrom('in', 'not in'), fc.array(literal, { minLength: 1, maxLength: 4 }))
        .map(([a, op, list]) => `(${a} ${op} (${list.join(', ')}))`),
      fc
        .tuple(e, fc.constantFrom('between', 'not between'), leaf, leaf)
        .map(([a, op, x, y]) => `(${a} ${op} ${x} and ${y})`),
      fc.tuple(e, e, e).map(([a, x, y]) => `(case when ${a} then ${x} else ${y} end)`),
      fc.tuple(e, leaf, e).map(([a, x, y]) => `(case ${a} when ${x} then ${y} end)`),
      fc
        .tuple(
          fc.constantFrom(
            'length',
            'lower',
            'upper',
            'abs',
            'typeof',
            'trim',
            'hex',
            'round',
            'date',
            'datetime',
          ),
          e,
        )
        .map(([f, a]) => `${f}(${a})`),
      fc
        .tuple(fc.constantFrom('coalesce', 'ifnull', 'nullif', 'min', 'max', 'instr'), e, e)
        .map(([f, a, x]) => `${f}(${a}, ${x})`),
      fc
        .tuple(e, fc.constantFrom('text', 'integer', 'real', 'numeric'))
        .map(([a, type]) => `cast(${a} as ${type})`),
      fc
        .tuple(leaf, fc.constantFrom('nocase', 'binary', 'rtrim'), fc.constantFrom('=', '<', '>='), leaf)
        .map(([a, name, op, x]) => `(${a} collate ${name} ${op} ${x})`),
    ),
  };
});

/** A sum that leaves the range of a double ends in an error here and in infinity there; abs(-2^63) is SQLite's own error. */
const beyond = /out of range|integer overflow/;

/** `FUZZ_RUNS=100000`: so many expressions. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 1500);

it('every expression that is translated means the same', async () => {
  let translated = 0;
  await fc.assert(
    fc.asyncProperty(expression, async (sql) => {
      const result = translateExpression(sql, { columns, use: 'check' });
      if (!result.ok) return;
      try {
        const inSqlite = sqliteConditions(db, sql).map((each) => (each === null ? null : each ? '1' : '0'));
        expect(await postgresValues(client, result.sql), result.sql).toEqual(inSqlite);
        translated += 1;
      } catch (error) {
        if (!beyond.test(String(error))) throw error;
      }
    }),
    { numRuns },
  );
  expect(translated).toBeGreaterThan(numRuns / 5);
});
