import type { ConversionName } from '../../../shared/model/index.ts';
import { readInterval } from '../convert/interval.ts';

/**
 * True where two texts are one value: a numeric is what it is with and without zeros at its end, a float of 32 bits
 * prints other digits than the same float of 64, and 24 hours are a day.
 */
export function sameValue(conversion: ConversionName, a: string, b: string): boolean {
  if (a === b) return true;
  if (conversion === 'numeric' || conversion === 'integer') return canonical(a) === canonical(b);
  if (conversion === 'double') return isNumber(a) && isNumber(b) && Object.is(Number(a), Number(b));
  if (conversion === 'real')
    return isNumber(a) && isNumber(b) && Object.is(Math.fround(Number(a)), Math.fround(Number(b)));
  return conversion === 'interval' && sameInterval(a, b);
}

/** As PostgreSQL compares them, but for months, which it takes for 30 days. */
function sameInterval(a: string, b: string): boolean {
  const [x, y] = [readInterval(a), readInterval(b)];
  if (x === null || y === null || x.months !== y.months) return false;
  return (x.days - y.days) * 86_400_000_000n === y.micros - x.micros;
}

function canonical(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}
