import type { ColumnProfile, TimeProfile } from '../../../shared/model/index.ts';

/** What is known of a column without a row. */
export function noFacts(isTime: boolean): ColumnProfile {
  return {
    nulls: 0,
    integers: 0,
    reals: 0,
    texts: 0,
    blobs: 0,
    minInteger: null,
    maxInteger: null,
    notBoolean: 0,
    wholeReals: 0,
    infinities: 0,
    maxChars: 0,
    maxBytes: 0,
    escapes: 0,
    nonAscii: 0,
    badUtf8: 0,
    nul: 0,
    emptyTexts: 0,
    time: isTime ? { plain: 0, trailingZeros: 0, other: 0, min: null, max: null, months: [] } : null,
  };
}

/** What is known of a column in two disjoint sets of rows together. */
export function mergeFacts(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  return {
    nulls: a.nulls + b.nulls,
    integers: a.integers + b.integers,
    reals: a.reals + b.reals,
    texts: a.texts + b.texts,
    blobs: a.blobs + b.blobs,
    minInteger: chosen(a.minInteger, b.minInteger, (x, y) => BigInt(x) < BigInt(y)),
    maxInteger: chosen(a.maxInteger, b.maxInteger, (x, y) => BigInt(x) > BigInt(y)),
    notBoolean: a.notBoolean + b.notBoolean,
    wholeReals: a.wholeReals + b.wholeReals,
    infinities: a.infinities + b.infinities,
    maxChars: Math.max(a.maxChars, b.maxChars),
    maxBytes: Math.max(a.maxBytes, b.maxBytes),
    escapes: a.escapes + b.escapes,
    nonAscii: a.nonAscii + b.nonAscii,
    badUtf8: a.badUtf8 + b.badUtf8,
    nul: a.nul + b.nul,
    emptyTexts: a.emptyTexts + b.emptyTexts,
    time: a.time && b.time ? mergeTime(a.time, b.time) : (a.time ?? b.time),
  };
}

/** Sum of the longest values of all columns, an upper bound for one row, in bytes. */
export function mostRowBytes(columns: readonly ColumnProfile[]): number {
  // The bytes are those of texts and binary values; a number has no more than 26 as text.
  return columns.reduce((sum, { maxBytes }) => sum + Math.max(maxBytes, 26), 0);
}

function mergeTime(a: TimeProfile, b: TimeProfile): TimeProfile {
  return {
    plain: a.plain + b.plain,
    trailingZeros: a.trailingZeros + b.trailingZeros,
    other: a.other + b.other,
    // Plain times are ASCII of one shape: they sort as texts.
    min: chosen(a.min, b.min, (x, y) => x < y),
    max: chosen(a.max, b.max, (x, y) => x > y),
    months: [],
  };
}

function chosen(
  a: string | null,
  b: string | null,
  goesFirst: (a: string, b: string) => boolean,
): string | null {
  if (a === null || b === null) return a ?? b;
  return goesFirst(a, b) ? a : b;
}
