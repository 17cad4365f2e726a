import type { ColumnProfile } from '../../../shared/model/index.ts';
import { noFacts } from './facts.ts';
import { spelledNumber, type TimeKind } from './look.ts';
import { timeKey } from './scan-time.ts';

const quote = 34;
const backslash = 92;
const comma = 44;
const closing = 93;
const minus = 45;
const letterN = 110;
/** Up to so many digits an integer is exact as a JavaScript number. */
const exactDigits = 15;

/** 0 for bytes of a JSON text that need no attention, 1 for its end and escapes, 2 and 3 for bytes of longer characters. */
const attention = Uint8Array.from({ length: 256 }, (_, b) => {
  if (b === quote || b === backslash || b < 32) return 1;
  return b < 0x80 ? 0 : b >= 0xc0 ? 2 : 3;
});

/**
 * Gathers the facts about one column from the JSON text of rows: what lookCloser (look.ts) would say. `odd` is set by
 * anything that needs SQLite's own judgement: reals, bytes, long values, NUL, times of another spelling; the facts
 * then count for nothing.
 */
export class ColumnScan {
  odd = false;
  #nulls = 0;
  #integers = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #notBoolean = 0;
  #texts = 0;
  #maxChars = 0;
  #maxBytes = 0;
  #escapes = 0;
  #nonAscii = 0;
  #empty = 0;
  readonly #time: TimeKind | null;
  readonly #low = new Extreme(-1);
  readonly #high = new Extreme(1);
  #zeros = 0;

  constructor(time: TimeKind | null) {
    this.#time = time;
  }

  /** Reads the value that begins at `at`; returns the place behind it. */
  value(json: Buffer, at: number): number {
    const first = json[at] as number;
    if (first === quote) return this.#text(json, at + 1);
    if (first === letterN) {
      this.#nulls++;
      return at + 4;
    }
    return this.#number(json, at);
  }

  /** To be called when the bytes of a block are done with, before they are gone. */
  endBlock(json: Buffer): void {
    this.#low.keep(json);
    this.#high.keep(json);
  }

  /** True when a text held a character beyond ASCII. */
  get hasNonAscii(): boolean {
    return this.#nonAscii > 0;
  }

