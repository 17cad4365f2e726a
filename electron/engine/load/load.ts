import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { partStates } from '../target/journal.ts';
import { loadChunk } from './chunk.ts';
import { readKey } from './keys.ts';
import { type Part, partsOf } from './parts.ts';

export interface LoadInput {
  db: Database;
  /** One connection per stream of chunks. */
  clients: pg.Client[];
  run: string;
  schema: string;
  tables: { table: PlanTable; rows: number }[];
  encoding: TextEncoding;
  signal: AbortSignal;
  onRows(table: PlanTable, rows: number): void;
}

/**
 * Loads every table, each connection taking the next part when it is free. What the journal says is done is left out,
 * so that the same call also resumes a run.
 */
export async function loadTables(input: LoadInput): Promise<void> {
  const [first] = input.clients;
  if (!first) throw new Error('the load needs a connection');
  const done = new Map((await partStates(first, input.run)).map((s) => [`${s.part}:${s.table}`, s]));
  for (const state of done.values()) {
    const found = input.tables.find((t) => t.table.source === state.table);
    if (found) input.onRows(found.table, state.read);
  }
  const queue = partsOf(input.db, input.tables, input.clients.length);
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  const work = async (client: pg.Client): Promise<void> => {
    for (let part = queue.shift(); part; part = queue.shift()) {
      const state = done.get(`${part.part}:${part.table.source}`);
      await loadPart(
        { ...input, signal },
        client,
        part,
        state ? { seq: state.seq, last: state.lastKey } : null,
      );
    }
  };
  const results = await Promise.allSettled(
    input.clients.map((client) =>
      work(client).catch((error: unknown) => {
        // One stream that fails ends the others at their next block.
        stop.abort(error);
        throw error;
      }),
    ),
  );
  input.signal.throwIfAborted();
  const failed = results.find((r) => r.status === 'rejected');
  if (failed) throw stop.signal.reason ?? failed.reason;
}

async function loadPart(
  input: LoadInput,
  client: pg.Client,
  part: Part,
  state: { seq: number; last: string } | null,
): Promise<void> {
  let after = state ? readKey(state.last) : part.after;
  for (let seq = (state?.seq ?? 0) + 1; ; seq++) {
    input.signal.throwIfAborted();
    const chunk = await loadChunk({
      client,
      db: input.db,
      run: input.run,
      schema: input.schema,
      table: part.table,
      encoding: input.encoding,
      part: part.part,
      seq,
      after,
      upTo: part.upTo,
      signal: input.signal,
      onRows: (rows) => input.onRows(part.table, rows),
    });
    if (chunk.last === null) return;
    after = chunk.last;
  }
}
