const newline = 10;
const tab = 9;
const nothing = Buffer.alloc(0);

/** Cuts a stream of buffers so that each one ends at the end of a line. A line longer than a buffer is put together once. */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    const before = rest;
    rest = end < chunk.length ? [chunk.subarray(end)] : [];
    yield joined(before, chunk.subarray(0, end));
  }
  if (rest.length > 0) throw new Error('the stream of rows ended inside a line');
}

/** Leaves none of the pieces behind: a very long line would be there twice for as long as it is looked at. */
function joined(pieces: Buffer[], last: Buffer): Buffer {
  return pieces.length > 0 ? Buffer.concat([...pieces.splice(0), last]) : last;
}

/** The same for blocks that already hold whole lines; empty ones are passed over. Each is empty when the next is made. */
export async function* fromBlocks(blocks: Iterable<{ data: Buffer }>): AsyncGenerator<Buffer> {
  for (const block of blocks) {
    if (block.data.length > 0) yield block.data;
    block.data = nothing;
  }
}

/** The lines of one of these buffers, each with its newline. */
export function* linesIn(buffer: Buffer): Generator<Buffer> {
  for (let at = 0; at < buffer.length; ) {
    const end = buffer.indexOf(newline, at) + 1;
    yield buffer.subarray(at, end);
    at = end;
  }
}

/** The same lines but some. */
export async function* linesBut(
  buffers: AsyncIterable<Buffer>,
  isOut: (line: Buffer) => boolean,
): AsyncGenerator<Buffer> {
  for await (const buffer of buffers) {
    const kept = [...linesIn(buffer)].filter((line) => !isOut(line));
    if (kept.length > 0) yield kept.length === 1 ? (kept[0] as Buffer) : Buffer.concat(kept);
  }
}

/** A place in a stream of whole lines. */
export class LineCursor {
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = nothing;
  #at = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes that can be looked at without waiting; fetches more when there are none. False at the end. */
  async fill(): Promise<boolean> {
    while (this.#at === this.#buffer.length) {
      // What was looked at need not be there beside what comes.
      this.#buffer = nothing;
      this.#at = 0;
      const next = await this.#source.next();
      if (next.done) return false;
      this.#buffer = next.value;
    }
    return true;
  }

  /** What is left of the current buffer: whole lines. */
  get rest(): Buffer {
    return this.#buffer.subarray(this.#at);
  }

  advance(bytes: number): void {
    this.#at += bytes;
  }

  /** The current line with its newline. */
  line(): Buffer {
    const end = this.#buffer.indexOf(newline, this.#at);
    return this.#buffer.subarray(this.#at, end + 1);
  }

  /** Ends the stream behind the cursor early. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/** How many lines end in there. */
export function countLines(lines: Buffer): number {
  let n = 0;
  for (let at = lines.indexOf(newline); at !== -1; at = lines.indexOf(newline, at + 1)) n++;
  return n;
}

const nearby = 256;

/** Bytes, up to the last whole line, in which two buffers of whole lines agree from their start. */
export function commonLines(a: Buffer, b: Buffer): number {
  const n = Math.min(a.length, b.length);
  if (a.compare(b, 0, n, 0, n) === 0) return n;
  let low = 0;
  let high = nearby;
  // Where many rows differ the next one that does is near.
  for (; high < n && a.compare(b, low, high, low, high) === 0; high *= 4) low = high;
  if (high > n) high = n;
  // The first `low` bytes agree, the first `high` do not.
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (a.compare(b, low, middle, low, middle) === 0) low = middle;
    else high = middle;
  }
  return low === 0 ? 0 : a.lastIndexOf(newline, low - 1) + 1;
}

/** Fields of a line as COPY writes them, escapes and all. */
export function fieldsOf(line: Buffer): string[] {
  return line
    .subarray(0, line.length - 1)
    .toString('utf8')
    .split('\t');
}

/** One of them, without taking the others apart. */
export function fieldAt(line: Buffer, place: number): string {
  let at = 0;
  for (let before = place; before > 0; before--) at = line.indexOf(tab, at) + 1;
  const end = line.indexOf(tab, at);
  return line.toString('utf8', at, end === -1 ? line.length - 1 : end);
}
