import { type Conversion, Trouble } from './types.ts';
import { BadText } from './values.ts';

const words: Record<string, 't' | 'f'> = {
  true: 't',
  t: 't',
  yes: 't',
  y: 't',
  on: 't',
  sim: 't',
  s: 't',
  '1': 't',
  false: 'f',
  f: 'f',
  no: 'f',
  n: 'f',
  off: 'f',
  não: 'f',
  nao: 'f',
  '0': 'f',
};

/** 0 and 1 into boolean. Other numbers are read as SQLAlchemy reads them: everything but 0 is true. */
export const boolean: Conversion = {
  encode(value) {
    if (value === 1n) return 't';
    if (value === 0n) return 'f';
    if (typeof value === 'bigint' || typeof value === 'number') {
      return new Trouble('boolean.number', Number(value) === 0 ? 'f' : 't', 'number other than 0 and 1');
    }
    const word = typeof value === 'string' ? words[value.trim().toLowerCase()] : undefined;
    if (word) return new Trouble('boolean.word', word, 'word in a boolean column');
    const what = value instanceof Uint8Array || value instanceof BadText ? 'bytes' : 'text';
    return new Trouble('boolean.unknown', null, `${what} that is neither true nor false`);
  },
  copySql(c, p) {
    return p.reals + p.texts + p.blobs + p.notBoolean > 0 ? null : `case ${c} when 1 then 't' else 'f' end`;
  },
};
