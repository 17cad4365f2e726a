import { numericText } from './number.ts';
import { type Conversion, Trouble } from './types.ts';

/**
 * JSON text into jsonb. jsonb keeps the last of two equal keys, has no NUL and no lone surrogates, and numbers only as
 * far as numeric goes (https://www.postgresql.org/docs/current/datatype-json.html): text with any of these does not
 * survive, and JSON.parse would not tell. So it is read here, and written as PostgreSQL prints it.
 */
export const jsonb: Conversion = {
  encode(value) {
    if (typeof value !== 'string') return new Trouble('json.notText', null, 'no text');
    const read = readJson(value);
    return 'problem' in read
      ? new Trouble(`json.${read.problem}`, null, 'JSON that jsonb would change or refuse')
      : read.text;
  },
  copySql: () => null,
};

export type JsonProblem =
  | 'empty'
  | 'broken'
  | 'nan'
  | 'duplicateKey'
  | 'nul'
  | 'surrogate'
  | 'number'
  | 'deep';

const deepest = 512;

/** The text as jsonb would print it, or what is wrong with it. */
export function readJson(text: string): { text: string } | { problem: JsonProblem } {
  if (text.trim() === '') return { problem: 'empty' };
  const reader = new Reader(text);
  try {
    return { text: reader.document() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.problem };
    throw error;
  }
}

class Problem extends Error {
  readonly problem: JsonProblem;
  constructor(problem: JsonProblem) {
    super(problem);
    this.problem = problem;
  }
}

const blank = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;
const notJson = /-?(?:NaN|Infinity)/y;

/** https://www.rfc-editor.org/rfc/rfc8259 */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): string {
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) throw new Problem('broken');
    return value;
  }

  #value(depth: number): string {
    if (depth > deepest) throw new Problem('deep');
    this.#skip();
    const c = this.#text[this.#at];
    if (c === '{') return this.#object(depth);
    if (c === '[') return this.#array(depth);
    // jsonb escapes the same characters in the same way.
    if (c === '"') return JSON.stringify(this.#string());
    const word = this.#match(literal);
    if (word !== null) return word;
    const digits = this.#match(number);
    if (digits !== null) return numberText(digits);
    throw new Problem(this.#match(notJson) === null ? 'broken' : 'nan');
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    this.#list('}', () => {
      this.#skip();
      if (this.#text[this.#at] !== '"') throw new Problem('broken');
      const key = this.#string();
      if (members.has(key)) throw new Problem('duplicateKey');
      this.#skip();
      this.#take(':');
      members.set(key, this.#value(depth + 1));
    });
    // jsonb sorts keys by length, then bytes.
    const sorted = [...members].map(([key, value]) => ({ bytes: Buffer.from(key), key, value }));
    sorted.sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
    return `{${sorted.map(({ key, value }) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;
  }

  #array(depth: number): string {
    const items: string[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return `[${items.join(', ')}]`;
  }

  #list(end: string, item: () => void): void {
    this.#at++;
    this.#skip();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#skip();
      if (this.#text[this.#at] === end) break;
      this.#take(',');
    }
    this.#at++;
  }

  #string(): string {
    let end = this.#at + 1;
    for (; this.#text[end] !== '"'; end++) {
      if (end >= this.#text.length) throw new Problem('broken');
      if (this.#text[end] === '\\') end++;
    }
    let value: string;
    try {
      value = JSON.parse(this.#text.slice(this.#at, end + 1)) as string;
    } catch {
      // Control characters or an unknown escape.
      throw new Problem('broken');
    }
    if (value.includes('\0')) throw new Problem('nul');
    if (!value.isWellFormed()) throw new Problem('surrogate');
    this.#at = end + 1;
    return value;
  }

  #skip(): void {
    this.#match(blank);
  }

  #take(c: string): void {
    if (this.#text[this.#at] !== c) throw new Problem('broken');
    this.#at++;
  }

  #match(shape: RegExp): string | null {
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#text);
    if (!found) return null;
    this.#at += found[0].length;
    return found[0];
  }
}

/** A number as numeric prints it, which ends at so many digits and has no -0. */
function numberText(digits: string): string {
  const text = numericText(digits);
  if (text === null || (digits.startsWith('-') && !text.startsWith('-'))) throw new Problem('number');
  return text;
}
