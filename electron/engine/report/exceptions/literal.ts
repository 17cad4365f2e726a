import { hidden, visible } from '../../../../shared/visible.ts';

/** Characters of a comment; the whole value is in the exceptions. */
const longest = 2000;

/**
 * A text as a PostgreSQL string constant for people to copy: on one line, with nothing in it that is not seen, and the
 * same whatever `standard_conforming_strings` is. Not for texts with NUL, which PostgreSQL cannot hold.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
 */
export function plainLiteral(text: string): string {
  const quoted = text.toWellFormed().replaceAll("'", "''");
  const spelled = quoted.replaceAll('\\', '\\\\').replace(hidden, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
  return spelled === quoted ? `'${quoted}'` : `E'${spelled}'`;
}

/** A text behind `--`: nothing in it ends the line. */
export function comment(text: string): string {
  const said = text.length > longest ? `${text.slice(0, longest)}… (+${text.length - longest})` : text;
  return `-- ${visible(said)}`;
}

/** A statement that does nothing until somebody takes the dashes away. Names may hold line breaks. */
export function disabled(sql: string): string {
  return sql
    .split(/\r\n|\r|\n/)
    .map((line) => `-- ${line}`)
    .join('\n');
}
