import type { ConversionName } from '../../../shared/model/index.ts';

/**
 * True where two texts are one value: a numeric is what it is with and without zeros at its end, a float of 32 bits
 * prints other digits than the same float of 64.
 */
export function sameValue(conversion: ConversionName, a: string, b: string): boolean {
  if (a === b) return true;
  if (conversion === 'numeric' || conversion === 'integer') return canonical(a) === canonical(b);
  if (conversion === 'double') return isNumber(a) && isNumber(b) && Object.is(Number(a), Number(b));
  return false;
}

function canonical(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}
