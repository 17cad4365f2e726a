/** Quotes any name for SQLite. https://www.sqlite.org/lang_keywords.html */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes any text without NUL as a SQLite string constant. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A name or text without the case of its ASCII letters: so SQLite compares names, where `É` and `é` are two, and so
 * PostgreSQL folds text in the C collation. https://www.sqlite.org/c3ref/stricmp.html
 */
export function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
