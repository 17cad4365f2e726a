import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import { legacySchemaOf, schemaOf, tableOf } from './schema.ts';

describe('keys', () => {
  it('reads composite keys in key order', () => {
    const table = tableOf('create table t(a int, b text, c int, primary key (c, a))');
    expect(table.primaryKey).toEqual(['c', 'a']);
    expect(table.columns.map((c) => c.pk)).toEqual([2, 0, 1]);
    expect(table.rowidAlias).toBeNull();
    expect(table.rowidName).toBe('rowid');
  });

  it.each([
    ['create table t(id INTEGER PRIMARY KEY)', 'id'],
    ['create table t(id integer, x, primary key (id))', 'id'],
    ['create table t(id integer primary key desc)', null],
    ['create table t(id int primary key)', null],
    ['create table t(id integer primary key) without rowid', null],
    ['create table t(id integer, b integer, primary key (id, b))', null],
  ])('knows the rowid under another name: %s', (sql, alias) => {
    expect(tableOf(sql).rowidAlias).toBe(alias);
  });

  it.each([
    ['create table t(a)', 'rowid'],
    ['create table t(RowId text)', '_rowid_'],
    ['create table t(rowid text, _ROWID_ int)', 'oid'],
    ['create table t(rowid text, _rowid_ int, oid blob)', null],
    ['create table t(a primary key) without rowid', null],
  ])('finds a spelling of the rowid that no column hides: %s', (sql, name) => {
    expect(tableOf(sql).rowidName).toBe(name);
  });

  it('reads AUTOINCREMENT with the last id given out', () => {
    const used = tableOf([
      'create table t(id integer primary key autoincrement, a)',
      'insert into t values (9007199254740993, 1)',
      'delete from t',
    ]);
    expect(used).toMatchObject({ autoincrement: true, sequence: '9007199254740993', rowidAlias: 'id' });
    expect(tableOf('create table t(id integer primary key autoincrement)').sequence).toBeNull();
    expect(tableOf('create table t(id integer primary key)').autoincrement).toBe(false);
  });

  it('reads uniques with names and collations, apart from indexes', () => {
    const table = tableOf([
      'create table t(a text collate nocase unique, b int, c text, constraint "u 1" unique (c, b), unique (b))',
      'create unique index u2 on t(b, a)',
    ]);
    expect(table.uniques).toEqual([
      { name: null, columns: ['a'], collations: ['NOCASE'] },
      { name: 'u 1', columns: ['c', 'b'], collations: ['BINARY', 'BINARY'] },
      { name: null, columns: ['b'], collations: ['BINARY'] },
    ]);
    expect(table.indexes.map((i) => i.name)).toEqual(['u2']);
  });
});

describe('columns', () => {
  it('follows the rules of affinity', () => {
    const types =
      'a INTEGER, b VARCHAR(10), c BLOB, d, e FLOAT, f DATETIME, g BOOLEAN, h CHARINT, i DOUBLE PRECISION, j STRING, k ANY';
    expect(tableOf(`create table t(${types})`).columns.map((c) => c.affinity)).toEqual(
      'INTEGER TEXT BLOB BLOB REAL NUMERIC NUMERIC INTEGER REAL NUMERIC NUMERIC'.split(' '),
    );
    expect(tableOf('create table t(a ANY, b int) strict').columns.map((c) => c.affinity)).toEqual([
      'BLOB',
      'INTEGER',
    ]);
  });

  it('reads type, NOT NULL, DEFAULT and COLLATE as written', () => {
    const table = tableOf(
      "create table t(a VARCHAR ( 10 ) not null default 'it''s', b default (datetime('now')), c default -1.50, d collate rtrim, e, f default null)",
    );
    expect(table.columns.map((c) => [c.type, c.notNull, c.default, c.collation])).toEqual([
      ['VARCHAR ( 10 )', true, "'it''s'", 'BINARY'],
      ['', false, "datetime('now')", 'BINARY'],
      ['', false, '-1.50', 'BINARY'],
      ['', false, null, 'RTRIM'],
      ['', false, null, 'BINARY'],
      ['', false, 'null', 'BINARY'],
    ]);
  });

  it('reads generated columns of both kinds', () => {
    const table = tableOf(
      'create table t(a int, b int generated always as (a * (2)) stored, c text as (a || 1), d int as (b) virtual not null)',
    );
    expect(table.columns.map((c) => c.generated)).toEqual([
      null,
      { expression: 'a * (2)', stored: true },
      { expression: 'a || 1', stored: false },
      { expression: 'b', stored: false },
    ]);
    expect(table.columns[1]?.type).toBe('INT');
  });

  it('reads STRICT and WITHOUT ROWID', () => {
    expect(tableOf('create table t(a int primary key, b any) strict, without rowid')).toMatchObject({
      strict: true,
      withoutRowid: true,
    });
    expect(tableOf('create table t(a)')).toMatchObject({ strict: false, withoutRowid: false });
  });

  it('keeps a column that was added later, as ALTER TABLE writes it', () => {
    const table = tableOf([
      'create table t(id integer not null, name text, primary key (id), check (id > 0), unique (name))',
      "alter table t add column allow boolean default '1' check (allow in (0, 1))",
      'alter table t rename column name to "Nome completo"',
    ]);
    expect(table.unparsed).toBeNull();
    expect(table.columns.map((c) => c.name)).toEqual(['id', 'Nome completo', 'allow']);
    expect(table.checks.map((c) => c.expression)).toEqual(['allow in (0, 1)', 'id > 0']);
    expect(table.uniques[0]?.columns).toEqual(['Nome completo']);
  });
});

