import type { Database } from 'better-sqlite3';
import pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { withTransaction } from '../target/connect.ts';
import { copyFrom, pieceBytes } from '../target/copy.ts';
import { copyWhole, wholeBytes } from '../target/copy-whole.ts';
import { type ChunkCounts, type ChunkRow, insertChunk, newChunk } from '../target/journal.ts';
import { transactionOf } from '../target/pipeline.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';
import { asideCause } from './adopted-causes.ts';
import {
  addExceptions,
  addRefused,
  type ExceptionLines,
  ledgerCopy,
  ledgerLines,
  noExceptions,
  writeExceptions,
} from './exceptions.ts';
import type { LoadColumn } from './fields.ts';
import { halved } from './halved.ts';
import { type Key, keyText } from './keys.ts';
import { type Block, readBlocks } from './reader.ts';
import { silently } from './silent.ts';

/** Exceptions are held in memory until their transaction: a chunk also ends when they are so long. */
const exceptionBytes = 8 * 1024 * 1024;

export interface ChunkSize {
  /** A chunk ends when so much text was sent. */
  bytes: number;
  /** Rows of one of its blocks at the most; null: what the plan says. */
  rowsPerBlock: number | null;
}

export interface ChunkInput {
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  table: PlanTable;
  encoding: TextEncoding;
  part: number;
  seq: number;
  after: Key | null;
  upTo: Key | null;
  /** Rows that the target has already, by `keyText`: a part of their own says what became of them. */
  skip: ReadonlySet<string>;
  size: ChunkSize;
  signal: AbortSignal;
  /** Called for each block on its way, with the rows read. */
  onRows(rows: number): void;
}

export interface ChunkResult extends ChunkCounts {
  /** Null when there was nothing left to load. */
  last: Key | null;
  /** True where the source is known to have nothing behind it. */
  ended: boolean;
}

/**
 * Loads one chunk: COPY, exceptions and the journal row in one transaction, so that after any crash the target says
 * what is done. When the server refuses a row, the chunk is done again with the refused rows singled out.
 */
export async function loadChunk(input: ChunkInput): Promise<ChunkResult> {
  const { client } = input;
  let reported = 0;
  const counting = {
    ...input,
    onRows: (n: number) => {
      reported += n;
      input.onRows(n);
    },
  };
  const { use } = input.table.adopted ?? { use: 'load' };
  if (use !== 'load') return withTransaction(client, () => setAside(input, use));
  try {
    return await copyChunk(counting);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    input.onRows(-reported);
    return await inSilence(input, () => bisectChunk(input));
  }
}

function inSilence<T>(input: ChunkInput, work: () => Promise<T>): Promise<T> {
  return withTransaction(input.client, () => silently(input, work));
}

/** Small chunks, which most are, cross in one round trip; of nothing the target hears nothing. */
async function copyChunk(input: ChunkInput): Promise<ChunkResult> {
  const account = newAccount();
  const blocks = blocksOf(input, account);
  const head: Buffer[] = [];
  let bytes = 0;
  let more = true;
  while (more && bytes < wholeBytes) {
    const next = blocks.next();
    more = !next.done;
    if (next.done) break;
    head.push(next.value);
    bytes += next.value.length;
  }
  const { result, exceptions } = account;
  if (result.last === null) return result;
  const { adopted, triggers } = input.table;
  if (!more && !adopted && !triggers && bytes <= pieceBytes && exceptions.bytes <= wholeBytes)
    return copyAtOnce(input, account, head);
  return inSilence(input, async () => {
    await copyFrom(input.client, copySql(input), both(head, blocks), input.signal);
    return finish(input, account);
  });
}

function* both(head: Buffer[], blocks: Iterable<Buffer>): Generator<Buffer> {
  for (let block = head.shift(); block; block = head.shift()) yield block;
  yield* blocks;
}

async function copyAtOnce(input: ChunkInput, account: Account, data: Buffer[]): Promise<ChunkResult> {
  const { client } = input;
  input.signal.throwIfAborted();
  const { result, row } = closed(input, account);
  const refused = [...ledgerLines(account.exceptions)];
  await transactionOf(client, [
    () => copyWhole(client, copySql(input), data),
    ...(refused.length > 0 ? [() => copyWhole(client, ledgerCopy, refused)] : []),
    newChunk(input.run, row),
  ]);
  return result;
}

interface Account {
  result: ChunkResult;
  exceptions: ExceptionLines;
  bytes: number;
}

function newAccount(): Account {
  return {
    result: { last: null, ended: false, read: 0, migrated: 0, repaired: 0, nulled: 0, quarantined: 0 },
    exceptions: noExceptions(),
    bytes: 0,
  };
}

function* blocksOf(input: ChunkInput, account: Account): Generator<Buffer> {
  for (const block of read(input)) {
    record(input, account, block);
    if (block.data.length > 0) yield block.data;
    if (account.bytes >= input.size.bytes || account.exceptions.bytes >= exceptionBytes) return;
  }
  account.result.ended = true;
}

