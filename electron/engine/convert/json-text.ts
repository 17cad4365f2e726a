import { type Conversion, Trouble } from './types.ts';

/** One level down needs a frame of the server's stack, which ends near 6000 of them with its default settings. */
const deepest = 2000;

/**
 * JSON text into json, which keeps it as it is, letter for letter: also equal keys and escapes that jsonb refuses.
 * https://www.postgresql.org/docs/current/datatype-json.html
 */
export const json: Conversion = {
  encode(value) {
    if (typeof value !== 'string') return new Trouble('json.notText', null, 'no text');
    const problem = jsonProblem(value);
    return problem === null ? value : new Trouble(`json.${problem}`, null, 'no JSON');
  },
  copySql: () => null,
};

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/.source;
const token = new RegExp(`[ \\t\\n\\r]*(?:([\\[\\{])|([\\]\\}])|(,)|(:)|(")|(?:${scalar}))`, 'uy');
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const blanks = /^[ \t\n\r]*$/;

/** What may come next. */
type Wanted = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'next' | 'end';

/** What is wrong with a text as JSON, null where nothing is. https://www.rfc-editor.org/rfc/rfc8259 */
function jsonProblem(text: string): 'empty' | 'broken' | 'nan' | 'deep' | null {
  if (blanks.test(text)) return 'empty';
  const open: string[] = [];
  let wanted: Wanted = 'value';
  token.lastIndex = 0;
  let at = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [, opens, closes, comma, colon, quoted] = found;
    if (quoted !== undefined) {
      const end = stringEnd(text, token.lastIndex);
      if (end === null) return 'broken';
      token.lastIndex = end;
    }
    at = token.lastIndex;
    const isValue = wanted === 'value' || wanted === 'first value';
    if (opens !== undefined) {
      if (!isValue) return 'broken';
      if (open.push(opens) > deepest) return 'deep';
      wanted = opens === '{' ? 'first key' : 'first value';
    } else if (closes !== undefined) {
      const isEmpty = wanted === (closes === '}' ? 'first key' : 'first value');
      const last = open.pop();
      if ((!isEmpty && wanted !== 'next') || last !== (closes === '}' ? '{' : '[')) return 'broken';
      wanted = open.length === 0 ? 'end' : 'next';
    } else if (comma !== undefined) {
      if (wanted !== 'next') return 'broken';
      wanted = open.at(-1) === '{' ? 'key' : 'value';
    } else if (colon !== undefined) {
      if (wanted !== 'colon') return 'broken';
      wanted = 'value';
    } else if (quoted !== undefined && (wanted === 'key' || wanted === 'first key')) {
      wanted = 'colon';
    } else {
      if (!isValue) return 'broken';
      wanted = open.length === 0 ? 'end' : 'next';
    }
  }
  const rest = text.slice(at);
  if (wanted === 'end' && blanks.test(rest)) return null;
  return /^[ \t\n\r]*-?(?:NaN|Infinity)\b/.test(rest) ? 'nan' : 'broken';
}

/**
 * Where a string ends that begins before that place, null for what is none. By hand: an expression would need a frame of
 * the stack for each escape, and there may be millions.
 */
function stringEnd(text: string, from: number): number | null {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit < 0x20) return null;
    if (unit !== 0x5c) continue;
    escaped.lastIndex = at;
    if (!escaped.test(text)) return null;
    at = escaped.lastIndex - 1;
  }
  return null;
}
