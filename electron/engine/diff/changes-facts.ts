import type { ColumnProfile, PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { mergeFacts, noFacts } from '../audit/facts.ts';
import { spelledBytes, spelledNumber } from '../audit/look.ts';
import { copyField } from '../convert/copytext.ts';
import { conversions } from '../convert/index.ts';
import { BadText, type SqlValue } from '../convert/values.ts';
import type { Row } from '../load/row-reader.ts';

/** Beyond it a REAL is told from an INTEGER by its exponent: see `lookCloser`. */
const mostWhole = 9e15;

/** What is known of rows that came after the audit, column by column. */
export class NewFacts {
  readonly #columns: readonly { column: PlanColumn; facts: Gathered }[];

  constructor({ columns }: PlanTable) {
    this.#columns = columns.map((column) => ({ column, facts: new Gathered(column) }));
  }

  add(values: Row): void {
    for (const { column, facts } of this.#columns) facts.add(values[column.source] ?? null);
  }

  /**
   * The facts of the columns with those of the new rows. They only ever grow: a value that is gone leaves them more
   * careful than they need be, which is never wrong.
   */
  learn(): void {
    for (const { column, facts } of this.#columns) {
      const merged = mergeFacts(column.facts, facts.profile());
      // The months were counted for the partitions, which are made.
      if (merged.time && column.facts.time) merged.time.months = column.facts.time.months;
      column.facts = merged;
    }
  }
}

/** The facts of one column, value by value: an object for each value would cost more than the value. */
class Gathered {
  readonly #facts: ColumnProfile;
  readonly #encode: (value: string) => unknown;
  #least: bigint | null = null;
  #most: bigint | null = null;

  constructor({ facts, conversion }: PlanColumn) {
    this.#facts = noFacts(facts.time !== null);
    const kind = conversion === 'date' || conversion === 'time' ? conversion : 'timestamp';
    this.#encode = (value) => conversions[kind].encode(value);
  }

  profile(): ColumnProfile {
    const text = (value: bigint | null) => value?.toString() ?? null;
    const { maxChars, maxBytes, nul, badUtf8 } = this.#facts;
    return {
      ...this.#facts,
      // As the audit has it: where characters cannot be counted the bytes are the safe bound.
      maxChars: nul + badUtf8 > 0 ? Math.max(maxBytes, maxChars) : maxChars,
      minInteger: text(this.#least),
      maxInteger: text(this.#most),
    };
  }

  add(value: SqlValue): void {
    const facts = this.#facts;
    if (value === null) facts.nulls++;
    else if (typeof value === 'bigint') this.#addInteger(value);
    else if (typeof value === 'number') {
      facts.reals++;
      this.#longest(spelledNumber, 0);
      if (!Number.isFinite(value)) facts.infinities++;
      else if (Math.abs(value) < mostWhole && Number.isInteger(value)) facts.wholeReals++;
    } else if (typeof value === 'string') this.#addText(value);
    else if (value instanceof BadText) {
      facts.texts++;
      facts.badUtf8++;
      facts.escapes++;
      this.#longest(0, value.bytes.length);
    } else {
      facts.blobs++;
      this.#longest(spelledBytes(value.length), value.length);
    }
  }

  #longest(chars: number, bytes: number): void {
    const facts = this.#facts;
    if (chars > facts.maxChars) facts.maxChars = chars;
    if (bytes > facts.maxBytes) facts.maxBytes = bytes;
  }

  #addInteger(value: bigint): void {
    this.#facts.integers++;
    this.#longest(spelledNumber, 0);
    if (value !== 0n && value !== 1n) this.#facts.notBoolean++;
    if (this.#least === null || value < this.#least) this.#least = value;
    if (this.#most === null || value > this.#most) this.#most = value;
  }

  #addText(value: string): void {
    const facts = this.#facts;
    facts.texts++;
    const bytes = Buffer.byteLength(value);
    const hasNul = value.includes('\0');
    this.#longest(bytes === value.length ? bytes : [...value].length, bytes);
    if (copyField(value) !== value) facts.escapes++;
    if (bytes !== value.length) facts.nonAscii++;
    if (hasNul) facts.nul++;
    if (value === '') facts.emptyTexts++;
    if (facts.time) this.#addTime(facts.time, value);
  }

  /** Plain is what the conversion takes as it is; zeros at the end of its decimals are all that it may leave out. */
  #addTime(time: NonNullable<ColumnProfile['time']>, value: string): void {
    const encoded = this.#encode(value);
    if (typeof encoded !== 'string') {
      time.other++;
      return;
    }
    time.plain++;
    if (encoded !== value) time.trailingZeros++;
    if (time.min === null || encoded < time.min) time.min = encoded;
    if (time.max === null || encoded > time.max) time.max = encoded;
  }
}