describe('checks and foreign keys', () => {
  it('reads checks of columns and of the table, named and unnamed', () => {
    const table = tableOf(
      'create table t(a int constraint c1 check (a > 0), b text, check (b in (\'x)\', "a")), constraint [c 3] check (length(b) > 1))',
    );
    expect(table.checks).toEqual([
      { name: 'c1', expression: 'a > 0' },
      { name: null, expression: 'b in (\'x)\', "a")' },
      { name: 'c 3', expression: 'length(b) > 1' },
    ]);
  });

  it('keeps the order of foreign keys and finds parents whatever the case', () => {
    const table = tableOf(
      [
        'create table Parent("Id" integer primary key, Code text, unique (Code, Id))',
        `create table t(
           a int references PARENT(ID) on delete set null on update cascade,
           b text, c int references missing(x),
           constraint both foreign key (b, a) references parent(code, id) deferrable initially deferred,
           foreign key (c) references parent)`,
      ],
      't',
    );
    expect(table.foreignKeys).toEqual([
      {
        name: null,
        columns: ['a'],
        references: 'Parent',
        refColumns: ['Id'],
        onUpdate: 'CASCADE',
        onDelete: 'SET NULL',
        deferred: false,
      },
      {
        name: null,
        columns: ['c'],
        references: 'missing',
        refColumns: ['x'],
        onUpdate: 'NO ACTION',
        onDelete: 'NO ACTION',
        deferred: false,
      },
      {
        name: 'both',
        columns: ['b', 'a'],
        references: 'Parent',
        refColumns: ['Code', 'Id'],
        onUpdate: 'NO ACTION',
        onDelete: 'NO ACTION',
        deferred: true,
      },
      {
        name: null,
        columns: ['c'],
        references: 'Parent',
        refColumns: [],
        onUpdate: 'NO ACTION',
        onDelete: 'NO ACTION',
        deferred: false,
      },
    ]);
  });
});

describe('indexes', () => {
  it('reads partial, expression, DESC and collated ones', () => {
    const table = tableOf([
      'create table t(a text collate nocase, b int)',
      'create index i1 on t(b desc, a)',
      'create unique index i2 on t(lower(a) desc, (b + 1) collate nocase) where b is not null',
      'create index i3 on t(a collate binary)',
    ]);
    expect(table.indexes.map(({ sql: _, ...index }) => index)).toEqual([
      {
        name: 'i1',
        unique: false,
        where: null,
        unparsed: null,
        terms: [
          { column: 'b', expression: null, desc: true, collation: 'BINARY' },
          { column: 'a', expression: null, desc: false, collation: 'NOCASE' },
        ],
      },
      {
        name: 'i2',
        unique: true,
        where: 'b is not null',
        unparsed: null,
        terms: [
          { column: null, expression: 'lower(a)', desc: true, collation: 'BINARY' },
          { column: null, expression: '(b + 1) collate nocase', desc: false, collation: 'NOCASE' },
        ],
      },
      {
        name: 'i3',
        unique: false,
        where: null,
        unparsed: null,
        terms: [{ column: 'a', expression: null, desc: false, collation: 'BINARY' }],
      },
    ]);
  });
});

