import { beforeAll, describe, expect, it } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** 63 bytes are what PostgreSQL keeps of a name; these are alike up to there. */
const stem = 'x'.repeat(63);
const accented = `${'á'.repeat(31)}x`;

/** Names that stay as they are: PostgreSQL takes them all between quotation marks. */
const kept = [
  ...[
    'quo"te',
    "apo'strophe",
    '100%',
    '%s %1$s %I',
    '$1',
    '$$',
    '$tag$',
    '?',
    ':a',
    '@a',
    '{}',
    '[x]',
    '`x`',
  ],
  ...['new\nline', 'tab\there', 'back\\slash', '\\.', '--', '/* x', ';drop table x;', ') cascade; --'],
  ...[
    'select',
    'user',
    'order',
    'table',
    'all',
    'null',
    'default',
    'timestamp',
    'São João',
    'ÁÉÍ',
    '😀',
    '\u200b',
  ],
  ...[
    ' ',
    '.',
    'a.b',
    'public.x',
    'pg_x',
    'autocore_migration',
    'k',
    'l',
    'c0_some',
    'UPPER',
    stem,
    accented,
  ],
  // SQLite folds ASCII alone: each of these is another name.
  ...['é', 'É', 'áéí', '\u212a', 'İ', 'ı', 'ß', 'ẞ'],
  ...['tostring', 'valueof', 'hasownproperty'],
];
/** Names that PostgreSQL cannot have, or not twice. */
const renamed = ['', `${stem}x`, `${stem}y`, `${accented}é`];
/** Every PostgreSQL table has columns of these names: https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];
const columnNames = [...kept, 'rowid', 'oid', '__proto__', 'constructor', ...renamed, ...systemColumns];

describe('tables with hostile names', () => {
  const names = [...kept, 'rowid', 'oid', ...systemColumns, ...renamed];
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(
      names
        .map(
          (name, i) => `create table ${quote(name)} (n integer primary key, ${quote(name.toLowerCase())} text,
            parent integer references ${quote(name)} (n));
            create index ${quote(`i ${name}`)} on ${quote(name)} (${quote(name.toLowerCase())} desc);
            insert into ${quote(name)} values (1, 'v${i}', 2), (2, cast(x'e36f' as text), null);`,
        )
        .join('\n'),
    );
    return h.close;
  });

  it('are identical, with all their objects', () => expectIdentical(h));

  it('hold every value', async () => {
    for (const name of names) expect(await problemsOf(h, name), name).toEqual([]);
  });

  it('keep their names, but for those that PostgreSQL cannot have', async () => {
    const there = await h.rows(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    expect(there.map(([name]) => name)).toEqual(expect.arrayContaining(kept));
    const targets = names.map((name) => h.table(name).target);
    expect(new Set(targets).size).toBe(names.length);
    for (const target of targets) expect(Buffer.byteLength(target)).toBeLessThanOrEqual(63);
    for (const name of names) {
      const finding = h.findings(name).filter((f) => f.code === 'table.renamed');
      expect(finding.length, name).toBe(renamed.includes(name) ? 1 : 0);
    }
  });

  it('find their ways into the ledger as they are', () => {
    for (const name of names) {
      expect(h.ledger(name).map((e) => e.column)).toEqual([name.toLowerCase()]);
    }
  });
});

describe('columns with hostile names', () => {
  let h: Hazard;
  beforeAll(async () => {
    const columns = columnNames.map((name) => `${quote(name)} text`);
    h = await migrated(`
      create table t (n integer primary key, ${columns.join(', ')});
      insert into t values (1, ${columnNames.map((_, i) => `'v${i}'`).join(', ')});
      insert into t values (2, ${columnNames.map(() => "cast(x'e36f' as text)").join(', ')});
      insert into t (n) values (3);
      ${columnNames.map((name, i) => `create index i${i} on t (${quote(name)}) where ${quote(name)} is not null;`).join('\n')}
    `);
    return h.close;
  });

  it('are identical, with all their indexes', () => expectIdentical(h));

  it('hold every value', async () => {
    expect(await problemsOf(h, 't')).toEqual([]);
    expect(h.ledger('t').map((e) => e.column)).toEqual(columnNames);
  });

  it('keep their names, but for those that PostgreSQL cannot have', async () => {
    const there = await h.rows("select column_name from information_schema.columns where table_name = 't'");
    const names = there.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(kept));
    expect(new Set(names).size).toBe(columnNames.length + 1);
    const changed = h.audit.findings.filter((f) => f.code === 'column.renamed').map((f) => f.column);
    expect(changed.sort()).toEqual([...renamed, ...systemColumns].sort());
  });
});
