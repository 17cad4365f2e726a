import { fold, quoteText } from './sql.ts';
import { tokenize } from './tokens.ts';

/**
 * An expression of the file's own schema for a statement of ours: a name in double quotes that is no column is a text
 * there (https://www.sqlite.org/quirks.html#dblquote), and an error where SQLite is built without that quirk.
 * @param columns names of the table
 */
export function withLiterals(expression: string, columns: readonly string[]): string {
  const known = new Set(columns.map(fold));
  let result = '';
  let from = 0;
  const tokens = tokenize(expression);
  for (const [i, { kind, text, value, start, end }] of tokens.entries()) {
    // The name of a table before a column, or of a function.
    if (/^[.(]$/.test(tokens[i + 1]?.text ?? '')) continue;
    if (kind !== 'name' || !text.startsWith('"') || known.has(fold(value)) || isRowid(value)) continue;
    result += expression.slice(from, start) + quoteText(value);
    from = end;
  }
  return result + expression.slice(from);
}

/** True where an expression names a column. */
export function mentions(expression: string, column: string): boolean {
  return tokenize(expression).some(
    ({ kind, text, value }) =>
      (kind === 'word' && fold(text) === fold(column)) || (kind === 'name' && fold(value) === fold(column)),
  );
}

function isRowid(name: string): boolean {
  return /^(rowid|_rowid_|oid)$/i.test(name);
}
