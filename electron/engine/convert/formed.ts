import { isUtf8 } from 'node:buffer';
import type { ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { printDay, printEpoch, printMoment, readDay, readEpoch, readMoment } from './form-time.ts';
import { fromMicros, fromTimespan, toMicros, toTimespan } from './interval.ts';
import { floatText, numericText } from './number.ts';
import { realText } from './real.ts';
import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

/** The name of a form in what people read (`wizard.adopted.forms`): numbers since 1970 by their unit. */
export function formName(form: ValueForm): string {
  if (form.kind !== 'epoch' || form.unit === 1) return form.kind;
  return form.unit === 1000 ? 'epochMs' : 'epochUs';
}

/** What a column's form makes of a value, as PostgreSQL prints it; null for a value that is not in that form. */
export function readForm(form: ValueForm, conversion: ConversionName, value: SqlValue): string | null {
  switch (form.kind) {
    case 'epoch':
      return zoned(conversion, readEpoch(form, value));
    case 'moment':
      return zoned(conversion, readMoment(form, value));
    case 'day':
      return zoned(conversion, readDay(value));
    case 'uuid':
      return readUuid(form.style, value);
    case 'words':
      return value === form.true ? 't' : value === form.false ? 'f' : null;
    case 'digits':
      return typeof value === 'string' ? readDigits(conversion, value) : null;
    case 'number':
      return typeof value === 'bigint' ? value.toString() : null;
    case 'utf8':
      return typeof value === 'string' ? `\\x${Buffer.from(value).toString('hex')}` : null;
    case 'micros':
      return typeof value === 'bigint' ? fromMicros(value) : null;
    case 'timespan':
      return typeof value === 'string' ? fromTimespan(value) : null;
  }
}

/** The value that a text of PostgreSQL is in the column's form; undefined where the form has none for it. */
export function printForm(form: ValueForm, text: string): SqlValue | undefined {
  switch (form.kind) {
    case 'epoch':
      return printEpoch(form, text);
    case 'moment':
      return printMoment(form, text);
    case 'day':
      return printDay(text);
    case 'uuid':
      return printUuid(form.style, text);
    case 'words':
      return text === 't' ? form.true : text === 'f' ? form.false : undefined;
    case 'digits':
      return text;
    case 'number':
      return /^(0|-?[1-9]\d*)$/.test(text) && isInt8(BigInt(text)) ? BigInt(text) : undefined;
    case 'utf8':
      return printUtf8(text);
    case 'micros': {
      const micros = toMicros(text);
      return micros !== undefined && isInt8(micros) ? micros : undefined;
    }
    case 'timespan':
      return toTimespan(text);
  }
}

/** True for one value of one storage class, bit by bit. */
export function isSame(a: SqlValue | undefined, b: SqlValue): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return Object.is(a, b);
}

/**
 * A conversion whose values come in one form. `base` takes every other value; one that it takes as it is although the
 * form spells it otherwise would come back changed, so that its original is kept too. `exact` is the text of a value that
 * the form gives back unchanged.
 */
export function formed(
  base: Conversion,
  exact: (value: Exclude<SqlValue, null>) => string | null,
  back: (text: string) => SqlValue,
  form: ValueForm,
): Conversion {
  return {
    encode(value) {
      const text = exact(value);
      if (text !== null) return text;
      const encoded = base.encode(value);
      // Points in time are the same in each spelling of a time, but not as a number or a day.
      if (encoded instanceof Trouble || form.kind === 'moment' || isSame(back(encoded), value))
        return encoded;
      return new Trouble('form.other', encoded, 'spelled otherwise than the column');
    },
    copySql: () => null,
  };
}

function zoned(conversion: ConversionName, text: string | null): string | null {
  return text !== null && conversion === 'timestamptz' ? `${text}+00` : text;
}

function readDigits(conversion: ConversionName, value: string): string | null {
  if (conversion === 'integer') return /^-?\d+$/.test(value) && isInt8(BigInt(value)) ? value : null;
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(value)) return null;
  if (conversion === 'numeric') return numericText(value);
  const number = Number(value);
  return conversion === 'real' ? realText(number) : floatText(number);
}

function readUuid(style: 'hex' | 'HEX' | 'UPPER' | 'bytes', value: SqlValue): string | null {
  if (style === 'bytes')
    return value instanceof Uint8Array && value.length === 16 ? hyphens(hex(value)) : null;
  if (typeof value !== 'string') return null;
  const digits = style === 'UPPER' ? value.replaceAll('-', '') : value;
  return /^[\da-f]{32}$/i.test(digits) ? hyphens(digits.toLowerCase()) : null;
}

function printUuid(style: 'hex' | 'HEX' | 'UPPER' | 'bytes', text: string): SqlValue {
  if (style === 'UPPER') return text.toUpperCase();
  const digits = text.replaceAll('-', '');
  if (style === 'bytes') return Buffer.from(digits, 'hex');
  return style === 'HEX' ? digits.toUpperCase() : digits;
}

function hyphens(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

function printUtf8(text: string): string | undefined {
  const bytes = Buffer.from(text.slice(2), 'hex');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

function isInt8(n: bigint): boolean {
  return BigInt.asIntN(64, n) === n;
}
