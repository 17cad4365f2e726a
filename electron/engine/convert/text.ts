import { isUtf8 } from 'node:buffer';
import { escapeSql } from './copytext.ts';
import { floatText } from './number.ts';
import { type Conversion, Trouble } from './types.ts';
import { BadText, decodeUtf16 } from './values.ts';

const windows1252 = new TextDecoder('windows-1252');

/** In bytes as Latin-1 characters: one or more characters that are UTF-8, or one byte that is part of none. */
const utf8Or =
  /((?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)|[\x80-\xff]/g;

/** TEXT into text or varchar. What is no text is spelled out, its original goes to the exceptions. */
export const text: Conversion = {
  encode(value) {
    if (typeof value === 'string') {
      // PostgreSQL's text holds every character but NUL: https://www.postgresql.org/docs/current/datatype-character.html
      return value.includes('\0') ? new Trouble('text.nul', visibleNul(value), 'NUL byte in a text') : value;
    }
    if (value instanceof BadText) {
      const [repair, reason] =
        value.encoding === 'UTF-8'
          ? [fromBytes(value.bytes), 'bytes are not UTF-8, read as Windows-1252']
          : [decodeUtf16(value.bytes, value.encoding).toWellFormed(), 'half a character of UTF-16'];
      return new Trouble('text.notUtf8', visibleNul(repair), reason);
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

/** What is UTF-8 stays, every other byte is read as Windows-1252: a line that two programs wrote stays readable. */
function fromBytes(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return latin1.replace(utf8Or, (found, utf8: string | undefined) =>
    utf8 === undefined
      ? windows1252.decode(Buffer.from(found, 'latin1'))
      : Buffer.from(utf8, 'latin1').toString('utf8'),
  );
}

/** U+2400 is the picture of NUL: the place stays visible. */
function visibleNul(value: string): string {
  return value.replaceAll('\0', '\u2400');
}

/** What a person could have typed is shown as it reads, everything else as bytea prints it. */
function blobText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = isUtf8(buffer) ? buffer.toString('utf8') : null;
  return text === null || /[^\P{Cc}\t\n\r]/u.test(text) ? `\\x${buffer.toString('hex')}` : text;
}
