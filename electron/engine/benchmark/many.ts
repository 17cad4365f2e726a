import { constants, copyFile, rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type pg from 'pg';
import type { Load } from '../../../shared/model/index.ts';
import type { SqliteClientData } from './sqlite-client.ts';
import { percentile, round } from './statistics.ts';

export interface Statement {
  text: string;
  values: (string | number)[];
}

export const clients = 8;

/**
 * Eight threads read a copy of the snapshot while a ninth writes to it. The copy is in WAL mode, where readers do not
 * wait for the writer: SQLite at its best.
 */
export async function sqliteLoad(
  snapshot: string,
  copy: string,
  queries: Statement[],
  device: number,
  seconds: number,
): Promise<Load> {
  try {
    await copyFile(snapshot, copy, constants.COPYFILE_FICLONE);
    const db = new Database(copy);
    db.pragma('journal_mode = wal');
    db.close();
    const start = (given: SqliteClientData) => inThread(given);
    const reading = Array.from({ length: clients }, (_, offset) =>
      start({ path: copy, queries, seconds, device, offset }),
    );
    const writing = start({ path: copy, queries: null, seconds, device, offset: 0 });
    return loadOf((await Promise.all(reading)).flat(), (await writing).length, seconds);
  } finally {
    for (const side of ['', '-wal', '-shm']) await rm(copy + side, { force: true });
  }
}

function inThread(data: SqliteClientData): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('sqlite-client.ts', import.meta.url), { workerData: data });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/**
 * Eight connections read while a ninth writes and takes every row back: nothing of it stays, not even an id. A commit
 * waits for the disk as it would for the application.
 */
export async function postgresLoad(
  connections: pg.Client[],
  queries: Statement[],
  device: number,
  seconds: number,
  signal: AbortSignal,
): Promise<Load> {
  const [writer, ...readers] = connections as [pg.Client, ...pg.Client[]];
  const until = performance.now() + seconds * 1000;
  const samples: number[] = [];
  const going = () => {
    signal.throwIfAborted();
    return performance.now() < until;
  };
  const read = async (client: pg.Client, offset: number): Promise<void> => {
    for (let i = offset; going(); i++) {
      const began = performance.now();
      await client.query(named(queries, i % queries.length));
      samples.push(performance.now() - began);
    }
  };
  let writes = 0;
  const write = async (): Promise<void> => {
    for (; going(); writes++) {
      await writer.query('begin; savepoint row');
      await writer.query(
        `insert into telemetry_data (id, timestamp, device_id, data_type, data_key, data_value)
         values (-2147483648, now() at time zone 'utc', $1, 'x', 'x', '1')`,
        [device],
      );
      // A transaction with an id of its own waits for the log at its end, as that of a kept row would.
      await writer.query('rollback to savepoint row; select txid_current(); commit');
    }
  };
  await Promise.all([...readers.map(read), write()]);
  return loadOf(samples, writes, seconds);
}

/** Prepared once a connection, as the application's driver and SQLite's statements are. */
export function named(
  queries: Statement[],
  index: number,
): { name: string; text: string; values: (string | number)[] } {
  const query = queries[index] as Statement;
  return { name: `bench_${index}`, ...query };
}

function loadOf(samples: number[], writes: number, seconds: number): Load {
  return {
    queriesPerSecond: round(samples.length / seconds),
    writesPerSecond: round(writes / seconds),
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
  };
}
