import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import {
  anything,
  blobs,
  doubles,
  integers,
  plainClock,
  plainDate,
  plainTime,
  type Stored,
  texts,
} from './values.ts';

interface TableSpec {
  name: string;
  ddl: string[];
  columns: string[];
  rows: Stored[][];
}

export interface FileSpec {
  encoding: string;
  tables: TableSpec[];
}

/** Declared types, with the values that belong there. */
const declared: [string, fc.Arbitrary<Stored>][] = [
  ['INTEGER', integers],
  ['INTEGER', fc.integer({ min: 0, max: 1000 }).map(BigInt)],
  ['BIGINT', integers],
  ['BOOLEAN', fc.constantFrom(0n, 1n)],
  ['VARCHAR(20)', texts],
  ['VARCHAR(8)', texts],
  ['TEXT', texts],
  ['JSON', fc.json()],
  ['DATETIME', plainTime],
  ['TIMESTAMP', plainTime],
  ['DATE', plainDate],
  ['TIME', plainClock],
  ['FLOAT', doubles],
  ['REAL', doubles],
  ['NUMERIC', fc.oneof(integers, doubles)],
  ['DECIMAL(10,2)', fc.oneof(integers, doubles)],
  ['BLOB', blobs],
  ['', anything],
  ['ANY', anything],
  ['GEOMETRY', anything],
];
const strict: [string, fc.Arbitrary<Stored>][] = [
  ['INTEGER', integers],
  ['REAL', doubles],
  ['TEXT', texts],
  ['BLOB', blobs],
  ['ANY', anything],
];

interface ColumnSpec {
  ddl: string;
  value: fc.Arbitrary<Stored>;
}

function column(types: [string, fc.Arbitrary<Stored>][], isStrict: boolean): fc.Arbitrary<ColumnSpec> {
  return fc
    .record({
      type: fc.constantFrom(...types),
      odd: fc.constantFrom('none', 'few', 'few', 'many', 'all'),
      notNull: fc.boolean(),
      unique: fc.constantFrom(false, false, false, true),
      collation: fc.constantFrom('', '', ' collate nocase', ' collate rtrim'),
    })
    .map(({ type: [name, fits], odd, notNull, unique, collation }) => {
      const share = isStrict ? 0 : { none: 0, few: 2, many: 40, all: 100 }[odd];
      const some = fc.oneof({ weight: 100 - share, arbitrary: fits }, { weight: share, arbitrary: anything });
      const value = notNull ? some : fc.option(some, { freq: 12 });
      // Of two values there are soon no more rows.
      const key = unique && name !== 'BOOLEAN' ? ' unique' : '';
      return { ddl: `${name}${notNull ? ' not null' : ''}${key}${collation}`, value };
    });
}

/** A table of 4 to 12 columns of any type, with `n` to know its rows by, in one of SQLite's ways to keep rows. */
function table(name: string, rows: number): fc.Arbitrary<TableSpec> {
  return fc
    .record({
      shape: fc.constantFrom('id', 'id', 'unique', 'keyless', 'key', 'without rowid', 'strict'),
      count: fc.integer({ min: 4, max: 12 }),
    })
    .chain(({ shape, count }) =>
      fc
        .array(column(shape === 'strict' ? strict : declared, shape === 'strict'), {
          minLength: count,
          maxLength: count,
        })
        .chain((specs) =>
          fc
            .array(fc.tuple(...specs.map((s) => s.value)), { minLength: rows, maxLength: rows })
            .map((values) => ({
              name,
              ddl: ddlOf(name, shape, specs),
              columns: specs.map((_, i) => `c${i}`),
              rows: values as Stored[][],
            })),
        ),
    );
}

function ddlOf(name: string, shape: string, specs: ColumnSpec[]): string[] {
  const columns = specs.map((s, i) => `c${i} ${s.ddl}`);
  switch (shape) {
    case 'keyless':
      return [`create table ${name} (n integer not null, ${columns.join(', ')})`];
    case 'unique':
      return [`create table ${name} (${columns.join(', ')}, n integer not null unique)`];
    case 'key':
      return [
        `create table ${name} (n integer not null unique, ${columns.join(', ')}, primary key (c1, c0))`,
      ];
    case 'without rowid':
      return [
        `create table ${name} (n integer not null, ${columns.join(', ')}, primary key (c0, c1)) without rowid`,
      ];
    case 'strict':
      return [`create table ${name} (n integer primary key, ${columns.join(', ')}) strict`];
    default:
      return [
        `create table ${name} (n integer primary key, ${columns.join(', ')})`,
        `create index ${name}_c0 on ${name} (c0 desc)`,
      ];
  }
}

export function file(tables: number, rows: number): fc.Arbitrary<FileSpec> {
  return fc.record({
    encoding: fc.constantFrom('UTF-8', 'UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be'),
    tables: fc.tuple(...Array.from({ length: tables }, (_, i) => table(`t${i}`, rows))),
  });
}

/** Writes the file; rows that SQLite itself refuses (a key that is there already) are left out. */
export function write(db: Database, spec: FileSpec): void {
  db.pragma(`encoding = '${spec.encoding}'`);
  for (const { name, ddl, columns, rows } of spec.tables) {
    for (const statement of ddl) db.exec(statement);
    db.transaction(() => {
      rows.forEach((row, n) => {
        const marks = row.map((v) => (isRawText(v) ? 'cast(? as text)' : '?'));
        db.prepare(
          `insert or ignore into ${name} (n, ${columns.join(', ')}) values (?, ${marks.join(', ')})`,
        ).run(BigInt(n) - 2n, ...row.map((v) => (isRawText(v) ? v.text : v)));
      });
    })();
  }
}

function isRawText(value: Stored): value is { text: Buffer } {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}
