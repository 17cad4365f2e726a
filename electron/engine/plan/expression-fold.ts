import { fold } from '../source/sql.ts';
import type { Comparison } from './expression-compare-time.ts';
import { booleanConstant, integerConstant, textConstant } from './expression-literals.ts';
import type { Constant, Value } from './expression-value.ts';

/**
 * What functions of constants give, worked out here: PostgreSQL works them out before it knows a collation, and then
 * refuses them in a generated column. https://www.sqlite.org/lang_corefunc.html
 */
const texts = new Map<string, (args: readonly string[]) => string>([
  ['lower', ([text = '']) => fold(text)],
  ['upper', ([text = '']) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())],
  ['replace', ([text = '', from = '', to = '']) => (from === '' ? text : text.replaceAll(from, () => to))],
  ['trim', ([text = '', ...set]) => trimmed(trimmed(text, set, 'start'), set, 'end')],
  ['ltrim', ([text = '', ...set]) => trimmed(text, set, 'start')],
  ['rtrim', ([text = '', ...set]) => trimmed(text, set, 'end')],
]);

/** The result of a function whose arguments are all constant texts; null where it is to be left to the server. */
export function folded(called: string, args: readonly Value[]): Value | null {
  const given = args.map((v) => v.constant);
  if (!given.every((each): each is string => typeof each === 'string')) return null;
  const make = texts.get(called);
  if (make) return textConstant(make(given));
  if (called === 'instr') {
    const [text = '', part = ''] = given;
    const at = text.indexOf(part);
    return integerConstant(BigInt(at < 0 ? 0 : [...text.slice(0, at)].length + 1));
  }
  return null;
}

/** Two constant texts compared under a collation, as their bytes are ordered; null for what is no text, or another collation. */
export function comparedConstants(
  a: Constant | null,
  op: Comparison,
  b: Constant | null,
  collation: string | null,
): Value | null {
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  const seen = (text: string): string | null => {
    if (collation === null || collation === 'BINARY') return text;
    if (collation === 'NOCASE') return fold(text);
    return collation === 'RTRIM' ? text.replace(/ +$/, '') : null;
  };
  const [left, right] = [seen(a), seen(b)];
  if (left === null || right === null) return null;
  const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
  const holds = {
    '=': order === 0,
    '<>': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return booleanConstant(holds[op]);
}

/** The least or greatest of constant texts, as their bytes are ordered. */
export function extremeOf(how: 'least' | 'greatest', args: readonly Value[]): Value | null {
  const given = args.map((v) => v.constant);
  if (!given.every((each): each is string => typeof each === 'string')) return null;
  const sorted = given.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return textConstant((how === 'least' ? sorted[0] : sorted.at(-1)) ?? '');
}

/** LIKE between two constants. */
export function likeConstants(text: string, pattern: string, escaped: string | null): Value {
  const letters = [...fold(pattern)];
  let regex = '';
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as string;
    if (letter === escaped) regex += literally(letters[++i] ?? '');
    else regex += letter === '%' ? '.*' : letter === '_' ? '.' : literally(letter);
  }
  return booleanConstant(new RegExp(`^${regex}$`, 'su').test(fold(text)));
}

function literally(letter: string): string {
  return letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}

function trimmed(text: string, [set = ' ']: readonly string[], side: 'start' | 'end'): string {
  const letters = [...text];
  const inside = new Set(set);
  if (side === 'start') {
    const first = letters.findIndex((letter) => !inside.has(letter));
    return first < 0 ? '' : letters.slice(first).join('');
  }
  const last = letters.findLastIndex((letter) => !inside.has(letter));
  return letters.slice(0, last + 1).join('');
}
