import { readJson } from './json.ts';
import { type Conversion, Trouble } from './types.ts';

/** A JSON array of texts into text[], written as PostgreSQL prints arrays. */
export const textArray: Conversion = {
  encode(value) {
    if (typeof value !== 'string') return new Trouble('array.notArray', null, 'no text');
    const read = readJson(value);
    if ('problem' in read)
      return new Trouble(`json.${read.problem}`, null, 'JSON that PostgreSQL would change or refuse');
    const items: unknown = JSON.parse(value);
    if (!Array.isArray(items) || !items.every((item) => typeof item === 'string' || item === null)) {
      return new Trouble('array.notArray', null, 'no list of texts');
    }
    return `{${items.map((item: string | null) => (item === null ? 'NULL' : element(item))).join(',')}}`;
  },
  copySql: () => null,
};

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function element(item: string): string {
  const bare = item !== '' && !/^null$/i.test(item) && !/[{}",\\ \t\n\r\v\f]/.test(item);
  return bare ? item : `"${item.replace(/["\\]/g, '\\$&')}"`;
}
