import { quoteLiteral } from '../target/sql.ts';
import { refuse, type Value, value } from './expression-value.ts';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** A text that SQLite takes for a number as a whole: https://www.sqlite.org/datatype3.html#type_affinity */
const numeral = /^[ \t\n\v\f\r]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\v\f\r]*$/;
const numeralPrefix = /^[ \t\n\v\f\r]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;

export function integerConstant(n: bigint): Value {
  return value(n < 0n ? `(${n})` : `${n}`, 'integer', { constant: n });
}

export function realConstant(n: number): Value {
  if (!Number.isFinite(n)) refuse('an infinite number');
  // The shortest digits that give the same double, so that equal numbers are spelled alike on both sides.
  const digits = Number.isInteger(n) && Math.abs(n) < 1e21 ? `${n}.0` : `${n}`;
  return value(n < 0 || Object.is(n, -0) ? `(${digits})` : digits, 'double', { constant: n });
}

export function textConstant(text: string): Value {
  return value(quoteLiteral(text), 'text', { constant: text });
}

export function booleanConstant(truth: boolean): Value {
  return value(truth ? 'true' : 'false', 'boolean', { constant: truth ? 1n : 0n });
}

export const nullConstant = value('null', 'null');

/** A numeric literal, decimal or hexadecimal; an integer beyond 64 bits is a REAL. */
export function numberLiteral(digits: string, negative = false): Value {
  if (/^0x/i.test(digits)) {
    const n = BigInt.asIntN(64, BigInt(digits));
    return integerConstant(negative ? BigInt.asIntN(64, -n) : n);
  }
  if (/^\d+$/.test(digits)) {
    const n = negative ? -BigInt(digits) : BigInt(digits);
    if (n >= int64.min && n <= int64.max) return integerConstant(n);
  }
  return realConstant(negative ? -Number(digits) : Number(digits));
}

/** x'00ff' */
export function blobLiteral(text: string): Value {
  return value(`'\\x${text.slice(2, -1).toLowerCase()}'::bytea`, 'bytea');
}

/** The number that NUMERIC affinity makes of a text, or null where it stays text. */
export function numberInText(text: string): Value | null {
  const match = numeral.exec(text);
  return match ? numberOf(match[1] as string) : null;
}

/** The number that arithmetic makes of a text: its longest beginning that is one, else 0. */
export function numberAtStart(text: string): Value {
  const match = numeralPrefix.exec(text);
  return match ? numberOf(match[1] as string) : integerConstant(0n);
}

function numberOf(text: string): Value {
  if (/^[+-]?\d+$/.test(text)) return numberLiteral(text.replace(/^[+-]/, ''), text.startsWith('-'));
  const n = Number(text);
  // Affinity makes an integer of a REAL without decimals where that loses nothing.
  return Number.isSafeInteger(n) && !Object.is(n, -0) ? integerConstant(BigInt(n)) : realConstant(n);
}

/** SQLite's text of a REAL literal, where it is beyond doubt: up to 15 digits and no exponent. */
export function textOfReal(n: number): string | null {
  const text = String(n);
  if (Object.is(n, -0) || /e/.test(text) || text.replace(/\D/g, '').length > 15) return null;
  return Number.isInteger(n) ? `${text}.0` : text;
}
