import { type ArrayItems, arrayText, isRectangular, readArray } from './array-literal.ts';
import { readJson } from './json.ts';
import { type Conversion, Trouble } from './types.ts';

/** A JSON array of texts into text[], written as PostgreSQL prints arrays. */
export const textArray: Conversion = {
  encode(value) {
    if (typeof value !== 'string') return new Trouble('array.notArray', null, 'no text');
    // What no list can say (bounds that do not begin at 1) is kept in PostgreSQL's own spelling.
    if (/^[[{]/.test(value) && value.endsWith('}') && readArray(value))
      return new Trouble('array.notArray', value, 'array as PostgreSQL writes it');
    const read = readJson(value);
    if ('problem' in read)
      return new Trouble(`json.${read.problem}`, null, 'JSON that PostgreSQL would change or refuse');
    const items: unknown = JSON.parse(value);
    if (!isList(items)) return new Trouble('array.notArray', null, 'no list of texts');
    const text = arrayText({ bounds: '', items });
    if (!items.some(Array.isArray)) return text;
    return isRectangular(items)
      ? new Trouble('array.notArray', text, 'list of lists')
      : new Trouble('array.notArray', null, 'lists of different lengths');
  },
  copySql: () => null,
};

function isList(items: unknown): items is ArrayItems {
  return (
    Array.isArray(items) && items.every((item) => typeof item === 'string' || item === null || isList(item))
  );
}
