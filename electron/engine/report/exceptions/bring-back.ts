import { causeText } from '../../../../shared/messages/cause-text.ts';
import type { Translate } from '../../../../shared/messages/index.ts';
import type { ExceptionRecord, JsonValue } from '../../../../shared/model/index.ts';
import { Trouble } from '../../convert/types.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { type KeptValue, keptValues, type Place } from './kept.ts';
import { comment, disabled, plainLiteral } from './literal.ts';
import { keyWords, originalText, readable } from './values.ts';

/** A value as it stands in a statement. */
interface Spelled {
  sql: string;
  /** What the statement cannot say of the original; null where it says it. */
  note: string | null;
  /** False where somebody has to look at it first. */
  ready: boolean;
}

/**
 * SQL that brings an exception back into the target, for a person to copy; nothing here runs it. A column of text takes
 * the original as it is. Any other column might read it in its own way (`today`, 01/02/2024), so there the statement is
 * a comment that has what the target has, with the original beside it.
 */
export function bringBack(
  record: ExceptionRecord,
  place: Place | null,
  schema: string,
  t: Translate,
): string {
  const say = (key: string, params: Record<string, string> = {}) =>
    comment(t(`exceptions.sql.${key}`, params));
  const where = [record.table, keyWords(record.key)].filter((part) => part !== '').join(', ');
  const head = [comment(`${where}: ${causeText(record, t)}`), say('neverRun')];
  if (place === null || place.aside) return [...head, say('noTable'), ...originals(record.row)].join('\n');
  const values = keptValues(record, place.table);
  const table = qualified(schema, place.table.target);
  if (record.action === 'quarantined') return [...head, ...insert(table, values, place, say)].join('\n');
  const about = values.find(({ column }) => column.source === record.column);
  if (!about) {
    const lost = record.column === null ? {} : { [record.column]: record.row[record.column] ?? null };
    return [...head, say('noColumn'), ...originals(lost)].join('\n');
  }
  return [...head, ...update(table, about, values, record, say)].join('\n');
}

type Say = (key: string) => string;

function insert(table: string, values: KeptValue[], { table: planned }: Place, say: Say): string[] {
  const spelled = values.map((value) => ({ ...spell(value), name: value.column.target }));
  const columns = spelled.map(({ name }) => quoteIdent(name)).join(', ');
  // An identity of the application's own may be one that takes no values unasked.
  const identity = planned.adopted !== undefined || values.some(({ column }) => column.identity !== null);
  const lines = spelled.map(({ sql, note, name }, i) => {
    const comma = i < spelled.length - 1 ? ',' : '';
    return `  ${sql}${comma} ${comment(note === null ? name : `${name}: ${note}`)}`;
  });
  const statement = [
    `insert into ${table} (${columns})`,
    ...(identity ? ['overriding system value'] : []),
    'values (',
    ...lines,
    ');',
  ].join('\n');
  return spelled.every(({ ready }) => ready)
    ? [say('insert'), statement]
    : [say('correctRow'), disabled(statement)];
}

function update(
  table: string,
  about: KeptValue,
  values: KeptValue[],
  record: ExceptionRecord,
  say: Say,
): string[] {
  const { sql, note, ready } = spell(about);
  const keys = values.filter(({ column }) => Object.hasOwn(record.key, column.source));
  const hasKey = keys.length > 0 && keys.length === Object.keys(record.key).length;
  const others = values.filter((value) => value !== about);
  const statement = `update ${table} set ${quoteIdent(about.column.target)} = ${sql}
where ${(hasKey ? keys : others).map(condition).join('\n  and ') || 'true'};`;
  return [
    ...(hasKey ? [] : [say('noKey')]),
    ...(note === null ? [] : [comment(`${about.column.target}: ${note}`)]),
    // Without a key it might change several rows.
    ...(ready && hasKey ? [say('update'), statement] : [say('correctValue'), disabled(statement)]),
  ];
}

/** What the target has: `=` as PostgreSQL has it, and of no one who made another. */
function condition({ column, encoded }: KeptValue): string {
  const text = encoded instanceof Trouble ? encoded.text : encoded;
  const name = quoteIdent(column.target);
  if (text === null) return `${name} is null`;
  // JSON has no equality; its text is what was written.
  const side = column.type === 'json' ? `${name}::pg_catalog.text` : name;
  return `${side} operator(pg_catalog.=) ${plainLiteral(text)}`;
}

function spell({ column, original, encoded }: KeptValue): Spelled {
  if (encoded === null) return { sql: 'null', note: null, ready: true };
  if (typeof encoded === 'string') return { sql: plainLiteral(encoded), note: null, ready: true };
  const text = column.conversion === 'text' ? textIn(original) : null;
  if (text !== null) return { sql: plainLiteral(text), note: null, ready: true };
  return {
    sql: encoded.text === null ? 'null' : plainLiteral(encoded.text),
    note: JSON.stringify(original),
    ready: false,
  };
}

/** The original as a text that PostgreSQL can hold. */
function textIn(value: JsonValue): string | null {
  const text =
    value !== null && typeof value === 'object' && 'base64' in value
      ? readable(value.base64)
      : originalText(value);
  return text === null || text.includes('\0') ? null : text;
}

/** Values that have nowhere to go. */
function originals(row: Record<string, JsonValue>): string[] {
  return Object.entries(row).map(([name, value]) => comment(`${name}: ${JSON.stringify(value)}`));
}
