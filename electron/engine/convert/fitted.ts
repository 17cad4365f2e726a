import type { ColumnFit, ColumnProfile, ConversionName } from '../../../shared/model/index.ts';
import { hasRoom, roundedTo } from './decimals.ts';
import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

/** What becomes of a text in a column of that type: itself, as PostgreSQL prints it there, or what stands in its way. */
export type Check = (text: string, value: Exclude<SqlValue, null>) => string | Trouble;

/** What the type asks of the texts of a conversion, null where it asks nothing. */
export function checkOf(conversion: ConversionName, fit: ColumnFit): Check | null {
  if (fit.labels) return inLabels(new Set(fit.labels));
  if (fit.length !== undefined) return withinLength(fit.length, fit.padded ?? false);
  if (fit.range) return withinRange(BigInt(fit.range.min), BigInt(fit.range.max));
  if (fit.precision !== undefined) return withDigits(fit.precision, fit.scale ?? 0);
  return fit.decimals === undefined ? null : withDecimals(conversion, fit.decimals);
}

/** The conversion with that check behind it, for repairs too: what is written must fit. */
export function fitted(base: Conversion, check: Check, fit: ColumnFit): Conversion {
  return {
    encode(value) {
      const encoded = base.encode(value);
      if (!(encoded instanceof Trouble)) return check(encoded, value);
      if (encoded.text === null) return encoded;
      const checked = check(encoded.text, value);
      if (checked instanceof Trouble) return checked;
      return checked === encoded.text ? encoded : new Trouble(encoded.code, checked, encoded.reason);
    },
    copySql(c, p) {
      const sql = base.copySql(c, p);
      return sql !== null && fit.padded === undefined && isProved(fit, p) ? sql + zeros(fit) : null;
    },
  };
}

/** True where the profile says by itself that every value fits. */
function isProved(fit: ColumnFit, p: ColumnProfile): boolean {
  const ends = [p.minInteger, p.maxInteger].map((n) => (n === null ? null : BigInt(n)));
  const isWithin = (min: bigint, max: bigint) => ends.every((n) => n === null || (n >= min && n <= max));
  if (fit.labels) return false;
  if (fit.length !== undefined) return p.maxChars <= fit.length;
  if (fit.range) return isWithin(BigInt(fit.range.min), BigInt(fit.range.max));
  if (fit.precision === undefined) return false;
  const { precision, scale = 0 } = fit;
  const most = precision > scale && scale >= 0 ? 10n ** BigInt(precision - scale) - 1n : 0n;
  return scale >= 0 && isWithin(-most, most);
}

/** A whole number in a numeric(p,s) is printed with its zeros. */
function zeros({ scale = 0 }: ColumnFit): string {
  return scale > 0 ? ` || '.${'0'.repeat(scale)}'` : '';
}

/** https://www.postgresql.org/docs/current/datatype-enum.html */
function inLabels(labels: ReadonlySet<string>): Check {
  return (text) => (labels.has(text) ? text : new Trouble('enum.label', null, 'no label of the type'));
}

/**
 * In characters, not bytes. Never cut, not even blanks, which PostgreSQL would leave out in silence; char(n) fills up
 * with them, so that those at the end of a value are not told apart.
 * https://www.postgresql.org/docs/current/datatype-character.html
 */
function withinLength(length: number, padded: boolean): Check {
  return (text) => {
    // A character is one or two units of JavaScript's.
    const size = text.length <= length && !padded ? 0 : characters(text);
    if (size > length) return new Trouble('text.tooLongFor', null, `more than ${length} characters`);
    if (!padded) return text;
    const whole = text + ' '.repeat(length - size);
    return text.endsWith(' ') ? new Trouble('text.blanks', whole, 'blanks at the end of char(n)') : whole;
  };
}

function characters(text: string): number {
  let size = 0;
  for (const _ of text) size++;
  return size;
}

/** https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT */
function withinRange(min: bigint, max: bigint): Check {
  return (text) => {
    const number = BigInt(text);
    return number >= min && number <= max
      ? text
      : new Trouble('integer.range', null, `not between ${min} and ${max}`);
  };
}

/** https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL */
function withDigits(precision: number, scale: number): Check {
  return (text) => {
    if (text === 'NaN') return text;
    const [, sign = '', whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    // Infinity has more digits than any.
    if (whole === undefined) return new Trouble('numeric.range', null, 'infinity in a numeric with limits');
    const kept = fraction.slice(0, Math.max(scale, 0)).padEnd(Math.max(scale, 0), '0');
    const rounded = scale < 0 ? whole.slice(scale) : '';
    if (/[1-9]/.test(fraction.slice(kept.length) + rounded))
      return new Trouble('numeric.scale', null, `more than ${scale} digits after the point`);
    const digits = (whole + kept).replace(/^0+/, '');
    if (digits.length > precision + Math.max(-scale, 0))
      return new Trouble('numeric.range', null, `more than ${precision} digits`);
    return `${digits === '' ? '' : sign}${whole}${kept && `.${kept}`}`;
  };
}

/** https://www.postgresql.org/docs/current/datatype-datetime.html: p decimals of a second, rounded. */
function withDecimals(conversion: ConversionName, decimals: number): Check {
  return (text, value) => {
    const written = typeof value === 'string' ? (/\d[.,](\d+)/.exec(value)?.[1] ?? '') : '';
    if (hasRoom(text, decimals) && !/[1-9]/.test(written.slice(Math.max(decimals, 6)))) return text;
    return new Trouble(
      'time.fraction',
      roundedTo(conversion, text, decimals, written),
      'more decimals than kept',
    );
  };
}
