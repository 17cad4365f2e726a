import { isUtf8 } from 'node:buffer';
import { escapeSql } from './copytext.ts';
import { floatText } from './number.ts';
import { type Conversion, Trouble } from './types.ts';
import { BadText } from './values.ts';

const windows1252 = new TextDecoder('windows-1252');

/** TEXT into text or varchar. What is no text is spelled out, its original goes to the exceptions. */
export const text: Conversion = {
  encode(value) {
    if (typeof value === 'string') {
      // PostgreSQL's text holds every character but NUL: https://www.postgresql.org/docs/current/datatype-character.html
      return value.includes('\0') ? new Trouble('text.nul', visibleNul(value), 'NUL byte in a text') : value;
    }
    if (value instanceof BadText) {
      return new Trouble(
        'text.notUtf8',
        visibleNul(windows1252.decode(value.bytes)),
        'bytes are not UTF-8, read as Windows-1252',
      );
    }
    if (typeof value === 'bigint')
      return new Trouble('text.number', value.toString(), 'INTEGER in a text column');
    if (typeof value === 'number')
      return new Trouble('text.number', floatText(value), 'REAL in a text column');
    return new Trouble('text.blob', blobText(value), 'BLOB in a text column');
  },
  copySql(c, p) {
    if (p.integers + p.reals + p.blobs + p.badUtf8 + p.nul > 0) return null;
    return p.escapes > 0 ? escapeSql(c) : c;
  },
};

/** U+2400 is the picture of NUL: the place stays visible. */
function visibleNul(value: string): string {
  return value.replaceAll('\0', '\u2400');
}

function blobText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer) && !buffer.includes(0) ? buffer.toString('utf8') : `\\x${buffer.toString('hex')}`;
}
