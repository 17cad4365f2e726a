import type { JsonValue } from '../../../shared/model/index.ts';

/**
 * A value as a stranger may see it: every letter is an a or an A, every digit a 9, all else as it is. How it is spelled
 * and how many characters it has stays, what it says is gone. Pure.
 */
export function maskText(text: string): string {
  return text
    .replaceAll(/\p{N}/gu, '9')
    .replaceAll(/\p{L}/gu, (letter) => (/\p{Lu}|\p{Lt}/u.test(letter) ? 'A' : 'a'));
}

/** The same for a value of an exception or a sample: its kind and its length stay. */
export function maskValue(value: JsonValue): JsonValue {
  if (value === null) return null;
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return maskNumber(value);
  if ('integer' in value) return { integer: maskText(value.integer) };
  if ('real' in value) return { real: maskText(value.real) };
  return { base64: Buffer.alloc(Buffer.byteLength(value.base64, 'base64')).toString('base64') };
}

/** Nines as a number, where a number can be so many of them; else as a text that is known for a number. */
function maskNumber(value: number): JsonValue {
  const masked = maskText(String(value));
  const number = Number(masked);
  if (String(number) === masked) return number;
  return Number.isInteger(value) && /^-?9+$/.test(masked) ? { integer: masked } : { real: masked };
}

export function maskRow(row: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, maskValue(value)]));
}

/** As PostgreSQL prints values; null is NULL. */
export function maskPrinted(text: string | null): string | null {
  return text === null ? null : maskText(text);
}
