import type { JsonValue } from '../../../shared/model/index.ts';
import { BadText, type SqlValue, toJsonValue } from '../convert/values.ts';

/** Values of the columns a table is read by, exact: the place in a keyset walk. */
export type Key = Exclude<SqlValue, null>[];

/** A key as the journal keeps it: JSON text that reads back to the same values. */
export function keyText(key: Key): string {
  return JSON.stringify(key.map((v) => (v instanceof BadText ? { text: toJsonValue(v) } : toJsonValue(v))));
}

/** Reads what `keyText` wrote. */
export function readKey(text: string): Key {
  return (JSON.parse(text) as (JsonValue | { text: JsonValue })[]).map(fromJson);
}

function fromJson(value: JsonValue | { text: JsonValue }): Exclude<SqlValue, null> {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null) throw new Error('a key holds no NULL');
  if ('integer' in value) return BigInt(value.integer);
  if ('real' in value) return Number(value.real);
  if ('base64' in value) return Buffer.from(value.base64, 'base64');
  return new BadText(fromJson(value.text) as Uint8Array);
}

/** Placeholder and bound value: the driver can bind bytes, SQLite makes them text again. */
export function placeholder(value: SqlValue): string {
  return value instanceof BadText ? 'cast(? as text)' : '?';
}

export function bindable(value: SqlValue): unknown {
  return value instanceof BadText ? value.bytes : value;
}

/** The same for a key. */
export function bindKey(key: Key): { placeholders: string; values: unknown[] } {
  return {
    placeholders: key.map(placeholder).join(', '),
    values: key.map(bindable),
  };
}