function read(input: ChunkInput, single = false): Generator<Block> {
  return readBlocks(input.db, input.table, {
    columns: columnsOnTheWay(input.table),
    skip: input.skip,
    order: input.table.read,
    encoding: input.encoding,
    after: input.after,
    upTo: input.upTo,
    rowsPerBlock: single ? 1 : (input.size.rowsPerBlock ?? input.table.rowsPerBlock),
    single,
  });
}

function record(input: ChunkInput, account: Account, block: Block): void {
  for (const row of block.troubled) addExceptions(account.exceptions, input, row);
  account.result.last = block.last;
  account.result.read += block.read - block.skipped;
  account.result.migrated += block.lines;
  account.bytes += block.data.length;
  input.onRows(block.read);
}

async function finish(input: ChunkInput, account: Account): Promise<ChunkResult> {
  if (account.result.last === null) return account.result;
  const { result, row } = closed(input, account);
  await writeExceptions(input.client, account.exceptions, input.signal);
  await insertChunk(input.client, input.run, row);
  return result;
}

/** The account of a chunk that holds rows, and its line in the journal. */
function closed(
  { table, part, seq }: ChunkInput,
  { result, exceptions }: Account,
): { result: ChunkResult; row: ChunkRow } {
  const { last, ended, read, migrated } = result;
  const { repaired, nulled, quarantined } = exceptions;
  const counts = { read, migrated, repaired, nulled, quarantined };
  if (last === null || read !== migrated + quarantined) {
    throw new Error(`account of ${table.source} does not add up: ${JSON.stringify(counts)}`);
  }
  const row = { ...counts, table: table.source, part, seq, lastKey: keyText(last) };
  return { result: { ...counts, last, ended }, row };
}

/** The same chunk row by row in groups: a group that the server refuses is halved until single rows are known. */
async function bisectChunk(input: ChunkInput): Promise<ChunkResult> {
  const account = newAccount();
  const group: Block[] = [];
  let groupBytes = 0;
  let more = false;
  const flush = async (): Promise<void> => {
    await copyGroup(input, account, group);
    group.length = 0;
    groupBytes = 0;
  };
  for (const block of read(input, true)) {
    record(input, account, block);
    if (block.data.length > 0) group.push(block);
    groupBytes += block.data.length;
    if (group.length >= 1000 || groupBytes >= 4 * 1024 * 1024) await flush();
    more = account.bytes >= input.size.bytes / 4 || account.exceptions.bytes >= exceptionBytes;
    if (more) break;
  }
  account.result.ended = !more;
  await flush();
  return finish(input, account);
}

async function copyGroup(input: ChunkInput, account: Account, group: readonly Block[]): Promise<void> {
  const { client, signal } = input;
  const data = (blocks: readonly Block[]) => blocks.map((b) => b.data);
  const send = (blocks: readonly Block[]) => copyFrom(client, copySql(input), data(blocks), signal);
  await halved(client, group, send, (block, error) => refuse(input, account, block, error));
}

function refuse(input: ChunkInput, account: Account, block: Block, error: pg.DatabaseError): void {
  account.result.migrated -= 1;
  const row = { key: block.last, troubles: [], quarantined: true };
  addRefused(account.exceptions, input, row, `server.${error.code}`, error.message);
}

/** The COPY that takes the rows of a table. */
export function copySql({ schema, table }: Pick<ChunkInput, 'schema' | 'table'>): string {
  const columns = loadedColumns(table).map((c) => quoteIdent(c.target));
  return `copy ${qualified(schema, table.target)} (${columns.join(', ')}) from stdin`;
}

/** Every row of a table that has no place in the target, into the exceptions. */
async function setAside(input: ChunkInput, use: 'setAside' | 'bookkeeping'): Promise<ChunkResult> {
  const account = newAccount();
  const { code, reason } = asideCause(use);
  for (const block of read(input, true)) {
    const { exceptions, result } = account;
    addRefused(exceptions, input, { key: block.last, troubles: [], quarantined: true }, code, reason);
    result.last = block.last;
    result.read += block.read;
    input.onRows(block.read);
    if (exceptions.bytes >= exceptionBytes) break;
  }
  return finish(input, account);
}

/** Columns as they are read for the load: see `LoadColumn`. */
export function columnsOnTheWay(table: PlanTable): LoadColumn[] {
  const late = new Set(table.adopted?.late);
  const loaded = loadedColumns(table).map(
    (c): LoadColumn => (late.has(c.target) ? { ...c, role: 'late' } : c),
  );
  const nowhere = table.adopted?.nowhere ?? [];
  return [...loaded, ...nowhere.map((c): LoadColumn => ({ ...c, role: 'noted' }))];
}

/** The server computes generated columns itself. */
export function loadedColumns(table: PlanTable): PlanTable['columns'] {
  return table.columns.filter((c) => c.generated === null);
}
