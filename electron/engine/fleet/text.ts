/**
 * The text of a file that somebody's spreadsheet wrote: UTF-8 or UTF-16 by its mark, UTF-8 where the bytes are that, else
 * Windows-1252, which Excel writes in Portugal and Brazil as "CSV (separado por ponto e vírgula)".
 * https://encoding.spec.whatwg.org/#names-and-labels
 */
export function textOfBytes(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are no UTF-8 are letters with accents of the older encoding; every byte means something there.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * The separator of a CSV: what Excel's own first line says (`sep=;`), else the one of which the header has most.
 * @returns how many lines go before the header, too.
 */
export function separatorOf(text: string): { separator: string; skip: number } {
  const said = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (said !== undefined) return { separator: said, skip: 1 };
  const header = (/^[\s]*([^\r\n]*)/.exec(text)?.[1] ?? '').replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (separator: string): number => header.split(separator).length;
  const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return { separator: best, skip: 0 };
}
