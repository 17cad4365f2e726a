import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExceptionFacets, ExceptionFilter, ExceptionPage } from '../../../shared/contract.ts';
import type { ExceptionRecord } from '../../../shared/model/index.ts';
import { printOf } from './small-files.ts';

/** Where each line of an exceptions file is, and what people filter by. */
interface Index {
  /** Byte offset of each line; one more at the end. */
  offsets: number[];
  /** Values of each line, as places in the lists beside them. */
  tables: Column;
  actions: Column;
  codes: Column;
}

interface Column {
  values: string[];
  of: number[];
}

const noFilter: ExceptionFilter = { table: null, action: null, codes: null };

/**
 * The exceptions of runs, page by page: a file with 100,000 lines is read once, in small pieces that let other work
 * through, and afterwards a page costs no more than its own lines. Remembers the file that was asked for last.
 */
export class Exceptions {
  /** Null while there is no file: a run without exceptions so far. */
  #print: string | null = null;
  #index: Promise<Index> | null = null;
  #filtered: { index: Index; filter: string; lines: number[] } | null = null;

  async page(file: string, filter: ExceptionFilter, offset: number, limit: number): Promise<ExceptionPage> {
    const index = await this.#indexOf(file);
    const lines = this.#lines(index, filter);
    const wanted = lines.slice(offset, offset + limit);
    return { total: lines.length, offset, records: await readLines(file, index, wanted) };
  }

  /** One of the exceptions that fit the filter; null where there are not so many. */
  async one(file: string, filter: ExceptionFilter, index: number): Promise<ExceptionRecord | null> {
    return (await this.page(file, filter, index, 1)).records[0] ?? null;
  }

  /** Writes those that fit the filter into another file, to the byte and in the order in which they came. */
  async copy(file: string, filter: ExceptionFilter, to: string): Promise<void> {
    const index = await this.#indexOf(file);
    const lines = this.#lines(index, filter).toSorted((a, b) => a - b);
    await pipeline(Readable.from(rawLines(file, index, lines)), createWriteStream(to, { mode: 0o600 }));
  }

  /** How often there is what people filter by: each counted within what the other parts of the filter leave. */
  async facets(file: string, filter: ExceptionFilter = noFilter): Promise<ExceptionFacets> {
    const index = await this.#indexOf(file);
    const without = (part: keyof ExceptionFilter) => fitting(index, { ...filter, [part]: null });
    return {
      total: index.offsets.length - 1,
      tables: counted(index.tables, without('table')),
      actions: counted(index.actions, without('action')) as ExceptionFacets['actions'],
      codes: counted(index.codes, without('codes')),
    };
  }

  async count(file: string): Promise<number> {
    return (await this.#indexOf(file)).offsets.length - 1;
  }

  async #indexOf(file: string): Promise<Index> {
    const print = await printOf(file);
    if (this.#index && this.#print === print) return this.#index;
    this.#print = print;
    const index = print === null ? Promise.resolve(empty()) : scan(file);
    this.#index = index;
    // One that failed is tried again.
    index.catch(() => {
      if (this.#index === index) this.#index = null;
    });
    return index;
  }

  #lines(index: Index, filter: ExceptionFilter): number[] {
    const key = JSON.stringify({ ...noFilter, ...filter });
    if (this.#filtered?.index === index && this.#filtered.filter === key) return this.#filtered.lines;
    const wanted = fitting(index, filter);
    const isFirst = matcher(index.actions, ['quarantined']);
    const all = index.offsets.length - 1;
    const lines: number[] = [];
    // A row that is not there asks for more than a value in another spelling.
    for (const first of [true, false]) {
      for (let line = 0; line < all; line++) if (isFirst(line) === first && wanted(line)) lines.push(line);
    }
    this.#filtered = { index, filter: key, lines };
    return lines;
  }
}

function empty(): Index {
  const column = (): Column => ({ values: [], of: [] });
  return { offsets: [0], tables: column(), actions: column(), codes: column() };
}

async function scan(file: string): Promise<Index> {
  const index = empty();
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 64 * 1024 })) {
    const chunk = Buffer.concat([rest, piece as Buffer]);
    let from = 0;
    for (let end = chunk.indexOf(10, from); end >= 0; end = chunk.indexOf(10, from)) {
      if (end > from) {
        const record = JSON.parse(chunk.toString('utf8', from, end)) as ExceptionRecord;
        note(index.tables, record.table);
        note(index.actions, record.action);
        note(index.codes, record.code);
        at += end + 1 - from;
        index.offsets.push(at);
      } else {
        // Only at the very end: an export of nothing is one empty line.
        at += 1;
        index.offsets[index.offsets.length - 1] = at;
      }
      from = end + 1;
    }
    rest = chunk.subarray(from);
  }
  return index;
}

function note(column: Column, value: string): void {
  let place = column.values.indexOf(value);
  if (place < 0) place = column.values.push(value) - 1;
  column.of.push(place);
}

/** Tells whether a line fits the whole filter. */
function fitting({ tables, actions, codes }: Index, filter: ExceptionFilter): (line: number) => boolean {
  const matches = [
    matcher(tables, filter.table === null ? null : [filter.table]),
    matcher(actions, filter.action === null ? null : [filter.action]),
    matcher(codes, filter.codes),
  ];
  return (line) => matches.every((match) => match(line));
}

function matcher({ values, of }: Column, wanted: readonly string[] | null): (line: number) => boolean {
  if (wanted === null) return () => true;
  const places = new Set(wanted.map((value) => values.indexOf(value)));
  return (line) => places.has(of[line] as number);
}

function counted(
  { values, of }: Column,
  isWanted: (line: number) => boolean,
): { value: string; count: number }[] {
  const counts = values.map((value) => ({ value, count: 0 }));
  for (const [line, place] of of.entries()) {
    const each = counts[place];
    if (each && isWanted(line)) each.count += 1;
  }
  return counts.sort((a, b) => b.count - a.count);
}

async function readLines(file: string, index: Index, lines: readonly number[]): Promise<ExceptionRecord[]> {
  if (lines.length === 0) return [];
  const handle = await open(file, 'r');
  try {
    const records: ExceptionRecord[] = [];
    for (const line of lines) records.push(await readLine(handle, index, line));
    return records;
  } finally {
    await handle.close();
  }
}

async function* rawLines(file: string, index: Index, lines: readonly number[]): AsyncGenerator<Buffer> {
  if (lines.length === 0) return;
  const handle = await open(file, 'r');
  try {
    for (const line of lines) yield await readBytes(handle, index, line);
  } finally {
    await handle.close();
  }
}

async function readLine(handle: FileHandle, index: Index, line: number): Promise<ExceptionRecord> {
  return JSON.parse((await readBytes(handle, index, line)).toString('utf8')) as ExceptionRecord;
}

/** A line with its end. */
async function readBytes(handle: FileHandle, index: Index, line: number): Promise<Buffer> {
  const from = index.offsets[line] ?? 0;
  const length = (index.offsets[line + 1] ?? from) - from;
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer;
}
