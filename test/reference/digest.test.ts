import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorkspace } from '../../electron/engine/run/workspace.ts';
import type { Certificate } from '../../shared/model/index.ts';
import { cases } from '../engine/adopt/orm-cases.ts';
import { adoptScene } from '../engine/adopt/scene.ts';
import { tempFolder } from '../helpers/folder.ts';
import { migrated } from '../helpers/hazard.ts';
import { firstOf, isLong, servers } from '../helpers/long.ts';
import { migratedSample } from '../helpers/migrated.ts';
import { hasPg15, type TestServer, withPg } from '../helpers/postgres.ts';
import { findPsql } from '../helpers/psql.ts';
import { python } from '../helpers/python.ts';

const scripts = fileURLToPath(new URL('../../docs/reference/', import.meta.url));
const both: TestServer[] = hasPg15() ? ['pg18', 'pg15'] : ['pg18'];
const psql = findPsql();

/** What the two scripts need of a run. */
interface Paper {
  certificate: string;
  source: string;
  exceptions: string;
  url: string;
}

interface Said {
  code: number | null;
  text: string;
}

function said(file: string, args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(file, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { code: status, text: `\n${stdout}${stderr}` };
}

const inPython = ({ certificate, source, exceptions }: Paper): Said =>
  said(python, [join(scripts, 'digest.py'), certificate, source, exceptions]);

const inPsql = ({ certificate, url }: Paper, ...more: string[]): Said =>
  said(psql as string, [
    ...['-X', '-q', '-v', `certificate=${certificate}`, ...more],
    ...['-f', join(scripts, 'digest.sql'), url],
  ]);

/** Tables that a script cannot speak of: without a digest in the certificate, or with a type that Python's does not know. */
interface Beyond {
  none?: string[];
  unknown?: string[];
}

/** Both scripts find what the certificate has of every table, but those. */
function expectRecomputed(paper: Paper, { none = [], unknown = [] }: Beyond = {}): void {
  const { tables }: Certificate = JSON.parse(readFileSync(paper.certificate, 'utf8'));
  expect(tables.filter((t) => t.digest === null).map((t) => t.name)).toEqual(none);
  const code = (beyond: string[]) => (beyond.length === 0 ? 0 : 3);
  const inSource = inPython(paper);
  const inTarget = psql === null ? null : inPsql(paper);
  for (const { name, target, migrated, digest } of tables.filter((t) => t.digest !== null)) {
    const said = unknown.includes(name)
      ? `${notRecomputed}: `
      : `${migrated} ${digest?.source} igual / same\n`;
    expect(inSource.text).toContain(`\n${name}: ${said}`);
    if (inTarget)
      expect(inTarget.text).toContain(`\n${target}: ${migrated} ${digest?.target} igual / same\n`);
  }
  for (const name of none) expect(inSource.text).toContain(`\n${name}: ${notRecomputed}: `);
  expect(inSource.code, inSource.text).toBe(code([...none, ...unknown]));
  if (inTarget) expect(inTarget.code, inTarget.text).toBe(code(none));
}

const notRecomputed = 'não recalculada / not recomputed';

/** Values of every type that a plan of ours has, in rows with a key and in rows without; some cannot cross as they are. */
const everyType = `
  create table "São ""tipos""" (id integer primary key, n numeric(10, 2), plain numeric, d double, b boolean,
    t datetime, z timestamp with time zone, day date, clock time, raw blob, words text, j json);
  insert into "São ""tipos""" values
    (1, 1.5, 1e-7, 1e23, 1, '2024-05-01 10:00:00', '2024-05-01 10:00:00', '2024-05-01', '10:00:00', x'00ff5c', 'a' || char(9) || '\\' || char(10, 8, 11, 12, 13) || 'ç😀', '{"b": 1, "a": [1.50, "é"]}'),
    (2, 12345678.25, 9007199254740993, 5e-324, 0, '2024-05-01 10:00:00.120000', '2024-05-01 10:00:00.5', '0001-01-01', '23:59:59.999999', x'', '', '[]'),
    (3, -3, -2.5e20, -0.0, 1, '9999-12-31 23:59:59', '1969-12-31 23:59:59', '9999-12-31', '00:00:00', null, '\\N', 'null'),
    (4, null, 1.7976931348623157e308, 1e15, 0, null, null, null, null, x'0a', null, null),
    (5, 0.1, 0.1, 123456789012345.6, 1, '2000-02-29 00:00:00', '2000-02-29 00:00:00', '2000-02-29', '12:00:00', x'61', 'fim', '1.0');
  with recursive i(n) as (select 10 union all select n + 1 from i where n < 400)
  insert into "São ""tipos""" select n, n / 4.0, n, n / 3.0, n % 2, '2024-01-01 00:00:00', '2024-01-01 00:00:00', '2024-01-01', '10:00:00', x'01', 'w' || n, '{}' from i;
  insert into "São ""tipos""" values
    (1001, 'doze', 'x', 'y', 'talvez', 'ontem', 'amanhã', '31/02/2024', 'noite', 7, cast(x'41ff' as text), '{"a":1'),
    (1002, '7', '8', '9.5', 'sim', '01/05/2024 10:00', '2024-05-01T10:00:00-03:00', '2024-05-01 10:00:00', '10:00', 'texto', x'4100', '{"a":1,"a":2}');
  create table loose (a text, b integer, c double);
  insert into loose values ('x', 1, 0.5), ('x', 1, 0.5), (null, null, null), ('y' || char(9), 2, 1e-5);
  create table held (id integer primary key, at datetime not null);
  with recursive i(n) as (select 1 union all select n + 1 from i where n < 60)
  insert into held select n, '2024-01-01 00:00:00' from i;
  insert into held values (61, 'ontem');
  create table hollow (id integer primary key, a text);
  create table pairs (name text not null, n integer not null, v text, primary key (name, n)) without rowid;
  with recursive i(n) as (select 1 union all select n + 1 from i where n < 300)
  insert into pairs select char(64 + n % 60) || 'é', -n, 'v' from i;
  create table big (id integer primary key, v integer);
  insert into big values (-9223372036854775808, 1), (9223372036854775807, 2), (0, -5);`;

/** Tables with an interval, which the script for Python does not know. */
const intervals: Record<string, string[]> = { Django: ['shop_product'], 'EF Core': ['Orders'] };

describe.each(both)('both scripts have the digests of the certificate, on %s', (server) => {
  it('of the hard types, repaired, emptied and kept aside', async () => {
    const h = await migrated(everyType, { server });
    onTestFinished(h.close);
    expect(new Set(h.exceptions.map((e) => e.action))).toEqual(
      new Set(['repaired', 'nulled', 'quarantined']),
    );
    const digests = new Map(h.certificate.tables.map((t) => [t.name, t.digest]));
    expect(digests.get('loose')?.order).toBeNull();
    expect(digests.get('pairs')?.order).toEqual(['name', 'n']);
    const { certificateJson: certificate, exceptions, snapshot: source } = h.files;
    expectRecomputed({ certificate, exceptions, source, url: h.url });
  });
});

describe.each(servers())('both scripts have the digests of what is rarer, on %s', (server) => {
  it.runIf(isLong)('of a dirty sample', async () => {
    const run = await migratedSample({ rows: 3000, seed: 7, dirty: true, server });
    const files = openWorkspace(run.workspace, {}).runFolder(run.state.id);
    const quarantined = run.state.tables.reduce((n, t) => n + t.quarantined, 0);
    expect(quarantined).toBeGreaterThan(0);
    const { certificateJson: certificate, exceptions } = files;
    expectRecomputed({ certificate, exceptions, source: run.source, url: run.url });
  });

  it.runIf(isLong)('of a dirty sample in the enhanced profile', async () => {
    const profile = 'enhanced';
    const run = await migratedSample({ rows: 3000, seed: 7, dirty: true, server, profile });
    const files = openWorkspace(run.workspace, {}).runFolder(run.state.id);
    const quarantined = run.state.tables.reduce((n, t) => n + t.quarantined, 0);
    expect(quarantined).toBeGreaterThan(0);
    const { certificateJson: certificate, exceptions } = files;
    expectRecomputed({ certificate, exceptions, source: run.source, url: run.url });
  });

  it('of a file in UTF-16, whose texts sort otherwise', async () => {
    const h = await migrated(
      (db) => {
        db.pragma("encoding = 'UTF-16le'");
        db.exec(`create table w (k text primary key, v text) without rowid;
          insert into w values ('\u{1f600}', 'a'), ('\uffee', 'b'), ('z', char(9));`);
      },
      { server },
    );
    onTestFinished(h.close);
    const { certificateJson: certificate, exceptions, snapshot: source } = h.files;
    expectRecomputed({ certificate, exceptions, source, url: h.url });
  });

  it.each(firstOf(Object.entries(cases)))('of tables as %s makes them', async (by, made) => {
    const scene = await adoptScene(made.sqlite, made.postgres, server);
    const { state } = await scene.migrate({ acceptDefaults: true, set: made.set ?? [] });
    const files = openWorkspace(scene.workspace, {}).runFolder(state.id);
    const none = state.tables.filter((t) => t.digest === null).map((t) => t.name);
    const { certificateJson: certificate, exceptions } = files;
    expectRecomputed(
      { certificate, exceptions, source: scene.source, url: scene.url },
      { none, unknown: intervals[by] ?? [] },
    );
  });
});

describe('a value that is another afterwards is seen', () => {
  it('on each side by its own script, and on the other by none', async () => {
    const run = await migratedSample({ rows: 1500, seed: 3, dirty: true });
    const files = openWorkspace(run.workspace, {}).runFolder(run.state.id);
    const paper = {
      certificate: files.certificateJson,
      exceptions: files.exceptions,
      source: run.source,
      url: run.url,
    };
    expectRecomputed(paper);

    const other = join(tempFolder(), 'alterado.db');
    copyFileSync(run.source, other);
    const db = new Database(other);
    const { changes } = db
      .prepare(`update devices set name = name || '.' where id = (select max(id) from devices)`)
      .run();
    db.close();
    expect(changes).toBe(1);
    const inSource = inPython({ ...paper, source: other });
    expect(inSource.code).toBe(1);
    expect(inSource.text.match(/DIFERENTE/g)).toHaveLength(1);
    expect(inSource.text).toMatch(/\ndevices: \d+ [0-9a-f]{64} DIFERENTE/);

    if (psql === null) return;
    const changed = await withPg(run.url, (client) =>
      client.query(`update public.telemetry_data set data_value = data_value || ' '
        where id = (select max(id) from public.telemetry_data)`),
    );
    expect(changed.rowCount).toBe(1);
    const inTarget = inPsql(paper);
    expect(inTarget.code).toBe(3);
    expect(inTarget.text.match(/DIFERENTE/g)).toHaveLength(1);
    expect(inTarget.text).toMatch(/\ntelemetry_data: \d+ [0-9a-f]{64} DIFERENTE/);
    expect(inPython(paper).code).toBe(0);
  });

  it('in rows without an order, however often they are there', async () => {
    const h = await migrated(`create table loose (a text); insert into loose values ('x'), ('x'), ('y');`);
    onTestFinished(h.close);
    const { certificateJson: certificate, exceptions, snapshot: source } = h.files;
    const paper = { certificate, exceptions, source, url: h.url };
    expectRecomputed(paper);
    await h.target.query(`update public.loose set a = 'y' where ctid = (select min(ctid) from public.loose)`);
    if (psql !== null) expect(inPsql(paper).code).toBe(3);
  });
});

it('an exception that does not say what stands there is not guessed, and no certificate is an error', async () => {
  const h = await migrated(everyType);
  onTestFinished(h.close);
  const { certificateJson: certificate, exceptions, snapshot: source } = h.files;
  const old = join(tempFolder(), 'exceptions.ndjson');
  const records = h.exceptions.map(({ stored: _, ...record }) => `${JSON.stringify(record)}\n`);
  writeFileSync(old, records.join(''));
  const paper = { certificate, exceptions, source, url: h.url };
  const { code, text } = inPython({ ...paper, exceptions: old });
  expect(code, text).toBe(3);
  expect(text).toContain(`São "tipos": ${notRecomputed}`);
  // Rows that stayed out would be missed in silence.
  writeFileSync(old, '');
  const without = inPython({ ...paper, exceptions: old });
  expect(without.code, without.text).toBe(3);
  expect(without.text).toContain(`São "tipos": ${notRecomputed}: exceções / exceptions: 0, `);
  expect(inPython({ ...paper, certificate: source }).code).toBe(2);
});
