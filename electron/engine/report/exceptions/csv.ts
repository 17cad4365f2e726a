import { causeText } from '../../../../shared/messages/cause-text.ts';
import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { ExceptionRecord } from '../../../../shared/model/index.ts';
import { nowOf, type Place } from './kept.ts';
import { keyWords, originalText } from './values.ts';

/** Excel takes what has no mark for Windows-1252. */
export const byteOrderMark = '\ufeff';

/** A cell of Excel has 32,767 characters; what is longer flows over into the next row. */
const longestCell = 32_000;

/**
 * What a spreadsheet takes for a formula when a cell begins with it, also in full width, and the control characters
 * that it skips before it looks. https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Excel opens a file by the list separator of its Windows, which is a semicolon where the comma divides decimals, as in
 * Brazil. RFC 4180 has the comma, and everything else here as it says.
 */
export function separatorOf(language: Language): string {
  return language === 'pt-BR' ? ';' : ',';
}

/** One line of CSV: cells that need it in quotes, formulas disarmed. https://www.rfc-editor.org/rfc/rfc4180 */
export function csvLine(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;
}

function csvCell(text: string, separator: string): string {
  const whole = text.toWellFormed().replaceAll('\0', '\u2400');
  // An apostrophe before it makes it text.
  return csvQuoted(cut(formula.test(whole) ? `'${whole}` : whole), separator);
}

/** A cell as it is, in quotes where it needs them. */
export function csvQuoted(text: string, separator: string): string {
  const plain = !/["\r\n]/.test(text) && !text.includes(separator) && text === text.trim();
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** The exact value of what is cut here is in the NDJSON. */
function cut(text: string): string {
  if (text.length <= longestCell) return text;
  const end = text.slice(0, longestCell).replace(/[\ud800-\udbff]$/, '');
  return `${end}… (+${text.length - end.length})`;
}

/** The names of the columns. */
export function csvHead(t: Translate): string[] {
  return ['table', 'key', 'column', 'action', 'cause', 'original', 'now', 'row'].map((column) =>
    t(`exceptions.csv.${column}`),
  );
}

/** One exception as cells: where, what was done and why, the original, what PostgreSQL has, the whole row as JSON. */
export function csvCells(record: ExceptionRecord, place: Place | null, t: Translate): string[] {
  const { table, key, column, action, row } = record;
  return [
    table,
    keyWords(key),
    column ?? '',
    t(`certificate.exceptions.actions.${action}`),
    causeText(record, t),
    column === null ? '' : (originalText(row[column] ?? null) ?? 'NULL'),
    nowText(record, place, t),
    JSON.stringify(row),
  ];
}

function nowText(record: ExceptionRecord, place: Place | null, t: Translate): string {
  const now = nowOf(record, place);
  return now.kind === 'value' ? (now.text ?? 'NULL') : t(`exceptions.now.${now.kind}`);
}
