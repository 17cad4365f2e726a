import { AppError } from '../../../shared/errors.ts';
import type { ColumnFit, ConversionName } from '../../../shared/model/index.ts';
import type { ColumnType } from './columns.ts';

/** https://www.postgresql.org/docs/current/datatype-character.html */
const longestText = 10_485_760;

/** Types a person may choose, in the words of psql, with how values get there. */
const offered: [RegExp, ConversionName, string | null][] = [
  [/^(text)$/, 'text', 'text'],
  [/^(varchar|character varying)$/, 'text', 'character varying'],
  [/^(?:varchar|character varying)\s*\(\s*(\d+)\s*\)$/, 'text', null],
  [/^(smallint|int2)$/, 'integer', 'smallint'],
  [/^(integer|int|int4)$/, 'integer', 'integer'],
  [/^(bigint|int8)$/, 'integer', 'bigint'],
  [/^(numeric|decimal)$/, 'numeric', 'numeric'],
  [/^(double precision|float8|double)$/, 'double', 'double precision'],
  [/^(boolean|bool)$/, 'boolean', 'boolean'],
  [/^(timestamp|timestamp without time zone)$/, 'timestamp', 'timestamp without time zone'],
  [/^(timestamptz|timestamp with time zone)$/, 'timestamptz', 'timestamp with time zone'],
  [/^(date)$/, 'date', 'date'],
  [/^(time|time without time zone)$/, 'time', 'time without time zone'],
  [/^(bytea)$/, 'bytea', 'bytea'],
  [/^(jsonb)$/, 'jsonb', 'jsonb'],
  [/^(uuid)$/, 'uuid', 'uuid'],
  [/^(text\[\])$/, 'textArray', 'text[]'],
];

/**
 * The type behind a word as psql has it, with what its limit asks of the values.
 * @throws AppError usage {reason} for one that is not offered, or a length that PostgreSQL does not have
 */
export function columnTypeOf(written: string): ColumnType {
  const wanted = written.trim().toLowerCase();
  for (const [shape, conversion, type] of offered) {
    const match = shape.exec(wanted);
    if (!match) continue;
    const length = Number(match[1]);
    if (type === null && (length < 1 || length > longestText)) break;
    const fit = type === null ? { length } : whole[type];
    return { conversion, type: type ?? `character varying(${length})`, ...(fit && { fit }) };
  }
  throw new AppError('usage', { reason: `type ${written}` });
}

/** What has less room than the 64 bits of SQLite. */
const whole: Record<string, ColumnFit> = {
  smallint: { range: { min: '-32768', max: '32767' } },
  integer: { range: { min: '-2147483648', max: '2147483647' } },
};
