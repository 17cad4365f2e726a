import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';

/** TEXT whose bytes are not valid in the file's encoding; the bytes are kept as they are. */
export class BadText {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/**
 * One SQLite value without loss: INTEGER is bigint, REAL is number, TEXT is string (or BadText), BLOB is bytes.
 * https://www.sqlite.org/datatype3.html#storage_classes_and_datatypes
 */
export type SqlValue = null | bigint | number | string | Uint8Array | BadText;

/** How TEXT is stored in the file: `pragma encoding`. */
export type TextEncoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be';

/**
 * Two result columns that carry one value exactly: its storage class, and the value in a form in which the driver
 * changes nothing (an INTEGER as text because JavaScript numbers end at 2^53, TEXT as bytes because the driver
 * replaces what is not UTF-8).
 */
export function exactColumns(name: string): string {
  const c = quoteName(name);
  return `typeof(${c}), case typeof(${c}) when 'integer' then cast(${c} as text) when 'text' then cast(${c} as blob) else ${c} end`;
}

/** Rebuilds the value from the two result columns of `exactColumns`. */
export function exactValue(storage: unknown, raw: unknown, encoding: TextEncoding): SqlValue {
  switch (storage) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(raw as string);
    case 'real':
      return raw as number;
    case 'blob':
      return raw as Uint8Array;
    case 'text':
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
  if (bytes.length % 2 !== 0) return new BadText(bytes);
  const le = Buffer.from(bytes);
  const text = (encoding === 'UTF-16be' ? le.swap16() : le).toString('utf16le');
  return text.isWellFormed() ? text : new BadText(bytes);
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
  return Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? { real: `${value}.0` }
    : value;
}
