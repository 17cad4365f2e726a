import { closeSync, fstatSync, openSync } from 'node:fs';
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
  isLeaf: boolean;
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
    const size = this.#header.readUInt16BE(16);
    this.pageSize = size === 1 ? 65536 : size;
    this.#usable = this.pageSize - (this.#header[20] as number);
    this.count = Math.floor(fstatSync(this.#file).size / this.pageSize);
  }

  close(): void {
    closeSync(this.#file);
  }

  /**
   * All pages of the tree at this root, in key order. The leaves are told from their parents: that every leaf is as deep
   * as the first is what a tree is, and only the first is looked at.
   */
  *tree(root: number): Generator<TreePage> {
    let depth = 0;
    let table = false;
    for (let number = root; ; depth++) {
      const page = this.page(number);
      const kind = page[start(number)];
      table = kind === kinds.innerTable || kind === kinds.leafTable;
      if (kind === kinds.leafTable || kind === kinds.leafIndex) break;
      if (kind !== kinds.innerTable && kind !== kinds.innerIndex)
        throw new Doubt(`page ${number} is in no tree`);
      if (depth > 20) throw new Doubt('a tree has no end');
      number = this.#children(number, page)[0]?.page ?? 0;
    }
    yield* this.#below(root, depth, table ? everyRow : null);
  }

  *#below(number: number, depth: number, rows: RowRange | null): Generator<TreePage> {
    yield { number, isLeaf: depth === 0, rows };
    if (depth === 0) return;
    const page = this.page(number);
    const kind = page[start(number)];
    if (kind !== (rows === null ? kinds.innerIndex : kinds.innerTable))
      throw new Doubt(`page ${number} is no inner page`);
    let from = rows?.from ?? 0n;
    for (const child of this.#children(number, page)) {
      const to = child.key ?? rows?.to ?? 0n;
      yield* this.#below(child.page, depth - 1, rows && { from, to });
      from = to + 1n;
    }
  }

  #children(number: number, page: Buffer): { page: number; key: bigint | null }[] {
    const at = start(number);
    const isTable = page[at] === kinds.innerTable;
    const children = cellsOf(page, number, 12).map((cell) => ({
      page: page.readUInt32BE(cell),
      key: isTable ? readVarint(page, cell + 4).value : null,
    }));
    return [...children, { page: page.readUInt32BE(at + 8), key: null }];
  }

  /** Pages on which what does not fit into a page of a tree goes on. */
  *overflow({ number, isLeaf, rows }: TreePage): Generator<number> {
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
