import { type Token, tokenize } from './tokens.ts';

/** A statement that does not read as SQLite's grammar says. */
export class UnreadableSql extends Error {}

/** Walks over the tokens of one statement, a clause at a time. */
export class Cursor {
  readonly sql: string;
  private readonly tokens: Token[];
  private at: number;
  private readonly stop: number;

  constructor(sql: string, tokens: Token[] = tokenize(sql), from = 0, to = tokens.length) {
    this.sql = sql;
    this.tokens = tokens;
    this.at = from;
    this.stop = to;
  }

  get done(): boolean {
    return this.at >= this.stop;
  }

  peek(ahead = 0): Token | null {
    return this.at + ahead < this.stop ? (this.tokens[this.at + ahead] as Token) : null;
  }

  next(): Token {
    const token = this.peek();
    if (!token) throw new UnreadableSql('the statement ends too early');
    this.at += 1;
    return token;
  }

  /** True when the next tokens are these keywords or symbols. */
  sees(...values: string[]): boolean {
    return values.every((value, i) => {
      const token = this.peek(i);
      return token?.value === value && (token.kind === 'word' || token.kind === 'symbol');
    });
  }

  /** Steps over these keywords or symbols when they come next. */
  accept(...values: string[]): boolean {
    if (!this.sees(...values)) return false;
    this.at += values.length;
    return true;
  }

  expect(...values: string[]): void {
    if (!this.accept(...values)) throw this.unexpected();
  }

  /** A name in any of SQLite's spellings: bare, "…", `…`, […] and, where a name must stand, '…'. */
  name(): string {
    const token = this.next();
    if (token.kind === 'word') return token.text;
    if (token.kind === 'name' || token.kind === 'string') return token.value;
    this.at -= 1;
    throw this.unexpected();
  }

  /** Steps over a parenthesised group and gives a cursor over what is inside. */
  group(): Cursor {
    this.expect('(');
    const from = this.at;
    for (let depth = 1; ; ) {
      const token = this.next();
      if (token.kind !== 'symbol') continue;
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth === 0) return new Cursor(this.sql, this.tokens, from, this.at - 1);
    }
  }

  /** The rest, split at its commas; a comma inside parentheses does not split. */
  parts(): Cursor[] {
    const parts: Cursor[] = [];
    let from = this.at;
    while (!this.done) {
      if (this.sees('(')) this.group();
      else if (this.accept(',')) {
        parts.push(new Cursor(this.sql, this.tokens, from, this.at - 1));
        from = this.at;
      } else this.next();
    }
    parts.push(new Cursor(this.sql, this.tokens, from, this.at));
    return parts;
  }

  /** The rest as written, without the last `leaveOut` tokens; comments between its tokens are kept. */
  text(leaveOut = 0): string {
    const first = this.peek();
    const last = this.tokens[this.stop - 1 - leaveOut];
    return first && last ? this.sql.slice(first.start, last.end) : '';
  }

  /** The last tokens, in order. */
  last(count: number): Token[] {
    return this.tokens.slice(Math.max(this.at, this.stop - count), this.stop);
  }

  unexpected(): UnreadableSql {
    const token = this.peek();
    return new UnreadableSql(
      token ? `unexpected ${token.text.slice(0, 40)}` : 'the statement ends too early',
    );
  }
}
