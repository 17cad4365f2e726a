import type { ColumnFit, ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { arrayOf, decodeArrayOf } from './array-of.ts';
import { alsoFromBytes } from './bytes-held.ts';
import { decode, type TimeSpelling } from './decode.ts';
import { type Check, checkOf, fitted } from './fitted.ts';
import { formed, isSame, printForm, readForm } from './formed.ts';
import { conversions } from './index.ts';
import { network } from './network.ts';
import type { Conversion } from './types.ts';
import { Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

/** What of a column says how its values cross. */
export interface ColumnConversion {
  conversion: ConversionName;
  fit?: ColumnFit | undefined;
  form?: ValueForm | undefined;
}

const made = new WeakMap<ColumnConversion, { of: ColumnConversion; conversion: Conversion }>();

/** The way across of one column: its conversion, what its type asks beyond that, and the form of its source. */
export function conversionOf(column: ColumnConversion): Conversion {
  const { conversion, fit, form } = column;
  if (fit === undefined && form === undefined) return conversions[conversion];
  const found = made.get(column);
  if (found?.of.conversion === conversion && found.of.fit === fit && found.of.form === form)
    return found.conversion;
  const fresh = conversionFor(conversion, fit, form);
  made.set(column, { of: { conversion, fit, form }, conversion: fresh });
  return fresh;
}

/**
 * A value as PostgreSQL prints it, as the SQLite value that the application would have written into that column: see
 * `decode`. What the column's form has no value for is spelled as the conversion does.
 */
export function decodeColumn(column: ColumnConversion, text: string, spelling: TimeSpelling): SqlValue {
  const { conversion, fit, form } = column;
  const plain = fit?.padded ? text.replace(/ +$/, '') : text;
  const printed = form && printForm(form, plain);
  if (printed !== undefined) return printed;
  return conversion === 'array' && fit?.element
    ? decodeArrayOf(plain, fit.element)
    : decode(conversion, plain, spelling);
}

/**
 * The text of a value that the form gives back unchanged, null for every other value. A reader of its own: the counting
 * of forms asks it too.
 */
export function exactReader(
  conversion: ConversionName,
  fit: ColumnFit | undefined,
  form: ValueForm,
): (value: Exclude<SqlValue, null>) => string | null {
  const check: Check | null = fit ? checkOf(conversion, fit) : null;
  return (value) => {
    const read = readForm(form, conversion, value);
    const text = read !== null && check ? check(read, value) : read;
    if (text === null || text instanceof Trouble) return null;
    return isSame(printForm(form, fit?.padded ? text.replace(/ +$/, '') : text), value) ? text : null;
  };
}

function conversionFor(
  name: ConversionName,
  fit: ColumnFit | undefined,
  form: ValueForm | undefined,
): Conversion {
  const check = fit ? checkOf(name, fit) : null;
  const base = fit ? kindOf(name, fit) : conversions[name];
  const whole = fit && check ? fitted(base, check, fit) : base;
  if (form === undefined) return whole;
  const column = { conversion: name, fit, form };
  const plainly = { sixDecimals: false, alwaysDecimals: false };
  return formed(whole, exactReader(name, fit, form), (text) => decodeColumn(column, text, plainly), form);
}

/** Some conversions are of several types, which the fit tells apart. */
function kindOf(name: ConversionName, { network: kind, element }: ColumnFit): Conversion {
  if (name === 'network' && kind) return alsoFromBytes(network(kind));
  if (name === 'array' && element)
    return alsoFromBytes(arrayOf(conversionFor(element.conversion, element.fit, undefined), element));
  return conversions[name];
}
