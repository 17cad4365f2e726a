import type { ConversionName } from '../../../shared/model/index.ts';
import { decodeArrayOf } from './array-of.ts';
import { unzoned } from './timestamptz.ts';
import type { SqlValue } from './values.ts';

/** How a column of the source spells points in time that its writers left to it. */
export interface TimeSpelling {
  /** Decimals are always six digits, zeros at the end included: SQLAlchemy's own way. */
  sixDecimals: boolean;
  /** Also a full second is written with decimals. */
  alwaysDecimals: boolean;
}

/**
 * A value as PostgreSQL prints it, as the SQLite value that the application would have written into that column.
 * `encode` of the result gives the text again, but for a numeric with more digits than a double. What SQLite has no
 * value for (NaN, a numeric infinity) and what does not look like the conversion's type stays the text that it is.
 */
export function decode(conversion: ConversionName, text: string, spelling: TimeSpelling): SqlValue {
  switch (conversion) {
    case 'boolean':
      return text === 't' ? 1n : text === 'f' ? 0n : text;
    case 'integer':
    case 'numeric':
      return numeric(text);
    case 'double':
    case 'real':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'timestamp':
    case 'time':
      return spelled(text, spelling);
    case 'timestamptz':
      return spelled(unzoned(text), spelling);
    case 'bytea':
      return /^\\x([0-9a-f]{2})*$/.test(text) ? Buffer.from(text.slice(2), 'hex') : text;
    case 'textArray':
    case 'array':
      return decodeArrayOf(text, { conversion: 'text' });
    case 'date':
    case 'text':
    case 'interval':
    case 'json':
    case 'jsonb':
    case 'network':
    case 'uuid':
      return text;
  }
}

function numeric(text: string): SqlValue {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  if (text.includes('.')) return Number(text);
  const whole = BigInt(text);
  return BigInt.asIntN(64, whole) === whole ? whole : Number(text);
}

function spelled(text: string, { sixDecimals, alwaysDecimals }: TimeSpelling): string {
  const [, stem, decimals = ''] = /^(.*\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
  // infinity, or a year before Christ.
  if (stem === undefined) return text;
  if (decimals === '') return alwaysDecimals ? `${stem}.000000` : stem;
  return `${stem}.${sixDecimals ? decimals.padEnd(6, '0') : decimals}`;
}
