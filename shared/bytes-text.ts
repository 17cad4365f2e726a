/** Bytes, or characters of a text, are shown up to here. */
const most = 120;

/**
 * A value of bytes as people read it: the text that it is, `"abc" (bytes)`, or its notation in SQL, `x'00ff'`.
 * @param base64 the bytes, as findings and exceptions carry them
 */
export function bytesText(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const text = textOf(bytes);
  if (text !== null) {
    const shown = text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
    return `${JSON.stringify(shown)} (bytes)`;
  }
  const shown = [...bytes.subarray(0, most)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `x'${shown}${bytes.length > most ? '…' : ''}'`;
}

/** Null where the bytes are no UTF-8, or hold what no screen shows. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\p{Cc}\p{Cf}\p{Cn}\p{Co}]/u.test(text) ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
