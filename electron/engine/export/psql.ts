import { type Query, quoteLiteral, withLiterals } from '../target/sql.ts';

/**
 * Text for psql. It puts variables (`:name`) in place and reads backslashes as commands of its own outside of quotes
 * alone, so names and values go into quotes and never into a line that begins with a backslash.
 * https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION
 */
export function statement(sql: string | Query): string {
  // What somebody edited in a plan may end with a comment.
  return `${typeof sql === 'string' ? sql.trim() : withLiterals(sql)}\n;\n`;
}

/** A block of PL/pgSQL: it can refuse, and prints nothing. */
export function block(body: string, declare = ''): string {
  let tag = '$autocore$';
  for (let n = 1; (declare + body).includes(tag); n++) tag = `$autocore${n}$`;
  const declared = declare && `declare\n  ${declare}\n`;
  return `do ${tag}\n${declared}begin\n${body}\nend\n${tag};\n`;
}

/** Part of such a block that stops everything with a text in both languages. */
export function refuse(text: string): string {
  return `raise exception using message = ${text}`;
}

/** Part of such a block that only says something. */
export function warn(text: string): string {
  return `raise warning using message = ${text}`;
}

/** A text with what is known only there in it: `<name>` stands for what an expression gives. */
export function filled(text: string, values: Record<string, string>): string {
  return Object.entries(values).reduce(
    (sql, [name, expression]) => `replace(${sql}, '<${name}>', (${expression})::text)`,
    quoteLiteral(text),
  );
}

/** A line on the screen of whoever runs the script. */
export function echo(text: string): string {
  return `\\echo '${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`;
}

/** Another file of the folder, wherever the folder is and psql was called. */
export function include(path: string): string {
  return `\\ir ${path}\n`;
}

/** `body` where a condition holds, which psql asks for under a name of ours; `otherwise` where it does not. */
export function when(condition: string, body: string, otherwise = ''): string {
  return `select ${condition} as autocore_holds \\gset\n\\if :autocore_holds\n${body}\\else\n${otherwise}\\endif\n`;
}
