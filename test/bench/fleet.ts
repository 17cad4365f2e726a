/**
 * Many vehicles into one server, in four calls with a longer manifest each: what a vehicle costs when there are few, and
 * when there are many. What is not the same in every line grows faster than the vehicles.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { cpuOf, type Ran, run } from './process.ts';
import { type BenchServer, query, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

export interface FleetStep {
  vehicles: number;
  /** Of one vehicle more, in this call. */
  secondsEach: number;
  /** Seconds of the server's processors for one vehicle more, which do not know what else the machine does. */
  serverEach: number;
  peakMiB: number | null;
  connections: number;
  /** Rows of pg_class, and the whole of the system's catalogue. */
  relations: number;
  catalogueMiB: number;
  databaseMiB: number;
  /** Of a call with nothing to do, and of `fleet status`. */
  againSeconds: number;
  statusSeconds: number;
  /** Of a question to the telemetry of all vehicles, and of one; null where the server has no room for the locks. */
  planAllMs: number | null;
  planOneMs: number | null;
  /** The answer for one vehicle by the function for it. */
  oneMs: number | null;
  locks: number;
}

const parts = 4;

export async function fleetSteps(
  server: BenchServer,
  work: string,
  sample: string,
  vehicles: number,
): Promise<FleetStep[]> {
  const folder = join(work, 'fleet');
  await mkdir(folder, { recursive: true });
  for (let i = 1; i <= vehicles; i++) await copyFile(sample, join(folder, `${i}.db`));
  const steps: FleetStep[] = [];
  const postmaster = Number.parseInt(await readFile(join(server.data, 'postmaster.pid'), 'utf8'), 10);
  await withDatabase(server, async (url) => {
    const { PATH = '', HOME = '' } = process.env;
    const password = decodeURIComponent(new URL(url).password);
    const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: join(work, 'fleets'), PGPASSWORD: password };
    const manifest = join(folder, 'fleet.csv');
    const fleet = async (...words: string[]): Promise<Ran> => {
      const all = ['fleet', ...words, '--manifest', manifest, '--json', '--progress', 'none'];
      const ran = await run(process.execPath, [launcher, ...all], env);
      if (ran.code !== 0) throw new Error(`fleet ended with ${ran.code}: ${ran.stderr}`);
      return ran;
    };
    const target = url.replace(/:[^:@/]*@/, '@');
    let before = 0;
    for (let part = 1; part <= parts; part++) {
      const n = Math.round((vehicles * part) / parts);
      const lines = Array.from({ length: n }, (_, i) => `${i + 1}.db,Car ${i + 1}`);
      await writeFile(manifest, `file,vehicle\n${lines.join('\n')}\n`);
      const seen = watchConnections(url);
      const busy = cpuOf(postmaster);
      const moved = await fleet('--target', target);
      const connections = await seen();
      const serverEach = (cpuOf(postmaster) - busy) / (n - before);
      const again = await fleet('--target', target);
      const status = await fleet('status');
      steps.push({
        vehicles: n,
        secondsEach: (moved.seconds - again.seconds) / (n - before),
        serverEach,
        peakMiB: moved.peakMiB,
        connections,
        ...(await sizes(url)),
        againSeconds: again.seconds,
        statusSeconds: status.seconds,
        planAllMs: await planned(url, 'select count(*) from fleet.telemetry'),
        planOneMs: await planned(url, "select count(*) from fleet.telemetry where vehicle_schema = 'car_1'"),
        oneMs: await timed(url, "select count(*) from fleet.telemetry_of('car_1')"),
        locks: (JSON.parse(moved.stdout) as { views: { locks: { needed: number } } }).views.locks.needed,
      });
      before = n;
      process.stderr.write(`${JSON.stringify(steps.at(-1))}\n`);
    }
  });
  return steps;
}

async function sizes(url: string): Promise<Pick<FleetStep, 'relations' | 'catalogueMiB' | 'databaseMiB'>> {
  const catalogue = `select round(sum(pg_total_relation_size(oid)) / 1048576.0) from pg_class
    where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r' and not relisshared`;
  return {
    relations: Number(await query(url, 'select count(*) from pg_class')),
    catalogueMiB: Number(await query(url, catalogue)),
    databaseMiB: Number(await query(url, 'select pg_database_size(current_database()) / 1048576')),
  };
}

const planned = (url: string, sql: string): Promise<number | null> => timed(url, `explain ${sql}`);

/** Milliseconds; null where the server says that it has no memory for the locks. */
async function timed(url: string, sql: string): Promise<number | null> {
  const began = performance.now();
  try {
    await query(url, sql);
  } catch (error) {
    if ((error as { code?: string }).code !== '53200') throw error;
    return null;
  }
  return performance.now() - began;
}

/** The highest number of sessions in the database until the end is asked for, this one left out. */
function watchConnections(url: string): () => Promise<number> {
  let most = 0;
  let running = true;
  const watching = (async () => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      while (running) {
        const { rows } = await client.query(
          'select count(*)::int - 1 as n from pg_stat_activity where datname = current_database()',
        );
        most = Math.max(most, rows[0].n);
        await delay(100);
      }
    } finally {
      await client.end();
    }
  })();
  return async () => {
    running = false;
    await watching;
    return most;
  };
}

/** As a table of Markdown. */
export function fleetTable(steps: readonly FleetStep[]): string {
  const one = (n: number): string => n.toFixed(2);
  const ms = (n: number | null): string => (n === null ? 'no room for locks' : `${Math.round(n)} ms`);
  const head = [
    ...[
      'vehicles',
      's each',
      'server CPU s each',
      'peak MiB',
      'connections',
      'relations',
      'catalogue MiB',
      'database MiB',
    ],
    ...['called again s', 'status s', 'plan of all', 'plan of one', 'telemetry_of', 'locks'],
  ];
  const rows = steps.map((s) => [
    ...[
      s.vehicles,
      one(s.secondsEach),
      one(s.serverEach),
      s.peakMiB ?? '',
      s.connections,
      s.relations,
      s.catalogueMiB,
    ],
    ...[
      s.databaseMiB,
      one(s.againSeconds),
      one(s.statusSeconds),
      ms(s.planAllMs),
      ms(s.planOneMs),
      ms(s.oneMs),
      s.locks,
    ],
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
