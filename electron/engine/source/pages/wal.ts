/** Pages that a write-ahead log holds, as they were after its last whole transaction. */
export interface LoggedPages {
  /** Where the content of a page begins in the log, by its number. */
  at: ReadonlyMap<number, number>;
  /** Pages that the database has after that transaction; null where the log holds none. */
  count: number | null;
}

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const headerBytes = 32;
const frameHeaderBytes = 24;
const bigEndianSums = 0x377f0683;
const littleEndianSums = 0x377f0682;

/**
 * Reads a log as SQLite does after a crash: frame after frame as long as salts and checksums hold, and of these the ones
 * up to the last that ends a transaction. What lies behind is of earlier transactions or of one being written.
 * @returns null for a log of another page size, which belongs to another file
 */
export function loggedPages(log: Buffer, pageSize: number): LoggedPages | null {
  const none: LoggedPages = { at: new Map(), count: null };
  if (log.length < headerBytes) return none;
  const magic = log.readUInt32BE(0);
  if (magic !== bigEndianSums && magic !== littleEndianSums) return none;
  const sums = new Sums(log, magic === littleEndianSums);
  sums.add(0, 24);
  if (!sums.equal(24)) return none;
  if (log.readUInt32BE(8) !== pageSize) return null;
  const salts = log.subarray(16, 24);
  const at = new Map<number, number>();
  let count: number | null = null;
  let open: [page: number, place: number][] = [];
  const frameBytes = frameHeaderBytes + pageSize;
  for (let frame = headerBytes; frame + frameBytes <= log.length; frame += frameBytes) {
    if (log.compare(salts, 0, 8, frame + 8, frame + 16) !== 0) break;
    sums.add(frame, 8);
    sums.add(frame + frameHeaderBytes, pageSize);
    if (!sums.equal(frame + 16)) break;
    open.push([log.readUInt32BE(frame), frame + frameHeaderBytes]);
    const size = log.readUInt32BE(frame + 4);
    if (size === 0) continue;
    for (const [page, place] of open) at.set(page, place);
    open = [];
    count = size;
  }
  return { at, count };
}

/** True while a log has not been begun anew: its salts are others then. */
export function sameGeneration(a: Buffer, b: Buffer): boolean {
  return a.compare(b, 0, Math.min(headerBytes, b.length), 0, Math.min(headerBytes, a.length)) === 0;
}

/** https://www.sqlite.org/fileformat2.html#wal_checksum_algorithm */
class Sums {
  readonly #view: DataView;
  readonly #little: boolean;
  #a = 0;
  #b = 0;

  constructor(log: Buffer, little: boolean) {
    this.#view = new DataView(log.buffer, log.byteOffset, log.byteLength);
    this.#little = little;
  }

  /** @param bytes a multiple of eight */
  add(from: number, bytes: number): void {
    let [a, b] = [this.#a, this.#b];
    for (let i = from; i < from + bytes; i += 8) {
      a = (a + this.#view.getInt32(i, this.#little) + b) | 0;
      b = (b + this.#view.getInt32(i + 4, this.#little) + a) | 0;
    }
    this.#a = a;
    this.#b = b;
  }

  /** They are kept the same way round on every machine. */
  equal(at: number): boolean {
    return this.#view.getInt32(at) === this.#a && this.#view.getInt32(at + 4) === this.#b;
  }
}
