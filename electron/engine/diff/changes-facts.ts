import type { ColumnProfile, PlanColumn, TimeProfile } from '../../../shared/model/index.ts';
import { mergeFacts, noFacts } from '../audit/facts.ts';
import { copyField } from '../convert/copytext.ts';
import { conversions } from '../convert/index.ts';
import { BadText, type SqlValue } from '../convert/values.ts';

/**
 * The facts of a column with one more value. Facts only ever grow: a value that is gone leaves them more careful than
 * they need be, which is never wrong.
 */
export function withValue(column: PlanColumn, facts: ColumnProfile, value: SqlValue): ColumnProfile {
  const merged = mergeFacts(facts, factsOf(column, value));
  // The months were counted for the partitions, which are made.
  if (merged.time && facts.time) merged.time.months = facts.time.months;
  return merged;
}

function factsOf(column: PlanColumn, value: SqlValue): ColumnProfile {
  const facts = noFacts(column.facts.time !== null);
  if (value === null) return { ...facts, nulls: 1 };
  if (typeof value === 'bigint') {
    const digits = value.toString();
    const notBoolean = value === 0n || value === 1n ? 0 : 1;
    return { ...facts, integers: 1, minInteger: digits, maxInteger: digits, notBoolean };
  }
  if (typeof value === 'number') {
    const infinities = Number.isFinite(value) ? 0 : 1;
    return { ...facts, reals: 1, wholeReals: Number.isInteger(value) ? 1 : 0, infinities };
  }
  if (value instanceof BadText)
    return { ...facts, texts: 1, badUtf8: 1, escapes: 1, maxBytes: value.bytes.length };
  if (typeof value !== 'string') return { ...facts, blobs: 1, maxBytes: value.length };
  return {
    ...facts,
    texts: 1,
    maxChars: value.length,
    maxBytes: Buffer.byteLength(value),
    escapes: copyField(value) === value ? 0 : 1,
    nonAscii: /^[\0-\x7f]*$/.test(value) ? 0 : 1,
    nul: value.includes('\0') ? 1 : 0,
    emptyTexts: value === '' ? 1 : 0,
    time: facts.time && timeOf(column, value, facts.time),
  };
}

/** Plain is what the conversion takes as it is; zeros at the end of its decimals are all that it may leave out. */
function timeOf(column: PlanColumn, value: string, none: TimeProfile): TimeProfile {
  const { conversion } = column;
  const kind = conversion === 'date' || conversion === 'time' ? conversion : 'timestamp';
  const encoded = conversions[kind].encode(value);
  if (typeof encoded !== 'string') return { ...none, other: 1 };
  return { ...none, plain: 1, trailingZeros: encoded === value ? 0 : 1, min: encoded, max: encoded };
}
