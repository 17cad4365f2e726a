/**
 * Files of an unusual shape beside a usual one, in one run: large values, many columns, many tables, an exception in each
 * row. Values a second and bytes a second say where time grows out of proportion, memory where something is held whole.
 */
import { rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import type { Plan } from '../../shared/model/index.ts';
import { bareRun, prepareFiles } from './floor.ts';
import { mustRun } from './process.ts';
import type { Bar } from './report.ts';
import { type BenchServer, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

export interface Odd {
  shape: string;
  rows: number;
  /** Of all rows together. */
  values: number;
  megabytes: number;
  seconds: number;
  /** The least that the server's own client takes: the file by `cp`, tables, COPY, keys and indexes. */
  bare: number;
  peakMiB: number | null;
  exceptions: number;
}

interface Shape {
  name: string;
  values: number;
  fill(db: Database): void;
}

/** As many times as long as a usual file for the same bytes or the same values, whichever it has more of. */
const most = 3;
const mostMiB = 300;

const mebi = 1024 * 1024;
const count = (n: number) =>
  `with recursive n(i) as (values (1) union all select i + 1 from n where i < ${n})`;

/** @param scale 1 for the whole sizes */
function shapesOf(scale: number): Shape[] {
  const of = (n: number) => Math.max(1, Math.round(n * scale));
  const usual = of(1_000_000);
  const blobs = of(16);
  const wide = of(2000);
  const tables = of(3000);
  const odd = of(5_000_000);
  const columns = Array.from({ length: 1500 }, (_, c) => `c${c}`);
  return [
    {
      name: 'usual: 6 columns',
      values: usual * 6,
      fill: (db) =>
        void db.exec(`create table usual (id integer primary key, at datetime, device integer, key varchar(20), value real, note text);
          insert into usual ${count(usual)} select i, datetime(1700000000 + i, 'unixepoch'), i % 40, 'key ' || (i % 97), i / 7.0, 'note ' || i from n`),
    },
    {
      name: `blobs of 64 MB`,
      values: blobs * 2,
      fill: (db) => {
        db.exec('create table blobs (id integer primary key, content blob)');
        const insert = db.prepare('insert into blobs (content) values (randomblob(?))');
        for (let i = 0; i < blobs; i++) insert.run(64 * mebi);
      },
    },
    {
      name: '1 GB of blobs of 100 KB',
      values: of(10_000) * 2,
      fill: (db) =>
        void db.exec(`create table blobs (id integer primary key, content blob);
          insert into blobs ${count(of(10_000))} select i, randomblob(100000) from n`),
    },
    {
      name: '1,500 columns',
      values: wide * 1501,
      fill: (db) =>
        void db.exec(`create table wide (id integer primary key, ${columns.map((c) => `${c} text`).join(', ')});
          insert into wide ${count(wide)} select i, ${columns.map((_, c) => `char(97 + (i + ${c}) % 26)`).join(', ')} from n`),
    },
    {
      name: '3,000 tables of 100 rows',
      values: tables * 100 * 3,
      fill: (db) => {
        for (let t = 0; t < tables; t++) {
          db.exec(`create table t${t} (id integer primary key, name text, at datetime);
            create index i${t} on t${t} (name);
            insert into t${t} ${count(100)} select i, 'name ' || i, datetime(1700000000 + i, 'unixepoch') from n`);
        }
      },
    },
    {
      name: 'an exception in each row',
      values: odd * 3,
      fill: (db) =>
        void db.exec(`create table odd (id integer primary key, at datetime not null, note text);
          insert into odd ${count(odd)} select i, strftime('%d/%m/%Y %H:%M:%S', 1700000000 + i, 'unixepoch'), 'note ' || i from n`),
    },
  ];
}

export async function ofOddFiles(
  server: BenchServer,
  work: string,
  scale: number,
  say: (line: string) => void,
): Promise<{ odd: Odd[]; bars: Bar[] }> {
  const odd: Odd[] = [];
  for (const shape of shapesOf(scale)) {
    const file = join(work, 'odd.db');
    const rows = made(file, shape);
    const megabytes = (await stat(file)).size / 1e6;
    const files = join(work, 'bare');
    const { plan, ...found } = await withDatabase(server, async (url) => {
      const ran = await migrated(file, url, join(work, 'odd'));
      await prepareFiles(server, url, ran.plan, files);
      return ran;
    });
    const { seconds, parts } = await withDatabase(server, (url) => bareRun(server, url, plan, files, file));
    rmSync(files, { recursive: true });
    rmSync(file);
    rmSync(join(work, 'odd'), { recursive: true, force: true });
    const bare = seconds + parts.create;
    odd.push({ shape: shape.name, rows, values: shape.values, megabytes, bare, ...found });
    say(`${shape.name}: ${found.seconds.toFixed(1)} s, bare ${bare.toFixed(1)} s`);
  }
  return { odd, bars: barsOf(odd) };
}

/** @returns how many rows it has */
function made(file: string, { fill }: Shape): number {
  const db = new SQLite(file);
  try {
    db.pragma('journal_mode = off');
    db.pragma('synchronous = off');
    db.transaction(() => fill(db))();
    const tables = db
      .prepare(`select name from sqlite_schema where type = 'table'`)
      .pluck()
      .all() as string[];
    return tables.reduce(
      (n, t) => n + (db.prepare(`select count(*) from "${t}"`).pluck().get() as number),
      0,
    );
  } finally {
    db.close();
  }
}

async function migrated(file: string, url: string, workspace: string) {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: workspace };
  const args = ['migrate', '--source', file, '--target', url, '--yes', '--json', '--progress', 'none'];
  const { seconds, peakMiB, stdout } = await mustRun(process.execPath, [launcher, ...args], env);
  const told = JSON.parse(stdout) as {
    certificate: string;
    validation: { status: string };
    tables: { repaired: number; nulled: number; quarantined: number }[];
  };
  if (told.validation.status !== 'identical') throw new Error(`validation: ${told.validation.status}`);
  const exceptions = told.tables.reduce((n, t) => n + t.repaired + t.nulled + t.quarantined, 0);
  const plan = JSON.parse(await readFile(join(told.certificate, '..', 'plan.json'), 'utf8')) as Plan;
  return { seconds, peakMiB, exceptions, plan };
}

function barsOf([usual, ...others]: Odd[]): Bar[] {
  if (!usual) return [];
  const own = (each: Odd) => each.seconds - each.bare;
  return others.flatMap((each): Bar[] => {
    const share = Math.max(each.values / usual.values, each.megabytes / usual.megabytes);
    const value = each.seconds / usual.seconds / share;
    // What the server takes by itself is no cliff of ours.
    const beyond = own(each) / own(usual) / share;
    const memory = each.peakMiB ?? 0;
    return [
      { name: `${each.shape}, of a usual file's time`, value, limit: most, met: value <= most },
      { name: `${each.shape}, beyond the bare ones`, value: beyond, limit: most, met: beyond <= most },
      { name: `${each.shape}, MiB`, value: memory, limit: mostMiB, met: memory <= mostMiB },
    ];
  });
}

/** The table for people. */
export function oddTable(odd: Odd[]): string {
  const lines = odd.map((each) =>
    [
      each.shape.padEnd(28),
      each.rows.toLocaleString('en').padStart(11),
      each.megabytes.toFixed(0).padStart(7),
      each.seconds.toFixed(1).padStart(8),
      each.bare.toFixed(1).padStart(6),
      Math.round(each.values / each.seconds)
        .toLocaleString('en')
        .padStart(11),
      (each.megabytes / each.seconds).toFixed(1).padStart(7),
      each.exceptions.toLocaleString('en').padStart(11),
      String(each.peakMiB ?? '').padStart(6),
    ].join(' '),
  );
  const head = `${''.padEnd(28)}        rows      MB  seconds   bare    values/s    MB/s  exceptions    MiB`;
  return ['', head, ...lines].join('\n');
}
