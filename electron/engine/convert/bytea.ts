import { floatText } from './number.ts';
import { type Conversion, Trouble } from './types.ts';
import { BadText } from './values.ts';

/** BLOB into bytea, in PostgreSQL's hex form. Text keeps its bytes. */
export const bytea: Conversion = {
  encode(value) {
    if (value instanceof Uint8Array) return hex(value);
    if (typeof value === 'string')
      return new Trouble('bytea.text', hex(Buffer.from(value)), 'TEXT in a binary column');
    if (value instanceof BadText)
      return new Trouble('bytea.text', hex(value.bytes), 'TEXT in a binary column');
    const digits = typeof value === 'bigint' ? value.toString() : floatText(value);
    return new Trouble('bytea.number', hex(Buffer.from(digits)), 'number in a binary column');
  },
  // In COPY the backslash of `\x…` is written twice.
  copySql: (c, p) => (p.integers + p.reals + p.texts > 0 ? null : `'\\\\x' || lower(hex(${c}))`),
};

function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}
