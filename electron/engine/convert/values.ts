import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';

/** How TEXT is stored in the file: `pragma encoding`. */
export type TextEncoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be';

/** TEXT whose bytes are not valid in the file's encoding; the bytes are kept as they are. */
export class BadText {
  readonly bytes: Uint8Array;
  readonly encoding: TextEncoding;
  constructor(bytes: Uint8Array, encoding: TextEncoding = 'UTF-8') {
    this.bytes = bytes;
    this.encoding = encoding;
  }
}

/**
 * One SQLite value without loss: INTEGER is bigint, REAL is number, TEXT is string (or BadText), BLOB is bytes.
 * https://www.sqlite.org/datatype3.html#storage_classes_and_datatypes
 */
export type SqlValue = null | bigint | number | string | Uint8Array | BadText;

/**
 * Two result columns that carry one value exactly: its storage class, and the value in a form in which the driver
 * changes nothing (an INTEGER as text because JavaScript numbers end at 2^53, TEXT as bytes because the driver
 * replaces what is not UTF-8).
 */
export function exactColumns(name: string): string {
  return `typeof(${quoteName(name)}), ${exactRaw(name)}`;
}

/** The second of `exactColumns` alone, for rows whose storage classes come together: see `storageLetters`. */
export function exactRaw(name: string): string {
  const c = quoteName(name);
  return `case typeof(${c}) when 'integer' then cast(${c} as text) when 'text' then cast(${c} as blob) else ${c} end`;
}

/** SQLite's functions take at most 1000 arguments in the build that better-sqlite3 brings. */
export const mostArguments = 900;

/**
 * One result column with the first letter of each column's storage class. SQLite gives back at most 2000 columns, so
 * that a wide table has no room for two each. https://www.sqlite.org/limits.html
 */
export function storageLetters(names: string[]): string {
  const letters = names.map((name) => `substr(typeof(${quoteName(name)}), 1, 1)`);
  const groups: string[] = [];
  for (let at = 0; at < letters.length; at += mostArguments) {
    groups.push(`concat_ws('', ${letters.slice(at, at + mostArguments).join(', ')})`);
  }
  return groups.join(' || ');
}

/** Rebuilds the value from the two result columns of `exactColumns`; the first letter of the storage class is enough. */
export function exactValue(storage: unknown, raw: unknown, encoding: TextEncoding): SqlValue {
  switch ((storage as string)[0]) {
    case 'n':
      return null;
    case 'i':
      return BigInt(raw as string);
    case 'r':
      return raw as number;
    case 'b':
      return raw as Uint8Array;
    case 't':
      return decodeText(raw as Uint8Array, encoding);
    default:
      throw new Error(`unknown storage class ${String(storage)}`);
  }
}

function decodeText(bytes: Uint8Array, encoding: TextEncoding): SqlValue {
  if (encoding === 'UTF-8') {
    return isUtf8(bytes)
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
      : new BadText(bytes);
  }
  const text = decodeUtf16(bytes, encoding);
  const wellFormed = bytes.length % 2 === 0 && text.isWellFormed();
  return wellFormed ? text : new BadText(bytes, encoding);
}

/** TEXT of a UTF-16 file; halves of surrogate pairs stay what they are, half a code unit at the end is left out. */
export function decodeUtf16(bytes: Uint8Array, encoding: TextEncoding): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return (encoding === 'UTF-16be' ? even.swap16() : even).toString('utf16le');
}

/** A value as the JSON of `exceptions.ndjson` carries it. */
export function toJsonValue(value: SqlValue): JsonValue {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : { integer: value.toString() };
  }
  if (typeof value === 'number') return realToJson(value);
  const bytes = value instanceof BadText ? value.bytes : value;
  return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') };
}

/** JSON cannot say that 2 is REAL, nor spell infinities and -0: these get the `real` form. */
function realToJson(value: number): JsonValue {
  if (!Number.isFinite(value)) return { real: value > 0 ? 'Infinity' : '-Infinity' };
  if (Object.is(value, -0)) return { real: '-0' };
  // An exponent says it as well.
  return /^-?\d+$/.test(String(value)) ? { real: `${value}.0` } : value;
}