describe('what is no table', () => {
  it('keeps views and triggers as text and leaves out what belongs to SQLite', () => {
    const schema = schemaOf(
      'create table t(id integer primary key autoincrement, a)',
      'create index i on t(a)',
      'insert into t(a) values (1), (2)',
      'analyze',
      'create view v as select "no such column" from t',
      'create trigger tr after insert on t begin select 1; end',
    );
    expect(schema.tables.map((t) => t.name)).toEqual(['t']);
    const sql = 'CREATE VIEW v as select "no such column" from t';
    expect(schema.views).toEqual([{ name: 'v', sql, columns: null }]);
    expect(schema.triggers).toEqual([
      { name: 'tr', table: 't', sql: 'CREATE TRIGGER tr after insert on t begin select 1; end' },
    ]);
    expect(schema.encoding).toBe('UTF-8');
  });

  it('keeps virtual tables apart with the tables behind them', () => {
    const schema = schemaOf(
      'create virtual table docs using fts5(a, b)',
      'create virtual table "docs_two" using FTS4(a)',
      'create virtual table box using rtree(id, x0, x1)',
      'create table docs_plain(a)',
    );
    // They hold rows of their own, so they are tables too.
    expect(schema.tables.map((t) => [t.name, t.virtual])).toEqual([
      ['docs_plain', undefined],
      ['docs', 'fts5'],
      ['docs_two', 'fts4'],
      ['box', 'rtree'],
    ]);
    expect(schema.virtualTables.map((v) => [v.name, v.module])).toEqual([
      ['docs', 'fts5'],
      ['docs_two', 'fts4'],
      ['box', 'rtree'],
    ]);
    const shadows = Object.fromEntries(schema.virtualTables.map((v) => [v.name, v.shadowTables.sort()]));
    expect(shadows).toMatchObject({
      docs: ['docs_config', 'docs_content', 'docs_data', 'docs_docsize', 'docs_idx'],
      box: ['box_node', 'box_parent', 'box_rowid'],
    });
    expect(shadows.docs_two).toContain('docs_two_content');
  });

  it('reads what this SQLite would not make: unknown modules and collations, strings in double quotes', () => {
    const schema = legacySchemaOf(
      'CREATE TABLE t(a text collate MyOwn check (a in ("display", "gauge")), unique (a))',
      "CREATE VIRTUAL TABLE geo USING VirtualShape('x')",
    );
    expect(schema.virtualTables).toEqual([
      {
        name: 'geo',
        module: 'virtualshape',
        ...{ shadowTables: [], rows: 'elsewhere', beside: [] },
        sql: "CREATE VIRTUAL TABLE geo USING VirtualShape('x')",
      },
    ]);
    expect(schema.tables.map((t) => t.name)).toEqual(['t']);
    expect(schema.tables[0]?.columns[0]?.collation).toBe('MYOWN');
    expect(schema.tables[0]?.checks[0]?.expression).toBe('a in ("display", "gauge")');
  });
});

