/** Quotes any name for SQLite. https://www.sqlite.org/lang_keywords.html */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes any text without NUL as a SQLite string constant. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
