import { numberOfText } from './number.ts';
import { type Conversion, Trouble } from './types.ts';

/** Below half of the smallest float4 everything is zero. */
const smallest = 2 ** -149;

/**
 * REAL and INTEGER into real. A double crosses exactly where it is a float4, and where the digits that PostgreSQL shows
 * are those of the double: 0.1 comes back as 0.1. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT
 */
export const real: Conversion = {
  encode(value) {
    if (typeof value === 'bigint') {
      const near = Number(value);
      const nearest = realText(near);
      const isSame = nearest !== null && BigInt(near) === value && Number(nearest) === near;
      return isSame ? nearest : new Trouble('real.digits', nearest, 'INTEGER beyond the precision of a real');
    }
    if (typeof value === 'number') return fromDouble(value);
    if (value === 'NaN') return value;
    if (value === 'Infinity' || value === '-Infinity')
      return new Trouble('double.text', value, 'infinity written as text');
    const number = numberOfText(value);
    const nearest = number === null ? null : realText(number);
    return nearest === null
      ? new Trouble('double.text', null, 'no number that a real can hold')
      : new Trouble('double.text', nearest, 'number written as text');
  },
  copySql: () => null,
};

function fromDouble(value: number): string | Trouble {
  const nearest = realText(value);
  const isSame = nearest !== null && (Number(nearest) === value || Math.fround(value) === value);
  return isSame ? nearest : new Trouble('real.digits', nearest, 'more digits than a real has');
}

/** The nearest float4 as PostgreSQL prints it; null where that is infinity or zero and the number is not. */
export function realText(value: number): string | null {
  const near = Math.fround(value);
  if (Number.isFinite(near) !== Number.isFinite(value) || (near === 0 && value !== 0)) return null;
  return float4Text(near);
}

/**
 * A float4 as PostgreSQL prints it: the shortest digits that lie between its neighbours' halves, in scientific form below
 * 1e-4 and from 1e6 on. https://github.com/postgres/postgres/blob/master/src/common/f2s.c
 */
export function float4Text(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  if (Number.isInteger(size) && size < 1e6) return sign + String(size);
  const [digits, exponent] = shortest(size);
  if (exponent >= 6 || exponent < -4) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}

/** Digits without zeros at the end, and the power of ten of the first. */
function shortest(size: number): [digits: string, exponent: number] {
  const scale = Math.max(Math.floor(Math.log2(size)) - 23, -149);
  const mantissa = BigInt(size / 2 ** scale);
  // In quarters of the last bit: below a power of two the floats lie twice as dense.
  const above = 2n;
  const below = mantissa === 2n ** 23n && size > smallest * 2 ** 23 ? 1n : 2n;
  for (let places = 1; ; places++) {
    const exponent = Number(size.toExponential(16).split('e')[1]);
    const ten = exponent + 1 - places;
    // Both sides as whole numbers: quarters of bits on the one, units of the last digit on the other.
    const two = scale - 2;
    const factor = power(10n, -ten) * power(2n, two);
    const exact = mantissa * 4n * factor;
    const unit = power(10n, ten) * power(2n, -two);
    const down = exact / unit;
    const rest = exact % unit;
    const inside: [distance: bigint, digits: bigint][] = [];
    if (rest < below * factor) inside.push([rest, down]);
    if (unit - rest < above * factor) inside.push([unit - rest, down + 1n]);
    inside.sort(([a, x], [b]) => (a === b ? (x % 2n === 0n ? -1 : 1) : a < b ? -1 : 1));
    const [nearest] = inside;
    if (!nearest || nearest[1] === 0n) continue;
    const digits = nearest[1].toString();
    return [digits.replace(/0+$/, ''), ten + digits.length - 1];
  }
}

function power(base: bigint, exponent: number): bigint {
  return exponent > 0 ? base ** BigInt(exponent) : 1n;
}
