import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

const int8 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const decimal = /^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;

/** INTEGER into integer or bigint. */
export const integer: Conversion = {
  encode(value) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'number') {
      const whole = Number.isInteger(value) ? int8Text(BigInt(value)) : null;
      return whole === null
        ? new Trouble('integer.real', null, 'REAL that is no whole number of 64 bits')
        : new Trouble('integer.real', whole, 'REAL in an integer column');
    }
    const digits = numberIn(value, /^\s*[+-]?\d+\s*$/);
    const whole = digits === null ? null : int8Text(BigInt(digits));
    if (whole !== null) return new Trouble('integer.text', whole, 'number written as text');
    return new Trouble('integer.text', null, 'no whole number');
  },
  copySql: (c, p) => (p.reals + p.texts + p.blobs === 0 ? c : null),
};

/** INTEGER and REAL into numeric: every digit that SQLite shows for the double is kept. */
export const numeric: Conversion = {
  encode(value) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'number') {
      if (!Number.isFinite(value))
        return new Trouble('numeric.infinity', null, 'infinity in a numeric column');
      if (Object.is(value, -0)) return new Trouble('numeric.negativeZero', '0', 'negative zero');
      return plainDecimal(String(value));
    }
    // SQLite keeps these as text: its own NaN is NULL.
    if (typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value)) return value;
    const number = numberIn(value, decimal);
    const digits = number === null ? null : numericText(number);
    return digits === null
      ? new Trouble('numeric.text', null, 'no number that numeric can hold')
      : new Trouble('numeric.text', digits, 'number written as text');
  },
  copySql: (c, p) => (p.reals + p.texts + p.blobs === 0 ? c : null),
};

/** REAL into double precision. */
export const double: Conversion = {
  encode(value) {
    if (typeof value === 'number') return floatText(value);
    if (typeof value === 'bigint') {
      const near = Number(value);
      return BigInt(near) === value
        ? floatText(near)
        : new Trouble('double.integer', floatText(near), 'INTEGER beyond the precision of a double');
    }
    if (value === 'NaN') return value;
    if (value === 'Infinity' || value === '-Infinity')
      return new Trouble('double.text', value, 'infinity written as text');
    const near = numberOfText(value);
    return near === null
      ? new Trouble('double.text', null, 'no number that a double can hold')
      : new Trouble('double.text', floatText(near), 'number written as text');
  },
  copySql: () => null,
};

/** The double that a text spells out; null for what a double could only take as infinity or zero. */
export function numberOfText(value: Exclude<SqlValue, null>): number | null {
  const number = numberIn(value, decimal);
  const near = number === null ? Number.NaN : Number(number);
  return Number.isFinite(near) && (near !== 0 || !/[1-9]/.test(mantissa(number ?? ''))) ? near : null;
}

/**
 * A double as PostgreSQL prints it: the shortest digits that read back the same, in scientific form below 1e-4 and from
 * 1e15 on. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT
 */
export function floatText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  if (Number.isNaN(value)) return 'NaN';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) {
    const [digits, exponent] = (size < exactBelow ? size.toExponential() : innerShortest(size)).split(
      'e',
    ) as [string, string];
    return `${value < 0 ? '-' : ''}${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return String(value);
}

/** From here on a decimal of few digits can lie exactly between two doubles. */
const exactBelow = 2 ** 53;

/**
 * Shortest digits of a large double that lie inside the interval of decimals that read back as it. JavaScript also
 * takes those on its border, which read back by rounding to even; PostgreSQL does not (1e23 is 9.999999999999999e+22):
 * https://github.com/postgres/postgres/blob/master/src/common/d2s.c
 */
function innerShortest(size: number): string {
  const exact = BigInt(size);
  const above = 1n << BigInt(exact.toString(2).length - 53);
  // Below a power of two the doubles lie twice as dense.
  const below = (exact & (exact - 1n)) === 0n ? above / 2n : above;
  const exponent = exact.toString().length - 1;
  for (let places = 1; places <= exponent; places++) {
    const unit = 10n ** BigInt(exponent + 1 - places);
    const down = exact / unit;
    const rest = exact % unit;
    const inside: [bigint, bigint][] = [];
    if (rest * 2n < below) inside.push([rest, down]);
    if ((unit - rest) * 2n < above) inside.push([unit - rest, down + 1n]);
    inside.sort(([a, x], [b]) => (a === b ? (x % 2n === 0n ? -1 : 1) : a < b ? -1 : 1));
    const [nearest] = inside;
    if (nearest) return scientific(nearest[1].toString(), exponent + 1 - places);
  }
  return scientific(exact.toString(), 0);
}

function scientific(digits: string, exponent: number): string {
  const fraction = digits.slice(1).replace(/0+$/, '');
  return `${digits[0]}${fraction ? `.${fraction}` : ''}e+${exponent + digits.length - 1}`;
}

/** Decimal digits without an exponent, as numeric prints them. */
export function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (shift >= 0) {
    const digits = fraction.padEnd(shift, '0');
    const rest = digits.slice(shift);
    return sign + (whole + digits.slice(0, shift)).replace(/^0+(?=\d)/, '') + (rest ? `.${rest}` : '');
  }
  const digits = whole.padStart(1 - shift, '0');
  const point = digits.length + shift;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}${fraction}`;
}

/**
 * A decimal as somebody wrote it, digit for digit, as numeric prints it; null beyond its limits of 131072 digits
 * before and 16383 after the point. https://www.postgresql.org/docs/current/datatype-numeric.html
 */
export function numericText(text: string): string | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent);
  const digits = whole.replace(/^0+/, '') || '0';
  if (Math.abs(shift) > 131_072 || digits.length + shift > 131_072 || fraction.length - shift > 16_383)
    return null;
  const isZero = /^0*$/.test(whole + fraction);
  const plain = plainDecimal(`${digits}${fraction && `.${fraction}`}e${shift < 0 ? '' : '+'}${shift}`);
  return sign === '-' && !isZero ? `-${plain}` : plain;
}

function int8Text(whole: bigint): string | null {
  return whole >= int8.min && whole <= int8.max ? whole.toString() : null;
}

function mantissa(number: string): string {
  return number.replace(/e.*$/i, '');
}

function numberIn(value: Exclude<SqlValue, null>, shape: RegExp): string | null {
  return typeof value === 'string' && shape.test(value) ? value.trim() : null;
}
