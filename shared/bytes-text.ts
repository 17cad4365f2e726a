/** Bytes, or characters of a text, are shown up to here. */
const most = 120;

/** As many characters of base64 as that many characters of UTF-8 have at most. */
const begins = (most * 4 * 4) / 3;

/**
 * A value of bytes as people read it: the text that it is, `"abc" (bytes)`; one with what no screen shows, or what is no
 * UTF-8, written as `\x00` in it; or, where that would be no text any more, its notation in SQL, `x'00ff'`. No more is
 * read of it than is shown: a photograph in a row of a list has millions of bytes.
 * @param base64 the bytes, as findings and exceptions carry them
 */
export function bytesText(base64: string): string {
  const bytes = Uint8Array.from(atob(base64.slice(0, begins)), (char) => char.charCodeAt(0));
  const pieces = piecesOf(bytes);
  const readable = pieces.filter(({ text }) => text !== null).length;
  const isMore = (shown: number): boolean => shown < bytes.length || base64.length > begins;
  if (pieces.length > 0 && readable >= pieces.length * mostlyText) {
    const shown = pieces.map(({ text, codes }) => text ?? codes.map(escaped).join(''));
    const length = pieces.reduce((sum, { codes }) => sum + codes.length, 0);
    return `"${shown.join('')}${isMore(length) ? '…' : ''}" (bytes)`;
  }
  const shown = [...bytes.subarray(0, most)].map(hex).join('');
  return `x'${shown}${isMore(most) ? '…' : ''}'`;
}

/** As much of a value has to be readable for the rest to be told in between. */
const mostlyText = 0.75;

/** A character, quoted as in a text; null for what no screen shows and for a byte that is part of no character. */
interface Piece {
  text: string | null;
  codes: number[];
}

/** The first characters, as many as are shown. */
function piecesOf(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length && pieces.length < most; ) {
    const codes = [...bytes.subarray(at, at + lengthAt(bytes, at))];
    const char = decoded(codes);
    pieces.push({ codes, text: char === null ? null : JSON.stringify(char).slice(1, -1) });
    at += codes.length;
  }
  return pieces;
}

/** How many bytes the character at a place has; 1 where there is none. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const end = at + length;
  return end <= bytes.length && utf8(bytes.subarray(at, end)) !== null ? length : 1;
}

function decoded(codes: readonly number[]): string | null {
  const char = utf8(Uint8Array.from(codes));
  return char === null || /[\p{Cc}\p{Cf}\p{Cn}\p{Co}]/u.test(char) ? null : char;
}

/** Null where the bytes are no UTF-8. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function escaped(byte: number): string {
  return `\\x${hex(byte)}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
