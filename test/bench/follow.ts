/**
 * How long the application stands still when it goes live, with an application that writes ten rows a second all along:
 * what following it costs, and the time from its stop to the .env that says PostgreSQL.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { logPath } from '../../electron/engine/log-path.ts';
import { mustRun, type Ran } from './process.ts';
import type { Bar } from './report.ts';
import { type BenchServer, query, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

export interface FollowResult {
  rows: number;
  /** Of the file, in MiB. */
  mebibytes: number;
  /** Rounds that brought rows, and such in which none had changed. */
  busy: Rounds;
  idle: Rounds;
  peakMiB: number | null;
  /** Milliseconds that the application's longest transaction took meanwhile. */
  longestWrite: number;
  /** Seconds from the application's end to the .env file, and to the end of the command. */
  downtime: number;
  ended: number;
  goLivePeakMiB: number | null;
}

interface Rounds {
  rounds: number;
  rows: number;
  /** Seconds of the middle one. */
  seconds: number | null;
}

/** Seconds of following, with the application and without. */
const watched = 30;
const limit = 5;

const writerScript = fileURLToPath(new URL('follow-writer.mjs', import.meta.url));

export async function followed(
  server: BenchServer,
  work: string,
  sample: string,
  rows: number,
  say: (line: string) => void,
): Promise<{ result: FollowResult; bars: Bar[] }> {
  const source = join(work, 'live.db');
  const workspace = join(work, 'live');
  await copyFile(sample, source);
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: workspace };
  const ask = (args: string[], onSpawn: (child: ChildProcess) => void = () => {}): Promise<Ran> =>
    mustRun(process.execPath, [launcher, ...args, '--json', '--progress', 'json'], env, onSpawn);
  const result = await withDatabase(server, async (url): Promise<FollowResult> => {
    say(`migrating ${rows} rows of telemetry`);
    const { stdout } = await ask(['migrate', '--source', source, '--target', url, '--yes']);
    const { run } = JSON.parse(stdout) as { run: string };
    const on = ['--run', run, '--target', url];

    say('following');
    const writer = startWriter(source);
    let follow: ChildProcess | null = null;
    const following = ask(['sync', ...on, '--follow'], (child) => {
      follow = child;
    });
    await delay(watched * 1000);
    const { longest } = await writer.stop();
    await delay(5000);
    // The file is written to, and no row is another.
    for (let i = 1; i <= 5; i++) {
      const db = new Database(source);
      db.pragma(`user_version = ${i}`);
      db.close();
      await delay(3000);
    }
    (follow as ChildProcess | null)?.kill('SIGINT');
    const { peakMiB } = await following;
    const { busy, idle } = roundsIn(await readFile(logPath(workspace), 'utf8'));

    say('going live');
    const dotenv = join(work, '.env');
    await writeFile(dotenv, 'DATABASE_TYPE=sqlite\n');
    const again = startWriter(source);
    let stopped = Number.NaN;
    let switched = Number.NaN;
    let stop: Promise<void> | null = null;
    const ran = await ask(['cutover', ...on, '--wait', '--env', dotenv, '--yes'], (child) => {
      child.stderr?.on('data', (text: Buffer | string) => {
        if (stop || !String(text).includes('"stage":"stop"')) return;
        stop = (async () => {
          await delay(5000);
          await again.stop();
          stopped = performance.now();
          while (!(await readFile(dotenv, 'utf8')).includes('postgresql')) await delay(10);
          switched = performance.now();
        })();
      });
    });
    const ended = performance.now();
    await (stop as Promise<void> | null);
    await requireEqual(source, url);
    const db = new Database(source, { readonly: true });
    const bytes =
      (db.pragma('page_count', { simple: true }) as number) *
      (db.pragma('page_size', { simple: true }) as number);
    db.close();
    return {
      ...{ rows, mebibytes: Math.round(bytes / 2 ** 20), busy, idle, peakMiB, longestWrite: longest },
      ...{
        downtime: (switched - stopped) / 1000,
        ended: (ended - stopped) / 1000,
        goLivePeakMiB: ran.peakMiB,
      },
    };
  });
  const { downtime } = result;
  const name = `seconds without the application, ${rows} rows`;
  return { result, bars: [{ name, value: downtime, limit, met: downtime < limit }] };
}

function startWriter(source: string) {
  const child = spawn(process.execPath, [writerScript, source], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString();
  });
  return {
    async stop(): Promise<{ rows: number; longest: number }> {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
      return JSON.parse(told);
    },
  };
}

/** The rounds as the log has them, the first one left out: it copies the whole file. */
function roundsIn(log: string): { busy: Rounds; idle: Rounds } {
  const rounds = log
    .split('\n')
    .filter((line) => /caught up with the source|nobody has written/.test(line))
    .map((line) => JSON.parse(line) as { rows?: number; total?: number })
    .map(({ rows = 0, total = 0 }) => ({ rows, total }))
    .slice(1);
  const of = (list: typeof rounds): Rounds => ({
    rounds: list.length,
    rows: list.reduce((n, { rows }) => n + rows, 0),
    seconds: list.map(({ total }) => total).toSorted((a, b) => a - b)[list.length >> 1] ?? null,
  });
  return {
    busy: of(rounds.filter(({ rows }) => rows > 0)),
    idle: of(rounds.filter(({ rows }) => rows === 0)),
  };
}

/** Every row of the writer has arrived. */
async function requireEqual(source: string, url: string): Promise<void> {
  const sql = `select count(*) from telemetry_data where data_key = 'writer'`;
  const db = new Database(source, { readonly: true });
  const there = String(db.prepare(sql).pluck().get());
  db.close();
  const here = await query(url, sql);
  if (there !== here) throw new Error(`${there} rows were written, and ${here} have arrived`);
}

/** The table for people. */
export function followTable(results: readonly FollowResult[]): string {
  const head = ['rows', 'MiB', 'round', 'rows', 'idle', 'peak', 'write', 'downtime', 'ended', 'peak'];
  const units = ['', '', 's', 'a round', 's', 'MiB', 'ms', 's', 's', 'MiB'];
  const cells = results.map((r) => [
    r.rows.toLocaleString('en'),
    String(r.mebibytes),
    r.busy.seconds?.toFixed(2) ?? '-',
    r.busy.rounds === 0 ? '-' : (r.busy.rows / r.busy.rounds).toFixed(0),
    r.idle.seconds?.toFixed(2) ?? '-',
    String(r.peakMiB ?? '-'),
    String(r.longestWrite),
    r.downtime.toFixed(2),
    r.ended.toFixed(2),
    String(r.goLivePeakMiB ?? '-'),
  ]);
  return [head, units, ...cells].map((line) => line.map((cell) => cell.padStart(11)).join('')).join('\n');
}
