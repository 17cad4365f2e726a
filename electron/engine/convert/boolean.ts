import { type Conversion, Trouble } from './types.ts';
import { BadText } from './values.ts';

const words = new Map<string, 't' | 'f'>([
  ...['true', 't', 'yes', 'y', 'on', 'sim', 's', '1'].map((word) => [word, 't'] as const),
  ...['false', 'f', 'no', 'n', 'off', 'não', 'nao', '0'].map((word) => [word, 'f'] as const),
]);

/** What a word means in a boolean column, undefined for one that means neither. */
export function booleanWord(text: string): 't' | 'f' | undefined {
  return words.get(text.trim().toLowerCase());
}

/** 0 and 1 into boolean. Other numbers are read as SQLAlchemy reads them: everything but 0 is true. */
export const boolean: Conversion = {
  encode(value) {
    if (value === 1n) return 't';
    if (value === 0n) return 'f';
    if (typeof value === 'bigint' || typeof value === 'number') {
      return new Trouble('boolean.number', Number(value) === 0 ? 'f' : 't', 'number other than 0 and 1');
    }
    const word = typeof value === 'string' ? booleanWord(value) : undefined;
    if (word) return new Trouble('boolean.word', word, 'word in a boolean column');
    const what = value instanceof Uint8Array || value instanceof BadText ? 'bytes' : 'text';
    return new Trouble('boolean.unknown', null, `${what} that is neither true nor false`);
  },
  copySql(c, p) {
    return p.reals + p.texts + p.blobs + p.notBoolean > 0 ? null : `case ${c} when 1 then 't' else 'f' end`;
  },
};
