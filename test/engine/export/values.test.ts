import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../shared/model/index.ts';
import { findPsql } from '../../helpers/psql.ts';
import { afterwards, place, serverSide, servers } from './scene.ts';

const hasPsql = findPsql() !== null;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** What psql, its scripts, a file system or the server could read as something else. */
const names = [
  ...['quo"te', "apo'strophe", ':a', ":'a'", ':"a"', ':{?a}', '::', '\\.', '\\q', 'back\\slash', '\\', '`x`'],
  ...[
    'new\nline',
    '\n\\q\n',
    '\n\\.\n',
    'car\rriage',
    'tab\there',
    '/',
    '../x',
    'a/b',
    'con',
    'nul.txt',
    'a:b',
    '*?<>|',
  ],
  ...[
    '$autocore$',
    '$$',
    '$1',
    '%I',
    '--',
    '/* x',
    ';drop table x;',
    '<found>',
    '{{x}}',
    'ção',
    'ÇÃO',
    '日本語',
    '😀',
  ],
  ...[
    'x'.repeat(63),
    'x'.repeat(64),
    'á'.repeat(60),
    ' ',
    '.',
    'select',
    'rows',
    'there',
    't',
    'digest',
    'hex',
  ],
];

/** Each table refers to itself, has a rule, an index, a default and a value of the same hostile kind. */
function hostileSql(): string {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  return names
    .map((name, i) => {
      const [table, column] = [quoted(name), quoted(`c ${name}`)];
      return `create table ${table} (id integer primary key, ${column} text default ${text(name)},
          parent integer references ${table} (id),
          constraint ${quoted(`k${i} ${name}`)} check (${column} <> ${text(`not ${name}`)}));
        create index ${quoted(`i${i} ${name}`)} on ${table} (${column}) where ${column} <> ${text(name)};
        insert into ${table} (id, parent) values (1, null), (2, 1), (3, 99);
        insert into ${table} (id, ${column}) values (4, ${text(`${name}\n\\.\n${name}`)}), (5, ${text(`not ${name}`)});`;
    })
    .join('\n');
}

/** What a file can hold, without a key too, and of every conversion. */
const values = `
  create table blobs (id integer primary key, b blob);
  insert into blobs values (1, x''), (2, x'00'), (3, x'5c2e0a'), (4, randomblob(70000)), (5, null);
  create table texts (t text);
  insert into texts values ('\\.'), ('\\N'), (''), (null), ('\\'), (char(13, 10, 9, 8, 11, 12)), (char(26)), ('a' || char(0) || 'b'),
    (cast(x'ff' as text)), (char(55357)), ('same'), ('same'), (printf('%.*c', 3000000, 'x'));
  create table empty (id integer primary key, t text);
  create table numbers (id integer primary key, r real, n numeric, i bigint, f boolean);
  insert into numbers values (1, 0.1, 1e300, 9223372036854775807, 1), (2, 9e999, -9e999, -9223372036854775808, 0),
    (3, -0.0, '12', 'word', null);
  create table times (id integer primary key, at datetime, d date);
  insert into times values (1, '2025-02-28 10:00:00.123456', '2025-02-28'), (2, '2025-02-30 10:00:00', 'never');
  create table own (id integer primary key, a integer, b integer generated always as (a * 2) stored);
  insert into own (a) values (1), (2);
  create table "no key" (a, b);
  insert into "no key" values (1, 'x'), ('y', 2.5), (x'01', null);`;

describe.skipIf(!hasPsql).each(servers)('what psql reads on %s', (server) => {
  it('is every name as it is', async () => {
    const here = await place({ sql: hostileSql() });
    const { state } = await here.export({ schema: 'São "João" \\q :a\n$$' });
    for (const name of readdirSync(join(here.out, 'data'))) expect(name).toMatch(/^\d{3,}_\w{0,40}(\.\w+)*$/);
    const there = await serverSide(server, here);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    const validated = await afterwards(here, state.id, 'plain').validate(there.url);
    expect(validated.validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
    expect(validated.objects.missing).toEqual([]);
    // One broken rule and one orphan for each.
    expect(validated.objects.notValid.length).toBe(names.length * 2);
    expect(validated.tables.map((t) => t.migrated)).toEqual(names.map(() => 5));
  });

  it.each<[profile: Profile, encoding: string, repaired: number, nulled: number]>([
    ['compatible', 'UTF-8', 5, 3],
    ['enhanced', 'UTF-8', 5, 3],
    // SQLite itself leaves no byte without its other half, and no surrogate.
    ['compatible', 'UTF-16le', 3, 3],
  ])('is every value, %s, %s', async (profile, encoding, repaired, nulled) => {
    const here = await place({ sql: `pragma encoding = '${encoding}'; ${values}` });
    const { state } = await here.export({
      profile,
      // A file for each few lines, and another when it is full.
      env: { AUTOCORE_MIGRATE_TUNING: '{"fileBytes":50,"rowsPerBlock":2}' },
    });
    const there = await serverSide(server, here);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    const validated = await afterwards(here, state.id, 'plain').validate(there.url);
    expect(validated.validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
    expect(validated.objects.missing).toEqual([]);
    const sum = (of: 'repaired' | 'nulled' | 'quarantined') =>
      validated.tables.reduce((n, t) => n + t[of], 0);
    expect([sum('repaired'), sum('nulled'), sum('quarantined')]).toEqual([repaired, nulled, 0]);
  });

  it('is an AutoCore of the enhanced profile with all its extras', async () => {
    const here = await place({ rows: 2000, dirty: true });
    const { state } = await here.export({ profile: 'enhanced' });
    const there = await serverSide(server, here);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    const validated = await afterwards(here, state.id, 'plain').validate(there.url);
    expect(validated.validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
  });
});
