import { describe, expect, it } from 'vitest';
import { UnreadableSql } from '../../../electron/engine/source/cursor.ts';
import { readCreateTable } from '../../../electron/engine/source/ddl.ts';
import { readCreateIndex, readModule } from '../../../electron/engine/source/ddl-index.ts';
import { tableOf } from './schema.ts';

/** Statements that SQLite takes, beyond its documented grammar, and what must be read from each. */
const legal: [
  sql: string,
  expected: { checks?: string[]; uniques?: (string | null)[]; keys?: (string | null)[] },
][] = [
  ['create table t(a unsigned big int, b native character(70), c decimal(10, -5), d "my type" not null)', {}],
  ["create table 't' ('a' int, \"b\" int primary key desc on conflict replace) without rowid, strict", {}],
  [
    'create table t(a, b, unique(a, b) on conflict ignore, constraint u unique (b collate nocase desc))',
    { uniques: [null, 'u'] },
  ],
  [
    'create table t(a, b, unique(a, b) constraint x check (a > 1) check(b>1))',
    { checks: ['a > 1', 'b>1'], uniques: [null] },
  ],
  ['create table t(a constraint x constraint y not null constraint z, b)', {}],
  ['create table t(a, b, constraint dangling)', {}],
  ['create table t("a""b" int, "c\nd" int, "%" int, é int, 日本 text, [x y] int, `q``r` int, a$b int)', {}],
  [
    "create table t(a int -- , ) '\n, b int /* ( ' */ check /* ( */ (b <> ')') -- end\n)",
    { checks: ["b <> ')'"] },
  ],
  ['create table t(a timestamp with time zone, b varchar(10), c int unsigned default -1 not null)', {}],
  ['create table t(like int, cast text, window, over int, key, "check", replace, end, glob)', {}],
  [
    'create table t(a int default (1 + (2)), b default +1, c default x\'00ff\', d default "hi", e default hi)',
    {},
  ],
  ['create table t(a integer, primary key(a autoincrement))', {}],
  ["create table t(a, b, check (a <> 'it''s, (') on conflict fail)", { checks: ["a <> 'it''s, ('"] }],
  [
    'create table t(a int references p(id) on delete set null on update no action match full not deferrable initially deferred check (a > 1))',
    { checks: ['a > 1'], keys: [null] },
  ],
  [
    'create table t(a, b, constraint k foreign key(a, b) references "p q"(x, y) on delete set default deferrable)',
    { keys: ['k'] },
  ],
  [
    'create table t(a int generated always as (b * (2)) stored, b int, c as (a) virtual unique, d as (a))',
    { uniques: [null] },
  ],
  ['create table t(generated int, always int, stored, virtual text)', {}],
];

describe('the text of CREATE TABLE', () => {
  it.each(legal)('is read as SQLite reads it: %s', (sql, expected) => {
    const table = tableOf([sql]);
    expect(table.unparsed).toBeNull();
    const ddl = readCreateTable(sql);
    expect(ddl.checks.map((check) => check.expression)).toEqual(expected.checks ?? []);
    expect(ddl.uniques.map((unique) => unique.name)).toEqual(expected.uniques ?? []);
    expect(ddl.foreignKeys.map((key) => key.name)).toEqual(expected.keys ?? []);
  });

  it('gives each constraint the name that stands before it', () => {
    const ddl = readCreateTable(
      'create table t(a int constraint "n n" not null constraint c1 check (a > 0) check (a < 9), constraint c2 check (a <> 5), constraint f foreign key (a) references p)',
    );
    expect(ddl.checks).toEqual([
      { name: 'c1', expression: 'a > 0' },
      { name: null, expression: 'a < 9' },
      { name: 'c2', expression: 'a <> 5' },
    ]);
    expect(ddl.foreignKeys[0]).toEqual({ name: 'f', columns: ['a'], references: 'p', deferred: false });
  });

  it.each([
    ['deferrable initially deferred', true],
    ['deferrable initially immediate', false],
    ['deferrable', false],
    ['not deferrable initially deferred', false],
  ])('knows when a foreign key waits for the commit: %s', (clause, deferred) => {
    expect(readCreateTable(`create table t(a references p(id) ${clause})`).foreignKeys[0]?.deferred).toBe(
      deferred,
    );
    expect(
      readCreateTable(`create table t(a, foreign key(a) references p ${clause})`).foreignKeys[0]?.deferred,
    ).toBe(deferred);
  });

  it.each(['create table t(a', 'create table t(a int check a > 1)', 'create table t(a int unique +)', ''])(
    'refuses what it cannot read: %s',
    (sql) => {
      expect(() => readCreateTable(sql)).toThrow(UnreadableSql);
    },
  );
});

describe('the text of CREATE INDEX', () => {
  it.each([
    ['create index i on t(a)', ['a'], null],
    [
      'create unique index "i x" on "t" ("a" collate nocase desc, lower(b) asc, (a + b))',
      ['"a" collate nocase', 'lower(b)', '(a + b)'],
      null,
    ],
    ['create index i on t(a nulls first, b desc nulls last)', ['a', 'b'], null],
    [
      "create index i on t(substr(a, 1, 2) DESC) WHERE a <> ',' and b > 1",
      ['substr(a, 1, 2)'],
      "a <> ',' and b > 1",
    ],
    ['create index if not exists main.i on t("desc", "asc" desc)', ['"desc"', '"asc"'], null],
  ])('%s', (sql, terms, where) => {
    expect(readCreateIndex(sql)).toEqual({ terms, where });
  });
});

it('finds the module of a virtual table', () => {
  expect(readModule("create virtual table 'x y' using FTS5(a, b, tokenize = 'porter ascii')")).toEqual({
    ...{ module: 'fts5', args: ['a', 'b', "tokenize = 'porter ascii'"] },
  });
});
