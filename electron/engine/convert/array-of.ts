import type { ColumnFit } from '../../../shared/model/index.ts';
import { type ArrayItems, arrayText, isRectangular, readArray } from './array-literal.ts';
import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

type Element = NonNullable<ColumnFit['element']>;

/** A number of JSON with its digits, which a double need not have room for. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON array into an array of PostgreSQL, each item by the conversion of the element's type. */
export function arrayOf(conversion: Conversion, { conversion: name }: Element): Conversion {
  return {
    encode(value) {
      if (typeof value !== 'string') return new Trouble('array.notArray', null, 'no text');
      // What no list can say (bounds that do not begin at 1) is kept in PostgreSQL's own spelling.
      if (/^[[{]/.test(value) && value.endsWith('}') && readArray(value))
        return new Trouble('array.notArray', value, 'array as PostgreSQL writes it');
      const list = parse(value);
      if (!Array.isArray(list)) return new Trouble('array.notArray', null, 'no list');
      let state: 'exact' | 'repaired' | 'lost' = 'exact';
      const itemOf = (item: unknown): string | null | ArrayItems => {
        if (item === null) return null;
        if (Array.isArray(item)) return item.map(itemOf);
        const encoded = encodeItem(conversion, name, item);
        if (!(encoded instanceof Trouble)) return encoded;
        if (encoded.text === null) state = 'lost';
        else if (state === 'exact') state = 'repaired';
        return encoded.text;
      };
      const items = list.map(itemOf);
      if (!isRectangular(items)) return new Trouble('array.notArray', null, 'lists of different lengths');
      const text = arrayText({ bounds: '', items });
      if (state !== 'exact')
        return new Trouble('array.element', state === 'lost' ? null : text, 'item of another type');
      return items.some(Array.isArray) ? new Trouble('array.notArray', text, 'list of lists') : text;
    },
    copySql: () => null,
  };
}

/** The same the other way: JSON as Python writes lists; an array with bounds of its own stays as it is. */
export function decodeArrayOf(text: string, { conversion }: Element): string {
  const found = readArray(text);
  if (found === null || found.bounds !== '') return text;
  const json = (items: ArrayItems): string =>
    `[${items.map((item) => (item === null ? 'null' : Array.isArray(item) ? json(item) : itemJson(item, conversion))).join(', ')}]`;
  return json(found.items);
}

/** `JSON.parse` shows a reviver what a number was written as. https://tc39.es/proposal-json-parse-with-source/ */
function parse(text: string): unknown {
  const keepDigits = (_: string, value: unknown, { source = '' }: { source?: string } = {}): unknown =>
    typeof value === 'number' ? new Digits(source) : value;
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const numbers: readonly string[] = ['integer', 'numeric', 'double', 'real'];

function encodeItem(conversion: Conversion, name: string, item: unknown): string | Trouble {
  if (name === 'boolean' && typeof item === 'boolean') return item ? 't' : 'f';
  if (item instanceof Digits) return encodeNumber(conversion, name, item.text);
  if (typeof item !== 'string' || !item.isWellFormed())
    return new Trouble('array.element', null, 'item of another type');
  const encoded = conversion.encode(item);
  // JSON has no word for these, so that they are texts there.
  const isWord = numbers.includes(name) && /^(NaN|-?Infinity)$/.test(item);
  return isWord && encoded instanceof Trouble && encoded.text === item ? item : encoded;
}

function encodeNumber(conversion: Conversion, name: string, digits: string): string | Trouble {
  // By its digits: a numeric has room for all of them.
  if (name === 'numeric') {
    const encoded = conversion.encode(digits);
    const isSame = encoded instanceof Trouble && encoded.code === 'numeric.text' && encoded.text !== null;
    return isSame ? (encoded.text as string) : encoded;
  }
  const whole = /^-?\d+$/.test(digits) ? BigInt(digits) : null;
  const isHeld = whole !== null && BigInt.asIntN(64, whole) === whole && digits !== '-0';
  const value: Exclude<SqlValue, null> = isHeld ? whole : Number(digits);
  if (name !== 'boolean') return conversion.encode(value);
  const encoded = conversion.encode(value);
  return encoded instanceof Trouble
    ? encoded
    : new Trouble('boolean.number', encoded, 'number in a list of yes and no');
}

function itemJson(item: string, name: Element['conversion']): string {
  if (name === 'boolean') return item === 't' ? 'true' : 'false';
  // A number as PostgreSQL prints it is one of JSON too; NaN and infinity are not.
  return numbers.includes(name) && /^-?\d/.test(item) ? item : JSON.stringify(item);
}
