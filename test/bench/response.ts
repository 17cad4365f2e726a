/**
 * How long people wait for the program to react, where the tests only say that it does: the figures of time of a quiet
 * computer. They are measured once; run the bench again where one is missed and the computer had other things to do.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { introspect } from '../../electron/engine/source/introspect.ts';
import { Exceptions } from '../../electron/hosts/shared/exceptions.ts';
import type { Stage } from '../../shared/model/index.ts';
import { cliUntil } from '../helpers/kill.ts';
import type { Bar } from './report.ts';
import { type BenchServer, query, withDatabase } from './server.ts';

/** @param source a sample that takes some seconds to load. */
export async function responses(server: BenchServer, work: string, source: string): Promise<Bar[]> {
  const bars: Bar[] = [];
  const add = (name: string, value: number, limit: number) =>
    bars.push({ name, value: Math.round(value * 1000) / 1000, limit, met: value <= limit });
  for (const stage of ['snapshot', 'audit', 'load', 'validate'] as const) {
    add(`seconds from Ctrl-C to the end, ${stage}`, await stopsAfter(server, work, source, stage), 2);
  }
  add('seconds from Ctrl-C to the end, a long index build', await stopsAfter(server, work, source, null), 2);
  add('seconds to read 300 tables', readsTables(300), 1);
  add('ms that 100,000 exceptions hold others up (p99)', await holdsUp(work, 100_000), 100);
  return bars;
}

/** @param stage null: in an index build that takes long. */
async function stopsAfter(
  server: BenchServer,
  work: string,
  source: string,
  stage: Stage | null,
): Promise<number> {
  return withDatabase(server, async (url) => {
    if (stage === null) await query(url, slowIndexes);
    const env = { AUTOCORE_MIGRATE_HOME: join(work, `stop-${stage ?? 'index'}`) };
    const args = ['migrate', '--source', source, '--target', url, '--yes', '--json'];
    const moment = stage === null ? { stage: 'indexes', after: 500 } : { stage, done: 1 };
    const stopped = await cliUntil(args, { ...(moment as { stage: Stage }), signal: 'SIGINT' }, { env });
    if (!stopped.hit || stopped.code !== 6) throw new Error(`not stopped in ${stage}: ${stopped.stderr}`);
    return stopped.took / 1000;
  });
}

const slowIndexes = `
  create schema trap;
  create function trap.slow() returns event_trigger language plpgsql as $$ begin perform pg_sleep(600); end $$;
  create event trigger slow on ddl_command_start when tag in ('CREATE INDEX') execute function trap.slow()`;

function readsTables(n: number): number {
  const db = new Database(':memory:');
  const columns = Array.from({ length: 20 }, (_, c) => `c${c} varchar(50) not null default 'x'`).join(', ');
  for (let i = 0; i < n; i++) {
    db.exec(`create table "t ${i}"(id integer primary key, ${columns}, check (c1 in ('a', 'b')), unique (c3, c4));
      create index "i ${i}" on "t ${i}"(c5 desc, lower(c6)) where c7 is not null`);
  }
  const began = performance.now();
  introspect(db);
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return seconds;
}

async function holdsUp(work: string, lines: number): Promise<number> {
  const file = join(work, 'exceptions.ndjson');
  const line = (id: number) =>
    JSON.stringify({
      ...{ table: 'telemetry_data', key: { id }, column: 'text', action: 'repaired', code: `c${id % 4}` },
      ...{ reason: 'r', row: { id, text: 'é\n"x"'.repeat(id % 7) } },
    });
  writeFileSync(file, `${Array.from({ length: lines }, (_, id) => line(id)).join('\n')}\n`);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await new Exceptions().page(file, { table: null, action: null, codes: null }, lines - 500, 100);
  delay.disable();
  return delay.percentile(99) / 1e6;
}
