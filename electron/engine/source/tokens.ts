export interface Token {
  kind: 'word' | 'name' | 'string' | 'number' | 'blob' | 'symbol';
  /** As written, quotes included. */
  text: string;
  /** Words in upper case, quoted names and strings without their quotes, everything else as written. */
  value: string;
  start: number;
  end: number;
}

/**
 * SQLite's lexical grammar (https://www.sqlite.org/lang_keywords.html, https://www.sqlite.org/draft/tokenreq.html) as
 * one alternation, longest first: blanks and comments, strings, the three ways to quote a name, BLOBs, numbers, words,
 * operators. Comments and quotes that never end run to the end of the text, as they do in SQLite.
 */
const lexeme = new RegExp(
  [
    String.raw`(?<blank>[ \t\n\f\r]+|--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)`,
    `(?<string>'(?:[^']|'')*(?:'|$))`,
    String.raw`(?<name>"(?:[^"]|"")*(?:"|$)|${'`'}(?:[^${'`'}]|${'``'})*(?:${'`'}|$)|\[[^\]]*(?:\]|$))`,
    `(?<blob>[xX]'[0-9a-fA-F]*')`,
    String.raw`(?<number>0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?)`,
    String.raw`(?<word>[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*)`,
    String.raw`(?<symbol>->>|->|\|\||<<|>>|<=|<>|>=|==|!=|[^])`,
  ].join('|'),
  'uy',
);

/** The tokens of a statement without blanks and comments. Never fails: what SQLite does not know is a symbol. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  lexeme.lastIndex = 0;
  for (let match = lexeme.exec(sql); match; match = lexeme.exec(sql)) {
    const { blank, ...kinds } = match.groups as Record<string, string | undefined>;
    if (blank !== undefined) continue;
    const [kind, text] = Object.entries(kinds).find(([, found]) => found !== undefined) as [
      Token['kind'],
      string,
    ];
    tokens.push({ kind, text, value: meaning(kind, text), start: match.index, end: lexeme.lastIndex });
  }
  return tokens;
}

/** The text that a quoted name or string stands for. */
export function unquote(text: string): string {
  const quote = text[0] as string;
  if (quote === '[') return text.slice(1, text.endsWith(']') ? -1 : undefined);
  const closed = text.length > 1 && text.endsWith(quote);
  return text.slice(1, closed ? -1 : undefined).replaceAll(quote + quote, quote);
}

function meaning(kind: Token['kind'], text: string): string {
  // Keywords are ASCII; other letters keep their case, as in SQLite.
  if (kind === 'word') return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return kind === 'name' || kind === 'string' ? unquote(text) : text;
}