describe('hostile names', () => {
  const names = [
    'a"b',
    "it's",
    'new\nline',
    '100%',
    'coração',
    'select',
    '日本',
    'a;drop table t;--',
    '[x]',
    '`',
    ' ',
    '$1',
    '\\',
    'A',
    'a,b',
    '(',
    '*/',
    '--',
    'TABLE',
  ];
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`);

  it('come back exactly: tables, columns, indexes, constraints', () => {
    const schema = schemaOf(
      ...quoted.map(
        (name) =>
          `create table ${name}(${quoted.map((c) => `${c} text`).join(', ')}, constraint ${name} check (${name} <> ${name}), constraint ${name} unique (${name}), constraint ${name} foreign key (${name}) references ${name}(${name}))`,
      ),
      ...quoted.map(
        (name, i) =>
          `create index "i${i} ${name.slice(1, -1)}" on ${name}(${name} desc, lower(${name})) where ${name} > ''`,
      ),
    );
    expect(schema.tables.map((t) => t.name)).toEqual(names);
    for (const [i, table] of schema.tables.entries()) {
      const name = names[i] as string;
      expect(table.unparsed).toBeNull();
      expect(table.columns.map((c) => c.name)).toEqual(names);
      expect(table.checks).toEqual([{ name, expression: `${quoted[i]} <> ${quoted[i]}` }]);
      expect(table.uniques).toEqual([{ name, columns: [name], collations: ['BINARY'] }]);
      expect(table.foreignKeys[0]).toMatchObject({
        name,
        columns: [name],
        references: name,
        refColumns: [name],
      });
      expect(table.indexes[0]).toMatchObject({
        name: `i${i} ${name}`,
        where: `${quoted[i]} > ''`,
        unparsed: null,
      });
      expect(table.indexes[0]?.terms.map((t) => [t.column, t.expression])).toEqual([
        [name, null],
        [null, `lower(${quoted[i]})`],
      ]);
    }
  });

  it('says so when the text of a table cannot be trusted, and keeps the structure', () => {
    const db = new Database(':memory:');
    db.unsafeMode();
    db.exec('create table t(a int primary key, b text unique, check (a > 1))');
    db.pragma('writable_schema = on');
    // What happens when somebody patches sqlite_schema by hand while SQLite goes on with the table it has loaded.
    db.exec("update sqlite_schema set sql = 'CREATE TABLE t(a int primary key, nonsense (' where name = 't'");
    const [table] = introspect(db).tables;
    db.close();
    expect(table?.unparsed).toMatch(/ends too early/);
    expect(table?.columns.map((c) => c.name)).toEqual(['a', 'b']);
    expect(table?.primaryKey).toEqual(['a']);
    expect(table?.uniques.map((u) => u.columns)).toEqual([['b']]);
    expect(table?.checks).toEqual([]);
  });
});

it('takes no longer for a table the more tables there are', () => {
  const db = new Database(':memory:');
  let tables = 0;
  /** The least of some tries: whatever else a computer does only adds time. */
  const timeFor = (wanted: number): number => {
    for (; tables < wanted; tables += 1) db.exec(wide(tables));
    const tries = Array.from({ length: 3 }, () => {
      const began = performance.now();
      expect(introspect(db).tables).toHaveLength(wanted);
      return performance.now() - began;
    });
    return Math.min(...tries);
  };
  const few = timeFor(10);
  const many = timeFor(100);
  db.close();
  // Ten times as many; a hundred times as long, if each were looked for among all.
  expect(many / few).toBeLessThan(40);
});

function wide(i: number): string {
  const columns = Array.from({ length: 20 }, (_, c) => `column_${c} varchar(50) not null default 'x'`);
  return `create table "table ${i}"(id integer primary key, ${columns.join(', ')}, parent int references "table ${i}"(id), constraint c check (column_1 in ('a', 'b', 'c') and length(column_2) > 3), unique (column_3, column_4));
    create index "i ${i}" on "table ${i}"(column_5 desc, lower(column_6)) where column_7 is not null`;
}

describe('a virtual table that cannot be read', () => {
  const withNotes = (more: string) => {
    const db = new Database(':memory:');
    db.exec(`create virtual table notes using fts5(body); insert into notes values ('a');`);
    db.unsafeMode(true);
    db.pragma('writable_schema = on');
    db.exec(more);
    // Whoever opens the file anew reads its text.
    const again = new Database(db.serialize());
    db.close();
    return again;
  };

  it('is read beside its module where only the application could', () => {
    const db = withNotes(
      `update sqlite_schema set sql = replace(sql, 'fts5(body)', 'fts4(body, tokenize=mozporter)') where name = 'notes'`,
    );
    expect(introspect(db).virtualTables).toMatchObject([{ name: 'notes', rows: 'shadow' }]);
    db.close();
  });

  it('is read beside its module where that cannot read its own tables', () => {
    const db = withNotes(`delete from notes_config`);
    expect(introspect(db).virtualTables).toMatchObject([{ name: 'notes', rows: 'shadow' }]);
    db.close();
  });
});
