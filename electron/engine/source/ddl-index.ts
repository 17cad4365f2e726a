import { Cursor } from './cursor.ts';

/** What only the text of a CREATE INDEX tells. */
export interface IndexDdl {
  /** Each term as written, with COLLATE and without ASC or DESC. */
  terms: string[];
  where: string | null;
}

/** Reads a CREATE INDEX statement (https://www.sqlite.org/lang_createindex.html). Throws UnreadableSql. */
export function readCreateIndex(sql: string): IndexDdl {
  const statement = new Cursor(sql);
  while (!statement.accept('INDEX')) statement.next();
  statement.accept('IF', 'NOT', 'EXISTS');
  statement.name();
  if (statement.accept('.')) statement.name();
  statement.expect('ON');
  statement.name();
  const terms = statement.group().parts().map(withoutOrder);
  if (statement.done) return { terms, where: null };
  statement.expect('WHERE');
  return { terms, where: statement.text() };
}

function withoutOrder(term: Cursor): string {
  const [before, last] = term.last(2).map((token) => token.value);
  const nulls = before === 'NULLS' && (last === 'FIRST' || last === 'LAST') ? 2 : 0;
  const order = term.last(nulls + 1)[0];
  return term.text(nulls + (order?.kind === 'word' && /^(ASC|DESC)$/.test(order.value) ? 1 : 0));
}

/** Module of a CREATE VIRTUAL TABLE in lower case, and its arguments as written. Throws UnreadableSql. */
export function readModule(sql: string): { module: string; args: string[] } {
  const statement = new Cursor(sql);
  while (!statement.accept('TABLE')) statement.next();
  statement.accept('IF', 'NOT', 'EXISTS');
  statement.name();
  if (statement.accept('.')) statement.name();
  statement.expect('USING');
  const module = statement.name().toLowerCase();
  if (statement.done) return { module, args: [] };
  return {
    module,
    args: statement
      .group()
      .parts()
      .map((part) => part.text()),
  };
}
