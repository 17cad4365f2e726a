import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

const int8 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?\s*$/;

/** INTEGER into integer or bigint. */
export const integer: Conversion = {
  encode(value) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'number') {
      return Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
        ? new Trouble('integer.real', value.toFixed(0), 'REAL in an integer column')
        : new Trouble('integer.real', null, 'REAL with decimals in an integer column');
    }
    const whole = numberIn(value, /^\s*[+-]?\d+\s*$/);
    if (whole !== null) {
      const n = BigInt(whole);
      if (n >= int8.min && n <= int8.max)
        return new Trouble('integer.text', n.toString(), 'number written as text');
    }
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
    const number = numberIn(value, decimal);
    return number === null
      ? new Trouble('numeric.text', null, 'no number')
      : new Trouble('numeric.text', plainDecimal(String(Number(number))), 'number written as text');
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
    const number = numberIn(value, decimal);
    return number === null
      ? new Trouble('double.text', null, 'no number')
      : new Trouble('double.text', floatText(Number(number)), 'number written as text');
  },
  copySql: () => null,
};

/**
 * A double as PostgreSQL prints it: the shortest digits that read back the same (JavaScript has the same rule), in
 * scientific form below 1e-4 and from 1e15 on. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT
 */
export function floatText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  if (Number.isNaN(value)) return 'NaN';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return String(value);
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

function numberIn(value: Exclude<SqlValue, null>, shape: RegExp): string | null {
  return typeof value === 'string' && shape.test(value) ? value.trim() : null;
}
