/**
 * What changes cost: a catch-up and the way back with many changed rows, each beside the rate at which the same run was
 * loaded and indexed; and a catch-up that has nothing to do.
 */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mustRun, type Ran } from './process.ts';
import type { Bar } from './report.ts';
import { type BenchServer, query, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

export interface Change {
  what: string;
  rows: number;
  seconds: number;
  /** Rows a second, beside those of load and indexes. */
  share: number | null;
  peakMiB: number | null;
}

/** Of the rate at which the rows were loaded and indexed. */
const leastShare = 0.5;
const mostIdleSeconds = 1;

/** @param changes rows of telemetry that are changed, each way */
export async function ofChanges(
  server: BenchServer,
  work: string,
  sample: string,
  changes: number,
): Promise<{ changes: Change[]; bars: Bar[] }> {
  const source = join(work, 'changing.db');
  await copyFile(sample, source);
  const found: Change[] = [];
  await withDatabase(server, async (url) => {
    const tool = (args: string[]): Promise<Ran> => {
      const { PATH = '', HOME = '' } = process.env;
      const { password } = new URL(url);
      const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: join(work, 'changing'), PGPASSWORD: password };
      return mustRun(process.execPath, [launcher, ...args, '--json', '--progress', 'none'], env);
    };
    const migrated = await tool(['migrate', '--source', source, '--target', url]);
    const { run, seconds, tables } = JSON.parse(migrated.stdout) as {
      run: string;
      seconds: { load: number; indexes: number };
      tables: { migrated: number }[];
    };
    const rows = tables.reduce((n, t) => n + t.migrated, 0);
    const loaded = seconds.load + seconds.indexes;
    const add = (what: string, n: number, took: number, { peakMiB }: Ran): void => {
      found.push({ what, rows: n, seconds: took, share: n > 0 ? n / took / (rows / loaded) : null, peakMiB });
    };
    add('load and indexes', rows, loaded, migrated);

    change(source, changes);
    const synced = await tool(['sync', '--run', run]);
    add('catch-up', changes, secondsOf(synced).apply, synced);
    const idle = await tool(['sync', '--run', run]);
    add('catch-up, nothing changed', 0, secondsOf(idle).total, idle);

    const env = join(work, '.env-changing');
    await writeFile(env, 'DATABASE_URL=sqlite+aiosqlite:///autocore.db\n');
    await tool(['cutover', '--run', run, '--env', env, '--yes']);
    // What a change costs on the way back is what it takes longer than without one.
    const before = await tool(['rollback', '--run', run, '--rehearse']);
    await query(url, changeSql(changes));
    const after = await tool(['rollback', '--run', run, '--rehearse']);
    add('way back', changes, after.seconds - before.seconds, after);
  });
  const bars: Bar[] = found.flatMap(({ what, share, seconds, rows }): Bar[] => {
    if (rows === 0)
      return [{ name: what, value: seconds, limit: mostIdleSeconds, met: seconds < mostIdleSeconds }];
    if (share === null || what === found[0]?.what) return [];
    return [
      { name: `${what}, of the load's rate`, value: share, limit: leastShare, met: share >= leastShare },
    ];
  });
  return { changes: found, bars };
}

function secondsOf(ran: Ran): { apply: number; total: number } {
  return (JSON.parse(ran.stdout) as { seconds: { apply: number; total: number } }).seconds;
}

/** Changes one value in so many rows of telemetry. */
function changeSql(rows: number): string {
  return `update telemetry_data set data_value = data_value || '1'
    where id in (select id from telemetry_data order by id limit ${rows})`;
}

/** The same in a file. */
export function change(source: string, rows: number): void {
  const db = new Database(source);
  db.exec(changeSql(rows));
  db.close();
}

/** The table for people. */
export function changesTable(changes: Change[]): string {
  const lines = changes.map(({ what, rows, seconds, share, peakMiB }) =>
    [
      what.padEnd(28),
      rows.toLocaleString('en').padStart(11),
      seconds.toFixed(2).padStart(8),
      (rows > 0 ? Math.round(rows / seconds).toLocaleString('en') : '').padStart(10),
      (share?.toFixed(2) ?? '').padStart(6),
      String(peakMiB ?? '').padStart(6),
    ].join(' '),
  );
  return ['', `${''.padEnd(28)}        rows  seconds  rows/s      share    MiB`, ...lines].join('\n');
}
