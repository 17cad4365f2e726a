import type { Identifier } from 'sql-parser-cst';
import type { ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { unquote } from '../source/tokens.ts';
import { quoteIdent } from '../target/sql.ts';
import { textConstant } from './expression-literals.ts';
import { dateText } from './expression-time.ts';
import {
  type ExpressionColumn,
  type Kind,
  refuse,
  type Scope,
  type Value,
  value,
} from './expression-value.ts';

/** A name in an expression: a column, or what SQLite makes of a name that is none. */
export function columnValue(node: Identifier, scope: Scope, table: string | null = null): Value {
  const name = identifierName(node);
  const inQuery = scope.query?.column(name, table);
  if (inQuery) return inQuery;
  if (table !== null && scope.query) return refuse(`the column ${table}.${name}, which is not there`);
  const column = scope.columns.get(fold(name));
  if (column) return valueOfColumn(column);
  // A name in double quotes that is no column is text (https://www.sqlite.org/quirks.html#dblquote); after DEFAULT
  // every name is.
  if (node.text.startsWith('"') || scope.use === 'default') return textConstant(name);
  if (/^(rowid|_rowid_|oid)$/i.test(name)) return refuse('the rowid, which PostgreSQL does not have');
  return refuse(`the column ${name}, which is not there`);
}

/** What a name says, whichever quotes it stands in. */
export function identifierName({ text }: Identifier): string {
  return /^["'`[]/.test(text) ? unquote(text) : text;
}

const kinds: Record<ConversionName, Kind> = {
  text: 'text',
  integer: 'integer',
  numeric: 'numeric',
  double: 'double',
  real: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
  timestamptz: 'converted',
  date: 'date',
  time: 'time',
  bytea: 'bytea',
  interval: 'converted',
  json: 'converted',
  jsonb: 'converted',
  uuid: 'converted',
  network: 'converted',
  textArray: 'converted',
  array: 'converted',
};

/** A column of a table, as SQLite's expressions see it. */
export function valueOfColumn(column: ExpressionColumn): Value {
  const sql = column.inline ?? quoteIdent(column.target);
  const affinity = affinityOf(column);
  if (column.form) return asWritten(sql, affinity, column.form);
  const isText = column.conversion === 'text';
  // Only REAL affinity makes a REAL of every number.
  const mixed = column.conversion === 'double' && column.affinity !== undefined && column.affinity !== 'REAL';
  return value(sql, mixed ? 'numeric' : kinds[column.conversion], {
    affinity,
    collation: isText ? (column.collation ?? 'BINARY').toUpperCase() : null,
    collated: isText,
    asText: column.conversion === 'date' ? dateText(sql) : null,
  });
}

/** What the source has in a column that is spelled otherwise there: what its expressions mean by the column's name. */
function asWritten(sql: string, affinity: Value['affinity'], form: ValueForm): Value {
  if (form.kind === 'words') {
    const [yes, no] = [form.true, form.false].map((word) => textConstant(word).sql);
    const word = `(case when ${sql} then ${yes}::text when not ${sql} then ${no}::text end)`;
    return value(word, 'text', { affinity, collation: 'BINARY' });
  }
  if (form.kind === 'epoch' && !form.real)
    return value(`(extract(epoch from ${sql}) * ${form.unit})`, 'numeric', { affinity });
  return value(sql, 'converted', { affinity });
}

function affinityOf({ affinity, conversion }: ExpressionColumn): Value['affinity'] {
  if (affinity === 'BLOB' || (affinity === undefined && conversion === 'bytea')) return null;
  if (affinity === 'TEXT' || (affinity === undefined && conversion === 'text')) return 'TEXT';
  return 'NUMERIC';
}
