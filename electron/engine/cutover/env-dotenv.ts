/** A statement of an .env file. Comments, blank lines and what cannot be read have no name. */
export interface Binding {
  name: string | null;
  /** Null: a name alone, which sets nothing. */
  value: string | null;
  /** The statement with the blank lines before it and its line's end: all texts together are the file's. */
  text: string;
  /** Where in it the statement begins, where its value does, and where that ends. */
  head: number;
  from: number;
  end: number;
}

/** Python's white space, which is not JavaScript's; within a line: without line ends. */
const white = String.raw`\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\t\v\f`;
const patterns = {
  blank: new RegExp(`[${white}\\r\\n]*`, 'y'),
  gap: new RegExp(`[${white}]*`, 'y'),
  exported: new RegExp(`(?:export[${white}]+)?`, 'y'),
  quotedName: /'[^']+'/y,
  name: new RegExp(`[^=#${white}\\r\\n]+`, 'y'),
  equals: new RegExp(`=[${white}]*`, 'y'),
  line: /[^\r\n]*/y,
  lineEnd: new RegExp(`(?:[${white}]*#[^\\r\\n]*)?[${white}]*(?:\\r\\n|[\\r\\n]|$)`, 'y'),
  restOfLine: /[^\r\n]*(?:\r\n|[\r\n]|$)/y,
};
const comment = new RegExp(`[${white}]+#[\\s\\S]*`);
const trailing = new RegExp(`[${white}]+$`);
const variable = /\$\{([^}:]*)(?::-([^}]*))?\}/g;

/**
 * Divides the text of an .env file as python-dotenv does, from 0.21 to 1.2:
 * https://github.com/theskumar/python-dotenv/blob/main/src/dotenv/parser.py
 */
export function dotenvBindings(text: string): Binding[] {
  const bindings: Binding[] = [];
  const cursor = { text, at: 0 };
  while (cursor.at < text.length) {
    const start = cursor.at;
    const found = statement(cursor);
    // What cannot be read is passed over from where that is seen.
    if (found === null) take(cursor, 'restOfLine');
    const { name, value, head, from, end } = found ?? nothing(start);
    const at = { head: head - start, from: from - start, end: end - start };
    bindings.push({ name, value, text: text.slice(start, cursor.at), ...at });
  }
  return bindings;
}

/** What dotenv_values() gives: the last of a name counts, `${NAME}` and `${NAME:-default}` are put in. */
export function dotenvValues(text: string, environment: Record<string, string | undefined> = {}): Values {
  const known: Values = new Map();
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) known.set(name, value);
  const values: Values = new Map();
  for (const { name, value } of dotenvBindings(text)) {
    if (name === null) continue;
    const put = (_: string, of: string, otherwise = '') =>
      known.has(of) ? (known.get(of) ?? '') : otherwise;
    const resolved = value?.replace(variable, put) ?? null;
    known.set(name, resolved);
    values.set(name, resolved);
  }
  return values;
}

/** Settings by name, as one reader gets them; null: a name without a value. */
export type Values = Map<string, string | null>;

interface Cursor {
  readonly text: string;
  at: number;
}

function take(cursor: Cursor, kind: keyof typeof patterns): string | null {
  const pattern = patterns[kind];
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found ?? null;
}

type Statement = Omit<Binding, 'text'>;

function nothing(at: number): Statement {
  return { name: null, value: null, head: at, from: at, end: at };
}

function statement(cursor: Cursor): Statement | null {
  take(cursor, 'blank');
  const head = cursor.at;
  if (head === cursor.text.length) return nothing(head);
  take(cursor, 'exported');
  const first = cursor.text[cursor.at];
  let name: string | null = null;
  if (first === "'") name = asPython(take(cursor, 'quotedName')?.slice(1, -1)) ?? null;
  else if (first !== '#') name = take(cursor, 'name');
  if (name === null && first !== '#') return null;
  let [from, end] = [cursor.at, cursor.at];
  let value: string | null = null;
  take(cursor, 'gap');
  if (take(cursor, 'equals') !== null) {
    from = cursor.at;
    const found = valueAt(cursor);
    if (found === null) return null;
    ({ value, end } = found);
  }
  return take(cursor, 'lineEnd') === null ? null : { name, value, head, from, end };
}

function valueAt(cursor: Cursor): { value: string; end: number } | null {
  const from = cursor.at;
  const quote = cursor.text[from];
  if (quote !== "'" && quote !== '"') {
    const value = (take(cursor, 'line') ?? '').replace(comment, '').replace(trailing, '');
    return { value, end: from + value.length };
  }
  const close = closing(cursor.text, quote, from + 1);
  if (close === null) return null;
  cursor.at = close + 1;
  const inner = asPython(cursor.text.slice(from + 1, close)) ?? '';
  return {
    value: inner.replace(quote === "'" ? /\\([\\'])/g : /\\([\\'"abfnrtv])/g, unescaped),
    end: close + 1,
  };
}

/** Python reads every kind of line end as one. */
function asPython(text: string | undefined): string | undefined {
  return text?.replace(/\r\n?/g, '\n');
}

/** The first quote without a `\` before it, else the last of all: what `((?:\\'|[^'])*)'` comes to. */
function closing(text: string, quote: string, from: number): number | null {
  let last: number | null = null;
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (at === from || text[at - 1] !== '\\') return at;
    last = at;
  }
  return last;
}

const escapes: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescaped(_: string, letter: string): string {
  return escapes[letter] ?? letter;
}
