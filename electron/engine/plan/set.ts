import { AppError } from '../../../shared/errors.ts';
import type { ConversionName } from '../../../shared/model/index.ts';
import type { ColumnType } from './columns.ts';

/** Types a person may choose, in the words of psql, with how values get there. */
const conversionOf: [RegExp, ConversionName, string | null][] = [
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

/** The type behind a word as psql has it. @throws AppError usage {reason} for one that is not offered */
export function columnTypeOf(written: string): ColumnType {
  const wanted = written.trim().toLowerCase();
  for (const [shape, conversion, type] of conversionOf) {
    const match = shape.exec(wanted);
    if (match) return { conversion, type: type ?? `character varying(${match[1]})` };
  }
  throw new AppError('usage', { reason: `type ${written}` });
}
