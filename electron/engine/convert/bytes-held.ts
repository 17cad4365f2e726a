import { isUtf8 } from 'node:buffer';
import { type Conversion, Trouble } from './types.ts';

/**
 * Bytes that spell out a value exactly as PostgreSQL prints it are that value: SQLite changes a text that looks like a
 * number in a column that keeps numbers, and leaves bytes alone. https://www.sqlite.org/datatype3.html#type_affinity
 */
export function alsoFromBytes(conversion: Conversion): Conversion {
  return {
    copySql: (c, p) => conversion.copySql(c, p),
    encode(value) {
      const encoded = conversion.encode(value);
      if (!(value instanceof Uint8Array) || !isUtf8(value)) return encoded;
      const text = Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8');
      const read = conversion.encode(text);
      const isSame = (read instanceof Trouble ? read.text : read) === text;
      return isSame ? new Trouble('value.bytes', text, 'value kept as bytes') : encoded;
    },
  };
}
