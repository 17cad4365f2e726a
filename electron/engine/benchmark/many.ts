import { constants, copyFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import type pg from 'pg';
import type { Load } from '../../../shared/model/index.ts';
import { rm } from '../system/files.ts';
import { helpingThread } from '../system/helping-thread.ts';
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
  device: number | null,
  seconds: number,
  signal: AbortSignal,
): Promise<Load> {
  try {
    await copyFile(snapshot, copy, constants.COPYFILE_FICLONE);
    const db = new Database(copy);
    db.pragma('journal_mode = wal');
    db.close();
    const common = { path: copy, seconds, device: device ?? 0 };
    const reading = Array.from({ length: clients }, (_, offset) =>
      inThread({ ...common, queries, offset }, signal),
    );
    const writing = device === null ? [] : [inThread({ ...common, queries: null, offset: 0 }, signal)];
    const [read, written] = await Promise.all([Promise.all(reading), Promise.all(writing)]);
    return loadOf(read.flat(), written.flat().length, seconds);
  } finally {
    for (const side of ['', '-wal', '-shm']) await rm(copy + side, { force: true });
  }
}

/** Milliseconds of what one thread did. A cancel ends the thread. */
async function inThread(data: SqliteClientData, signal: AbortSignal): Promise<number[]> {
  const { result, end } = helpingThread<number[]>(new URL('sqlite-client.ts', import.meta.url), data);
  const cancel = () => void end();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/**
 * Eight connections read while a ninth writes and takes every row back: nothing of it stays, not even an id. A commit
 * waits for the disk as it would for the application.
 * @param table the table of telemetry, with its schema.
 */
export async function postgresLoad(
  connections: pg.Client[],
  queries: Statement[],
  table: string,
  device: number | null,
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
        `insert into ${table} (id, timestamp, device_id, data_type, data_key, data_value)
         values (-2147483648, now() at time zone 'utc', $1, 'x', 'x', '1')`,
        [device],
      );
      // A transaction with an id of its own waits for the log at its end, as that of a kept row would.
      await writer.query('rollback to savepoint row; select txid_current(); commit');
    }
  };
  await Promise.all([...readers.map(read), ...(device === null ? [] : [write()])]);
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
