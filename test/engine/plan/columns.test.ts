import { beforeAll, expect, it } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** A table with a key and one column, and what becomes of the column. */
interface Case {
  what: string;
  /** Declaration of the column. */
  declared: string;
  /** One value for each row, as SQL. */
  rows: string[];
  conversion: string;
  /** Of these rows the target has NULL and the ledger the value; of no others. */
  nulled?: string[];
  /** Values whose row stays out: what points to other rows is not emptied. */
  out?: string[];
  /** What else there is about the table. */
  also?: (table: string) => string;
}

const words = (n: number) => Array.from({ length: n }, (_, i) => `'palavra ${i}'`);
const numbers = (n: number) => Array.from({ length: n }, (_, i) => `${i + 1}`);
const child = (table: string) => `create table ${table}_child (v references ${table} (n));`;

const cases: Case[] = [
  // As many odd values as good ones are few; with one more the type is the wrong one.
  {
    what: 'three words and a number',
    declared: 'integer',
    rows: ["'a'", "'b'", "'c'", '1'],
    conversion: 'text',
  },
  {
    what: 'two words and two numbers',
    declared: 'integer',
    rows: ["'a'", "'b'", '1', '2'],
    conversion: 'integer',
    nulled: ["'a'", "'b'"],
  },
  // Twenty are few in any column, and one in twenty.
  {
    what: 'twenty words among 60',
    declared: 'integer',
    rows: [...words(20), ...numbers(40)],
    conversion: 'integer',
    nulled: words(20),
  },
  {
    what: '21 words among 419',
    declared: 'integer',
    rows: [...words(21), ...numbers(398)],
    conversion: 'text',
  },
  {
    what: '21 words among 420',
    declared: 'integer',
    rows: [...words(21), ...numbers(399)],
    conversion: 'integer',
    nulled: words(21),
  },
  // What takes the place of the wrong type.
  {
    what: 'more bytes than anything else',
    declared: 'integer',
    rows: ["x'00'", "x'ff'", "x'01'", "'a'", '1'],
    conversion: 'bytea',
  },
  {
    what: 'as many bytes as anything else',
    declared: 'integer',
    rows: ["x'00'", "x'ff'", "x'01'", "'a'", '1', '2.5'],
    conversion: 'text',
  },
  {
    what: 'no truth values, but whole numbers',
    declared: 'boolean',
    rows: ['2', '3', '4', '1'],
    conversion: 'integer',
  },
  {
    what: 'no truth values, but numbers and a word',
    declared: 'boolean',
    rows: ['2', '3', '4', "'a'", '1'],
    conversion: 'text',
  },
  // Two rows could become one where a value is repaired or nulled.
  {
    what: 'a word in a unique column',
    declared: 'integer unique',
    rows: ["'a'", '1', '2'],
    conversion: 'text',
  },
  {
    what: 'a word in a column with a unique index',
    declared: 'integer',
    rows: ["'a'", '1', '2'],
    conversion: 'text',
    also: (table) => `create unique index ${table}_v on ${table} (n, v);`,
  },
  {
    what: 'a word in a column with an index',
    declared: 'integer',
    rows: ["'a'", '1', '2'],
    conversion: 'integer',
    nulled: ["'a'"],
    also: (table) => `create index ${table}_v on ${table} (v);`,
  },
  { what: 'a word among unique bytes', declared: 'blob unique', rows: ["'a'", "x'00'"], conversion: 'bytea' },
  // Children would lose a row that cannot be without the value.
  {
    what: 'a word in a column that others need',
    declared: 'integer not null',
    rows: ["'a'", '1', '2'],
    conversion: 'text',
    also: child,
  },
  {
    what: 'a word in a column that may be empty',
    declared: 'integer',
    rows: ["'a'", '1', '2'],
    conversion: 'integer',
    nulled: ["'a'"],
    also: child,
  },
  {
    what: 'a time that can be repaired in a column that others need',
    declared: 'datetime not null',
    rows: ["'2025-08-09T14:03:11'", "'2025-08-09 14:03:11'"],
    conversion: 'timestamp',
    also: child,
  },
  // Infinity needs a double, as long as the double holds everything else.
  ...['9007199254740992', '-9007199254740992'].map((whole) => ({
    what: `infinity beside ${whole}`,
    declared: 'integer',
    rows: ['1.5', '9e999', whole],
    conversion: 'double',
  })),
  ...['9007199254740993', '-9007199254740993'].map((whole) => ({
    what: `infinity beside ${whole}`,
    declared: 'integer',
    rows: ['1.5', '9e999', whole],
    conversion: 'numeric',
    nulled: ['9e999'],
  })),
  { what: 'infinity in a decimal column', declared: 'numeric', rows: ['1.5', '9e999'], conversion: 'double' },
  // A foreign key is not lost for a few fractions, and no number for the sake of a foreign key.
  {
    what: 'a fraction among the numbers of other rows',
    declared: 'integer references others (n)',
    rows: ['1', '1', '2.5'],
    conversion: 'integer',
    out: ['2.5'],
  },
  {
    what: 'more fractions than numbers of other rows',
    declared: 'integer references others (n)',
    rows: ['1', '1.5', '2.5'],
    conversion: 'double',
  },
  {
    what: 'a fraction among numbers that refer to nothing',
    declared: 'integer',
    rows: ['1', '1', '2.5'],
    conversion: 'double',
  },
  // Numbers come back as the application knows them: exact ones only where they are declared so.
  { what: 'a fraction in a DECIMAL column', declared: 'decimal(10,2)', rows: ['1.5'], conversion: 'numeric' },
  { what: 'a fraction in a NUMERIC column', declared: 'numeric', rows: ['1', '1.5'], conversion: 'numeric' },
  { what: 'whole numbers in a MONEY column', declared: 'money', rows: ['1', '2'], conversion: 'double' },
  {
    what: 'a whole number beside fractions that no double holds',
    declared: 'integer',
    rows: ['1.5', '9007199254740993'],
    conversion: 'numeric',
  },
  // Without a declared type the values decide.
  { what: 'bytes alone', declared: '', rows: ["x'00'"], conversion: 'bytea' },
  { what: 'bytes and a number', declared: '', rows: ["x'00'", '1'], conversion: 'text' },
  // Nothing says that they are whole for good.
  { what: 'whole numbers alone', declared: '', rows: ['1', '-1'], conversion: 'double' },
  {
    what: 'a whole number that no double holds',
    declared: '',
    rows: ['9007199254740993'],
    conversion: 'numeric',
  },
  {
    what: 'the numbers of other rows',
    declared: 'references others (n)',
    rows: ['1'],
    conversion: 'integer',
  },
  {
    what: 'a fraction among the numbers of other rows, untyped',
    declared: 'references others (n)',
    rows: ['1', '1', '2.5'],
    conversion: 'double',
  },
  { what: 'numbers alone', declared: '', rows: ['1', '1.5'], conversion: 'double' },
  { what: 'a number and a word', declared: '', rows: ['1', "'a'"], conversion: 'text' },
  { what: 'no value at all', declared: '', rows: ['null'], conversion: 'text' },
  {
    what: 'no value at all where SQLite expects numbers',
    declared: 'geometry',
    rows: ['null'],
    conversion: 'double',
  },
];

