import type { ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { booleanWord } from '../convert/boolean.ts';
import { spelledTime } from './expression-compare-time.ts';
import { toText, unbooled } from './expression-convert.ts';
import { integerConstant, numberInText, textConstant } from './expression-literals.ts';
import { isNumber, isTime, refuse, type Value } from './expression-value.ts';

/**
 * The value as a column of the target stores it: what SQLite's affinity and then the conversion of the column would
 * make of it. For DEFAULT, for generated columns, and for what a trigger writes.
 */
export function storedAs(v: Value, { conversion, form }: StoredColumn): string {
  if (v.kind === 'null') return 'null';
  if (form?.kind === 'epoch' && isNumber(v)) return toEpoch(v, conversion, form.unit);
  switch (conversion) {
    case 'boolean':
      return toBoolean(v);
    case 'integer':
      return toInteger(v);
    case 'numeric':
    case 'double':
    case 'real':
      return numeric(v)?.sql ?? unfit(v, 'number');
    case 'text':
      return v.kind === 'bytea' ? unfit(v, 'text') : toText(v);
    case 'timestamp':
    case 'date':
    case 'time':
      return toTime(v, conversion);
    case 'timestamptz':
      // What SQLite's own functions give is UTC, whatever the session's zone is.
      return `(${toTime(v, 'timestamp')} at time zone 'UTC')`;
    case 'bytea':
      return v.kind === 'bytea' ? v.sql : unfit(v, 'BLOB');
    case 'json':
    case 'jsonb':
      return isJson(v) ? `${v.sql.trim()}::${conversion}` : unfit(v, 'JSON');
    case 'uuid':
      return isUuid(v) ? `${v.sql}::uuid` : unfit(v, 'UUID');
    case 'textArray':
      return toArray(v);
    case 'interval':
    case 'network':
    case 'array':
      // No source declares these, and what stands in the target has its own defaults.
      return unfit(v, conversion);
  }
}

export interface StoredColumn {
  conversion: ConversionName;
  form?: ValueForm | undefined;
}

/** A number since 1970, in a column whose values are such numbers. https://www.postgresql.org/docs/current/functions-datetime.html */
function toEpoch(v: Value, conversion: ConversionName, unit: number): string {
  const at = `to_timestamp((${unbooled(v).sql})::float8 / ${unit})`;
  return conversion === 'timestamptz' ? at : `(${at} at time zone 'UTC')`;
}

/** Escapes are left out: PostgreSQL refuses some that JSON allows. https://www.postgresql.org/docs/current/datatype-json.html */
function json(v: Value): unknown {
  if (typeof v.constant !== 'string' || v.constant.includes('\\u')) return undefined;
  try {
    return JSON.parse(v.constant);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isJson(v: Value): boolean {
  return json(v) !== undefined;
}

function isUuid(v: Value): boolean {
  return typeof v.constant === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(v.constant);
}

function toArray(v: Value): string {
  const items = json(v);
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string'))
    return unfit(v, 'list of texts');
  return `array[${items.map((item) => textConstant(item).sql).join(', ')}]::text[]`;
}

function unfit(v: Value, wanted: string): never {
  return refuse(v.constant === null ? `the result is no ${wanted}` : `'${v.constant}' is no ${wanted}`);
}

/** The number that a column with NUMERIC affinity would store, or null. */
function numeric(v: Value): Value | null {
  if (typeof v.constant === 'string') return numberInText(v.constant);
  if (v.digits) return { ...v, sql: `(${v.sql})::bigint`, kind: 'integer' };
  return isNumber(v) ? unbooled(v) : null;
}

function toBoolean(v: Value): string {
  if (v.kind === 'boolean') return v.sql;
  // Whoever writes 'f' there means it, whatever SQLite makes of it.
  const word = typeof v.constant === 'string' ? booleanWord(v.constant) : undefined;
  if (word) return word === 't' ? 'true' : 'false';
  const number = numeric(v)?.constant;
  if (number === null || number === undefined) return unfit(v, 'boolean');
  if (Number(number) === 1) return 'true';
  return Number(number) === 0 ? 'false' : unfit(v, 'boolean');
}

function toInteger(v: Value): string {
  const number = numeric(v);
  if (number?.kind === 'integer') return number.sql;
  if (number?.whole) return number.whole;
  const real = number?.constant;
  if (typeof real === 'number' && Number.isSafeInteger(real)) return integerConstant(BigInt(real)).sql;
  return unfit(v, 'whole number');
}

function toTime(v: Value, wanted: 'timestamp' | 'date' | 'time'): string {
  const cast = (from: string | null, sql: string): string => {
    if (from === wanted) return sql;
    // A day alone is its midnight, and a moment lies on its day; a time of day fits neither.
    return from === null || from === 'time' || wanted === 'time'
      ? unfit(v, 'point in time')
      : `${sql}::${wanted}`;
  };
  if (typeof v.constant === 'string') {
    const kind = spelledTime(v.constant);
    return cast(kind, `'${v.constant}'::${kind}`);
  }
  if (isTime(v)) return cast(v.kind, v.sql);
  return v.moment === null ? unfit(v, 'point in time') : cast('timestamp', v.moment);
}
