import { closeSync, fstatSync, openSync } from 'node:fs';
import { pageSizeIn } from '../header.ts';
import { readWhole } from './read.ts';

/** A file is not what its format says, or something that this does not know: nothing can be told of its pages. */
export class Doubt extends Error {}

/** https://www.sqlite.org/fileformat2.html#b_tree_pages */
const kinds = { innerIndex: 2, innerTable: 5, leafIndex: 10, leafTable: 13 } as const;

/** Rowids that a leaf may hold, both ends included. */
export interface RowRange {
  from: bigint;
  to: bigint;
}

export const everyRow: RowRange = { from: -(2n ** 63n), to: 2n ** 63n - 1n };

/** A page of a tree with what is needed to go on from it. */
export interface TreePage {
  number: number;
  /** How many levels of pages are below it; 0 for a leaf. */
  height: number;
  /** Of a table by rowid; null for indexes, whose inner pages hold rows as well. */
  rows: RowRange | null;
}

/** A database as one plain file that nobody writes to, page by page. */
export class PageFile {
  readonly pageSize: number;
  readonly count: number;
  readonly #file: number;
  readonly #usable: number;
  readonly #header: Buffer;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.#header = Buffer.alloc(100);
    readWhole(this.#file, this.#header, 100, 0);
    this.pageSize = pageSizeIn(this.#header);
    this.#usable = this.pageSize - (this.#header[20] as number);
    this.count = Math.floor(fstatSync(this.#file).size / this.pageSize);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The page at the root of a tree. That every leaf is as deep as the first is what a tree is: only the first is looked at. */
  root(number: number): TreePage {
    let at = number;
    for (let height = 0; height <= 20; height++) {
      const page = this.page(at);
      const kind = page[start(at)];
      const isTable = kind === kinds.leafTable;
      if (isTable || kind === kinds.leafIndex) return { number, height, rows: isTable ? everyRow : null };
      if (kind !== kinds.innerTable && kind !== kinds.innerIndex) throw new Doubt(`page ${at} is in no tree`);
      at = page.readUInt32BE(cellsOf(page, at, 12)[0] ?? start(at) + 8);
    }
    throw new Doubt('a tree has no end');
  }

  /** What a page that is no leaf leads to, in key order; each comes with its rows where they are asked for. */
  children({ number, height, rows }: TreePage): {
    count: number;
    page(i: number): number;
    child(i: number): TreePage;
  } {
    const page = this.page(number);
    const at = start(number);
    if (page[at] !== (rows === null ? kinds.innerIndex : kinds.innerTable))
      throw new Doubt(`page ${number} is no inner page`);
    const cells = cellsOf(page, number, 12);
    const pageAt = (i: number): number => page.readUInt32BE(cells[i] ?? at + 8);
    const keyAt = (i: number): bigint => readVarint(page, (cells[i] as number) + 4).value;
    return {
      count: cells.length + 1,
      page: pageAt,
      child: (i) => ({
        number: pageAt(i),
        height: height - 1,
        rows: rows && {
          from: i === 0 ? rows.from : keyAt(i - 1) + 1n,
          to: i === cells.length ? rows.to : keyAt(i),
        },
      }),
    };
  }

  /** Pages on which what does not fit into a page of a tree goes on. */
  *overflow({ number, height, rows }: TreePage): Generator<number> {
    const isLeaf = height === 0;
    // Inner pages of a table hold nothing but keys.
    if (!isLeaf && rows !== null) return;
    const page = this.page(number);
    const kind = page[start(number)];
    if (kind !== (rows === null ? (isLeaf ? kinds.leafIndex : kinds.innerIndex) : kinds.leafTable))
      throw new Doubt(`page ${number} is no leaf`);
    for (const cell of cellsOf(page, number, isLeaf ? 8 : 12)) {
      const payload = readVarint(page, cell + (isLeaf ? 0 : 4));
      const bytes = Number(payload.value);
      const begins = rows === null ? payload.end : readVarint(page, payload.end).end;
      const local = this.#local(bytes, rows !== null);
      if (local < bytes) yield* this.#chain(page.readUInt32BE(begins + local), bytes - local);
    }
  }

  *#chain(first: number, bytes: number): Generator<number> {
    let number = first;
    for (let left = bytes; left > 0; left -= this.#usable - 4) {
      yield number;
      number = this.page(number).readUInt32BE(0);
    }
  }

  /** Bytes of a payload that lie on the page itself. */
  #local(bytes: number, isTable: boolean): number {
    const usable = this.#usable;
    const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (bytes <= most) return bytes;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const fitting = least + ((bytes - least) % (usable - 4));
    return fitting <= most ? fitting : least;
  }

  /** Pages without content, and those that list them. */
  *free(): Generator<number> {
    let trunk = this.#header.readUInt32BE(32);
    for (let seen = 0; trunk !== 0; seen++) {
      if (seen > this.count) throw new Doubt('the list of free pages has no end');
      yield trunk;
      const page = this.page(trunk);
      const leaves = page.readUInt32BE(4);
      for (let i = 0; i < leaves; i++) yield page.readUInt32BE(8 + 4 * i);
      trunk = page.readUInt32BE(0);
    }
  }

  /** True for pages that hold no content by their place: of locks, and of what `auto_vacuum` keeps. */
  isSystem(number: number): boolean {
    const lockPage = 0x40000000 / this.pageSize + 1;
    if (number === lockPage) return true;
    // https://www.sqlite.org/fileformat2.html#pointer_map_or_ptrmap_pages
    if (this.#header.readUInt32BE(52) === 0 || number < 2) return false;
    const every = Math.floor(this.#usable / 5) + 1;
    const map = Math.floor((number - 2) / every) * every + 2;
    return number === (map === lockPage ? map + 1 : map);
  }

  /** A buffer of its own. */
  page(number: number): Buffer {
    if (number < 1 || number > this.count) throw new Doubt(`there is no page ${number}`);
    const page = Buffer.allocUnsafe(this.pageSize);
    readWhole(this.#file, page, this.pageSize, (number - 1) * this.pageSize);
    return page;
  }
}

/** The first page begins with the header of the file. */
function start(number: number): number {
  return number === 1 ? 100 : 0;
}

function cellsOf(page: Buffer, number: number, header: number): number[] {
  const at = start(number);
  const cells = page.readUInt16BE(at + 3);
  return Array.from({ length: cells }, (_, i) => page.readUInt16BE(at + header + 2 * i));
}

/** https://www.sqlite.org/fileformat2.html#varint */
function readVarint(page: Buffer, at: number): { value: bigint; end: number } {
  let small = 0;
  for (let i = 0; i < 6; i++) {
    const byte = page.readUInt8(at + i);
    small = small * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value: BigInt(small), end: at + i + 1 };
  }
  let value = BigInt(small);
  for (let i = 6; i < 9; i++) {
    const byte = page.readUInt8(at + i);
    if (i === 8) return { value: BigInt.asIntN(64, (value << 8n) | BigInt(byte)), end: at + 9 };
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  throw new Doubt('a number has no end');
}
