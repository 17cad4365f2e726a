import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode } from '../../../electron/engine/convert/decode.ts';
import { conversions } from '../../../electron/engine/convert/index.ts';
import { BadText, type SqlValue } from '../../../electron/engine/convert/values.ts';
import type { ConversionName } from '../../../shared/model/index.ts';
import { anything, blobs, doubles, integers, plainClock, plainDate, plainTime, texts } from './values.ts';

const numRuns = process.env.AUTOCORE_LONG === '1' ? 200_000 : 3000;
const asWritten = { sixDecimals: false, alwaysDecimals: false };

/** Values that belong into a column of the conversion, and what coming back unchanged means there. */
const fitting: Partial<
  Record<ConversionName, [fc.Arbitrary<SqlValue>, (a: SqlValue, b: SqlValue) => boolean]>
> = {
  text: [texts, Object.is],
  integer: [integers, Object.is],
  boolean: [fc.constantFrom(0n, 1n), Object.is],
  // An INTEGER among REAL is that number.
  double: [doubles, (a, b) => Object.is(a, b) || (typeof b === 'bigint' && BigInt(Number(a)) === b)],
  // SQLite itself keeps a REAL that is a whole number as INTEGER where a column has the affinity NUMERIC.
  numeric: [fc.oneof(integers, doubles), (a, b) => a === b || Number(a) === Number(b)],
  timestamp: [plainTime, sameTime],
  time: [plainClock, sameTime],
  date: [plainDate, Object.is],
  bytea: [blobs, (a, b) => Buffer.compare(a as Buffer, b as Buffer) === 0],
};

function sameTime(a: SqlValue, b: SqlValue): boolean {
  const short = (time: SqlValue) =>
    String(time)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  return short(a) === short(b);
}

it.each(Object.entries(fitting) as [ConversionName, NonNullable<(typeof fitting)[ConversionName]>][])(
  '%s: what crosses exactly comes back as it was',
  (name, [values, same]) => {
    let crossed = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: values }, anything.map(asSqlValue)), (value) => {
        fc.pre(value !== null);
        const text = conversions[name].encode(value as Exclude<SqlValue, null>);
        if (typeof text !== 'string') return;
        crossed++;
        const back = decode(name, text, asWritten);
        expect(same(back, value), `${text} came back as ${String(back)}`).toBe(true);
        expect(conversions[name].encode(back as Exclude<SqlValue, null>)).toBe(text);
      }),
      { numRuns, seed: 1754748191 },
    );
    // Most do: what stays out proves nothing here.
    expect(crossed).toBeGreaterThan(0.8 * numRuns);
  },
);

function asSqlValue(stored: typeof anything extends fc.Arbitrary<infer V> ? V : never): SqlValue {
  return stored !== null && typeof stored === 'object' && 'text' in stored
    ? new BadText(stored.text)
    : stored;
}
