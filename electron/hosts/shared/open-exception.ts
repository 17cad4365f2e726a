import type { ExceptionValue, OpenException } from '../../../shared/contract.ts';
import type { Translate } from '../../../shared/messages/index.ts';
import type { ExceptionNow, ExceptionRecord, JsonValue } from '../../../shared/model/index.ts';
import { bringBack } from '../../engine/report/exceptions/bring-back.ts';
import { nowOf, type Place } from '../../engine/report/exceptions/kept.ts';
import { keyWords, originalText } from '../../engine/report/exceptions/values.ts';

/** Characters of the value that an exception is about, of the others of its row, and of its SQL. */
const longest = { value: 20_000, beside: 2000, sql: 500_000 };

/** What a person sees who opens an exception. */
export function openException(
  record: ExceptionRecord,
  place: Place | null,
  schema: string,
  t: Translate,
): OpenException {
  const { table, column, action, code, reason, key, row } = record;
  const sql = bringBack(record, place, schema, t);
  return {
    record: { table, column, action, code, reason },
    key: keyWords(key).slice(0, longest.beside),
    original: column === null ? null : valueIn(column, row[column] ?? null, longest.value),
    now: shortened(nowOf(record, place)),
    row: Object.entries(row).map(([name, value]) => valueIn(name, value, longest.beside)),
    sql: sql.length > longest.sql ? null : sql,
  };
}

function valueIn(column: string, value: JsonValue, most: number): ExceptionValue {
  const text = originalText(value);
  const shown = text === null ? null : cut(text, most);
  return { column, text: shown, more: (text?.length ?? 0) - (shown?.length ?? 0) };
}

function shortened(now: ExceptionNow): ExceptionNow {
  if (now.kind !== 'value' || now.text === null || now.text.length <= longest.value) return now;
  return { kind: 'value', text: `${cut(now.text, longest.value)}…` };
}

/** Not in the middle of a character. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
