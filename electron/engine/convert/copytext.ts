import { quoteName } from '../source/sql.ts';

/**
 * COPY's text format: one line a row, TAB between columns, `\N` for NULL, backslash escapes.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 * What is written here is letter for letter what PostgreSQL prints with COPY TO, so that the two can be compared as bytes.
 */
export const nullMark = '\\N';

const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};
const special = /[\\\b\t\n\v\f\r]/g;
const unescapes: Record<string, string> = { b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** One value as a COPY field. */
export function copyField(text: string | null): string {
  if (text === null) return nullMark;
  special.lastIndex = 0;
  return special.test(text) ? text.replace(special, (c) => escapes[c] as string) : text;
}

/** The value behind a COPY field, null for `\N`. */
export function fieldValue(field: string): string | null {
  if (field === nullMark) return null;
  return field.includes('\\') ? field.replace(/\\(.)/gs, (_, c: string) => unescapes[c] ?? c) : field;
}

/** SQLite expression that does what `copyField` does, for TEXT without NUL bytes. */
export function escapeSql(expression: string): string {
  let sql = `replace(${expression}, '\\', '\\\\')`;
  for (const [code, letter] of [
    [8, 'b'],
    [9, 't'],
    [10, 'n'],
    [11, 'v'],
    [12, 'f'],
    [13, 'r'],
  ] as const) {
    sql = `replace(${sql}, char(${code}), '\\${letter}')`;
  }
  return sql;
}

/** `"name"`, with `\N` in the place of NULL where the column has any. */
export function nullable(expression: string, name: string, nulls: number): string {
  if (nulls === 0) return expression;
  return expression === quoteName(name)
    ? `coalesce(${expression}, '${nullMark}')`
    : `case when ${quoteName(name)} is null then '${nullMark}' else ${expression} end`;
}

/** By byte: the letter that stands for it behind a backslash, 0 where it stands for itself. */
const letterOf = new Uint8Array(256);
for (const [c, text] of Object.entries(escapes)) letterOf[c.charCodeAt(0)] = text.charCodeAt(1);

/** What `copyField` does, on the bytes of UTF-8: all that is escaped is ASCII. The same buffer where nothing is. */
export function escapedBytes(bytes: Buffer): Buffer {
  let extra = 0;
  for (const byte of bytes) if (letterOf[byte] !== 0) extra++;
  if (extra === 0) return bytes;
  const out = Buffer.allocUnsafe(bytes.length + extra);
  let at = 0;
  for (const byte of bytes) {
    const letter = letterOf[byte] as number;
    if (letter !== 0) out[at++] = 92;
    out[at++] = letter === 0 ? byte : letter;
  }
  return out;
}