const nameOf = (at: number) => `t${at}`;

let h: Hazard;
beforeAll(async () => {
  const tables = cases.map(({ declared, rows, also }, at) => {
    const values = rows.map((row) => `(${row})`).join(', ');
    return `create table ${nameOf(at)} (n integer primary key, v ${declared});
      insert into ${nameOf(at)} (v) values ${values}; ${also?.(nameOf(at)) ?? ''}`;
  });
  h = await migrated(`create table others (n integer primary key); insert into others values (1);
    ${tables.join('\n')}`);
  return h.close;
});

it.each(cases.map((each, at) => [each.what, each, nameOf(at)] as const))('%s', async (_, each, table) => {
  const { rows, conversion, nulled = [], out = [] } = each;
  expect(h.column(table, 'v').conversion).toBe(conversion);
  const keys = (of: string[], action: string) =>
    rows.flatMap((row, at) => (of.includes(row) ? [[action, at + 1] as const] : []));
  const said = h.ledger(table).filter((e) => e.action !== 'repaired');
  expect(said.map((e) => [e.action, e.key.n]).sort()).toEqual(
    [...keys(nulled, 'nulled'), ...keys(out, 'quarantined')].sort(),
  );
  const empty = rows.flatMap((row, at) => (nulled.includes(row) || row === 'null' ? [[String(at + 1)]] : []));
  expect(await h.rows(`select n from ${table} where v is null order by n`)).toEqual(empty);
  // Each value is where it belongs, or in the ledger.
  expect(await problemsOf(h, table)).toEqual([]);
});

it('are identical as a whole', () => expectIdentical(h));
