import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { type ChunkCounts, type Loaded, newParts } from '../target/journal.ts';
import { together } from '../target/together.ts';
import { type ChunkSize, loadChunk } from './chunk.ts';
import { readKey } from './keys.ts';
import { type Part, partRow, partsOf, readPart } from './parts.ts';

export interface LoadSizes extends ChunkSize {
  /** A table of fewer rows is not worth a second connection. */
  splitRows: number;
}

export interface LoadInput {
  db: Database;
  /** One connection per stream of chunks. */
  clients: pg.Client[];
  run: string;
  schema: string;
  tables: { table: PlanTable; rows: number }[];
  /** What the journal says is done. */
  loaded: Loaded;
  encoding: TextEncoding;
  sizes: LoadSizes;
  /** Rows that the target has already, by source table. */
  skip?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Before and after the tables of a wave (see `AdoptedTable.wave`). */
  beforeWave?(tables: PlanTable[]): Promise<void>;
  afterWave?(tables: PlanTable[]): Promise<void>;
  signal: AbortSignal;
  /** Ends what the other connections are doing. */
  stop(reason: unknown): void;
  /** Rows that are on their way; negative when they have to be sent again. */
  onRows(table: PlanTable, rows: number): void;
  /** A chunk is committed. */
  onChunk(table: PlanTable, counts: ChunkCounts): void;
}

/**
 * Loads every table, each connection taking the next part when it is free. What is loaded already is left out,
 * so that the same call also resumes a run. When one connection fails all stop, and the first error is thrown.
 */
export async function loadTables(input: LoadInput): Promise<void> {
  const [first] = input.clients;
  if (!first) throw new Error('the load needs a connection');
  const { states, parts: known } = input.loaded;
  const done = new Map(states.map((s) => [`${s.part}:${s.table}`, s]));
  for (const state of done.values()) {
    const found = input.tables.find((t) => t.table.source === state.table);
    if (found) input.onRows(found.table, state.read);
  }
  const { splitRows } = input.sizes;
  const plans = input.tables.map((t) => t.table);
  let rows = known;
  if (rows.length === 0) {
    rows = partsOf(input.db, input.tables, input.clients.length, splitRows).map(partRow);
    await first.query(newParts(input.run, rows));
  }
  const parts = rows.map((row) => readPart(row, plans));
  let queue: Part[] = [];
  const work = async (client: pg.Client): Promise<void> => {
    for (let part = queue.shift(); part; part = queue.shift()) {
      const state = done.get(`${part.part}:${part.table.source}`);
      await loadPart(input, client, part, state ? { seq: state.seq, last: state.lastKey } : null);
    }
  };
  const waves = Map.groupBy(plans, (table) => table.adopted?.wave ?? -1);
  for (const wave of [...waves.keys()].sort((a, b) => a - b)) {
    const tables = waves.get(wave) ?? [];
    await input.beforeWave?.(tables);
    queue = parts.filter((part) => tables.includes(part.table));
    await together(input.clients, work, input.stop);
    await input.afterWave?.(tables);
  }
}

const none: ReadonlySet<string> = new Set();

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
      skip: input.skip?.get(part.table.source) ?? none,
      size: input.sizes,
      signal: input.signal,
      onRows: (rows) => input.onRows(part.table, rows),
    });
    if (chunk.last === null) return;
    input.onChunk(part.table, chunk);
    if (chunk.ended) return;
    after = chunk.last;
  }
}
