import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { ConversionName } from '../../../shared/model/index.ts';
import { introspect } from '../source/introspect.ts';
import type { ColumnType } from './columns.ts';

/** Types a person may choose, in the words of psql, with how values get there. */
const conversionOf: [RegExp, ConversionName, string | null][] = [
  [/^(text)$/, 'text', 'text'],
  [/^(?:varchar|character varying)\s*\(\s*(\d+)\s*\)$/, 'text', null],
  [/^(smallint|int2)$/, 'integer', 'smallint'],
  [/^(integer|int|int4)$/, 'integer', 'integer'],
  [/^(bigint|int8)$/, 'integer', 'bigint'],
  [/^(numeric|decimal)$/, 'numeric', 'numeric'],
  [/^(double precision|float8|double)$/, 'double', 'double precision'],
  [/^(boolean|bool)$/, 'boolean', 'boolean'],
  [/^(timestamp|timestamp without time zone)$/, 'timestamp', 'timestamp without time zone'],
  [/^(date)$/, 'date', 'date'],
  [/^(time|time without time zone)$/, 'time', 'time without time zone'],
  [/^(bytea)$/, 'bytea', 'bytea'],
];

/** Reads `table.column=TYPE` choices against the source. @throws AppError usage {reason} for what is not there. */
export function parseTypes(set: string[], db: Database): Map<string, ColumnType> {
  if (set.length === 0) return new Map();
  const columns = introspect(db).tables.flatMap((t) => t.columns.map((c) => `${t.name}.${c.name}`));
  return new Map(
    set.map((choice) => {
      const at = choice.lastIndexOf('=');
      const name = choice.slice(0, at);
      if (at < 1 || !columns.includes(name))
        throw new AppError('usage', { reason: `--set ${choice}: ${name || '?'}` });
      return [name, typeOf(choice, choice.slice(at + 1))];
    }),
  );
}

function typeOf(choice: string, written: string): ColumnType {
  const wanted = written.trim().toLowerCase();
  for (const [shape, conversion, type] of conversionOf) {
    const match = shape.exec(wanted);
    if (match) return { conversion, type: type ?? `character varying(${match[1]})` };
  }
  throw new AppError('usage', { reason: `--set ${choice}: ${written}` });
}
