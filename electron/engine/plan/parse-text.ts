import { type Program, parse } from 'sql-parser-cst';
import { tokenize } from '../source/tokens.ts';

/** Trees by text: the same rule is read for every column that it may bound, and for every other wish of a person. */
const known = new Map<string, Program>();
const most = 2000;

/** The syntax tree of SQLite's text, or what the parser did not expect in it. */
export function parseText(text: string): Program | { reason: string } {
  const before = known.get(text);
  if (before) return before;
  try {
    const tree = parse(text, { dialect: 'sqlite' });
    if (known.size >= most) known.clear();
    known.set(text, tree);
    return tree;
  } catch (error) {
    // The first line says what was not expected; the others draw the text.
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { reason: `it cannot be read: ${first.replace(/^Syntax Error: /, '')}` };
  }
}

/**
 * The text as the parser likes it: names in quotes (SQLite takes more bare words as names), numbers without underscores.
 * @param isName whether a bare word, before which and behind which nothing says otherwise, is one
 */
export function readable(sql: string, isName: (word: { value: string; text: string }) => boolean): string {
  const tokens = tokenize(sql);
  let result = '';
  let from = 0;
  for (const [i, token] of tokens.entries()) {
    const quotes = token.kind === 'word' && tokens[i + 1]?.text !== '(' && isName(token);
    const number = token.kind === 'number' ? token.text.replaceAll('_', '') : token.text;
    result += sql.slice(from, token.start) + (quotes ? `"${token.text}"` : number);
    from = token.end;
  }
  return result + sql.slice(from);
}