  facts(): ColumnProfile {
    const facts = noFacts(this.#time !== null);
    facts.nulls = this.#nulls;
    facts.integers = this.#integers;
    facts.minInteger = this.#integers > 0 ? String(this.#min) : null;
    facts.maxInteger = this.#integers > 0 ? String(this.#max) : null;
    facts.notBoolean = this.#notBoolean;
    facts.texts = this.#texts;
    facts.maxChars = Math.max(this.#maxChars, this.#integers > 0 ? spelledNumber : 0);
    facts.maxBytes = this.#maxBytes;
    facts.escapes = this.#escapes;
    facts.nonAscii = this.#nonAscii;
    facts.emptyTexts = this.#empty;
    if (facts.time) {
      facts.time.plain = this.#texts;
      facts.time.trailingZeros = this.#zeros;
      facts.time.min = this.#low.text;
      facts.time.max = this.#high.text;
    }
    return facts;
  }

  #number(json: Buffer, start: number): number {
    let at = start;
    const negative = json[at] === minus;
    if (negative) at++;
    const digits = at;
    let value = 0;
    let byte = json[at] as number;
    for (; byte >= 48 && byte <= 57; byte = json[++at] as number) value = value * 10 + byte - 48;
    if (byte !== comma && byte !== closing) {
      this.odd = true;
      while (byte !== comma && byte !== closing) byte = json[++at] as number;
      return at;
    }
    if (at - digits > exactDigits) this.odd = true;
    if (negative) value = -value;
    this.#integers++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value !== 0 && value !== 1) this.#notBoolean++;
    return at;
  }

  #text(json: Buffer, start: number): number {
    let at = start;
    /** Bytes that the text has less than its JSON, and characters less than bytes. */
    let longer = 0;
    let continued = 0;
    let hasEscape = false;
    let isAscii = true;
    for (;;) {
      const kind = attention[json[at] as number];
      if (kind === 0) {
        at++;
      } else if (kind === 1) {
        const byte = json[at];
        if (byte === quote) break;
        if (byte !== backslash) throw new Error('SQLite has printed something that is no JSON');
        const letter = json[at + 1];
        if (letter === 117) {
          const code = Number.parseInt(json.toString('latin1', at + 2, at + 6), 16);
          if (code === 0) this.odd = true;
          if (code === 11) hasEscape = true;
          longer += 5;
          at += 6;
        } else {
          // Of the short escapes the quotation mark alone is nothing special to COPY.
          if (letter !== quote) hasEscape = true;
          longer++;
          at += 2;
        }
      } else if (kind === 2) {
        isAscii = false;
        at++;
      } else if (kind === 3) {
        isAscii = false;
        continued++;
        at++;
      } else {
        throw new Error('SQLite has printed half a JSON text');
      }
    }
    const bytes = at - start - longer;
    this.#texts++;
    if (bytes === 0) this.#empty++;
    if (bytes > this.#maxBytes) this.#maxBytes = bytes;
    if (bytes - continued > this.#maxChars) this.#maxChars = bytes - continued;
    if (hasEscape) this.#escapes++;
    if (!isAscii) this.#nonAscii++;
    if (this.#time !== null) this.#moment(json, start, at);
    return at + 1;
  }

  #moment(json: Buffer, start: number, end: number): void {
    const key = timeKey(this.#time as TimeKind, json, start, end);
    if (key < 0) {
      this.odd = true;
      return;
    }
    this.#low.offer(key, json, start, end);
    this.#high.offer(key, json, start, end);
    const stem = this.#time === 'timestamp' ? 19 : 8;
    if (this.#time !== 'date' && end - start > stem && json[end - 1] === 48) this.#zeros++;
  }
}

/** The first (`sign` -1) or last (1) plain time of a column. Texts are made at the end of a block only. */
class Extreme {
  text: string | null = null;
  readonly #sign: number;
  #key = Number.NaN;
  #start = -1;
  #end = -1;

  constructor(sign: number) {
    this.#sign = sign;
  }

  offer(key: number, json: Buffer, start: number, end: number): void {
    if (this.#start >= 0) {
      if ((key - this.#key) * this.#sign < 0) return;
      if (key === this.#key && compare(json, start, end, this.#start, this.#end) * this.#sign <= 0) return;
    }
    this.#key = key;
    this.#start = start;
    this.#end = end;
  }

  keep(json: Buffer): void {
    if (this.#start < 0) return;
    const text = json.toString('latin1', this.#start, this.#end);
    if (this.text === null || (this.#sign < 0 ? text < this.text : text > this.text)) this.text = text;
    this.#start = -1;
  }
}

/** Order of two pieces of the same bytes; a call to Buffer's own costs more than these few bytes. */
function compare(bytes: Buffer, start: number, end: number, otherStart: number, otherEnd: number): number {
  const shared = Math.min(end - start, otherEnd - otherStart);
  for (let i = 0; i < shared; i++) {
    const difference = (bytes[start + i] as number) - (bytes[otherStart + i] as number);
    if (difference !== 0) return difference;
  }
  return end - start - (otherEnd - otherStart);
}

/** Reads a block of rows, each a JSON array with a newline between them. */
export function scanRows(json: Buffer, columns: ColumnScan[]): number {
  let rows = 0;
  for (let at = 0; at < json.length; at++) {
    for (const column of columns) at = column.value(json, at + 1);
    if (json[at] !== closing) throw new Error('SQLite has printed a row of another shape');
    at++;
    rows++;
  }
  for (const column of columns) column.endBlock(json);
  return rows;
}
