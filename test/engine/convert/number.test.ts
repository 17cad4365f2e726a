import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { double, floatText, integer, numeric } from '../../../electron/engine/convert/number.ts';
import { Trouble } from '../../../electron/engine/convert/types.ts';
import { allServers, serverUrl, type TestServer, withPg } from '../../helpers/postgres.ts';
import { said } from './said.ts';

/** The double that so many places further on has the next larger size. */
function beside(value: number, places: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(places));
  return view.getFloat64(0);
}

/** Every power of ten and of two that a double can hold, with the doubles around each. */
const powers: number[] = [
  ...Array.from({ length: 632 }, (_, i) => Number(`1e${i - 323}`)),
  ...Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074)),
]
  .flatMap((power) => [-3, -2, -1, 0, 1, 2, 3].map((places) => beside(power, places)))
  .filter((value) => value > 0 && Number.isFinite(value));

/** Doubles as the server takes them bit by bit, so that no reading of digits is in between. */
function binaryArray(values: number[]): Buffer {
  const float8 = 701;
  const bytes = Buffer.alloc(20 + values.length * 12);
  for (const [at, head] of [1, 0, float8, values.length, 1].entries()) bytes.writeInt32BE(head, at * 4);
  for (const [at, value] of values.entries()) {
    bytes.writeInt32BE(8, 20 + at * 12);
    bytes.writeDoubleBE(value, 24 + at * 12);
  }
  return bytes;
}

/** What the server prints for each of them. */
async function printed(server: TestServer, type: 'float8' | 'numeric', given: Buffer | string[]) {
  return withPg(serverUrl(server), async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `select v::text as text from unnest($1::${type}[]) with ordinality as u(v, n) order by n`,
      [given],
    );
    return rows.map((row) => row.text);
  });
}

/** Pairs that are not the same, with the value they are of. */
function unlike<T>(values: T[], ours: (value: T) => unknown, theirs: string[]): unknown[] {
  expect(theirs).toHaveLength(values.length);
  return values.flatMap((value, i) => (ours(value) === theirs[i] ? [] : [[value, ours(value), theirs[i]]]));
}

describe.each(allServers())('as %s prints it', (server) => {
  it('a double at every power of ten and of two, and beside it', async () => {
    const values = [...powers, ...powers.map((value) => -value)];
    expect(unlike(values, floatText, await printed(server, 'float8', binaryArray(values)))).toEqual([]);
  });

  it('any double', async () => {
    const values = fc.sample(fc.double(), 20_000);
    expect(unlike(values, floatText, await printed(server, 'float8', binaryArray(values)))).toEqual([]);
  });

  it('a numeric of every digit that a double shows', async () => {
    const values = [
      ...powers,
      ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 2_000),
    ].filter((value) => !Object.is(value, -0));
    const texts = await printed(server, 'numeric', values.map(String));
    expect(unlike(values, (value) => numeric.encode(value), texts)).toEqual([]);
  });
});

describe('integer', () => {
  it.each([
    [9223372036854775807n, '9223372036854775807'],
    [-9223372036854775808n, '-9223372036854775808'],
    [2, 'integer.real 2'],
    [-(2 ** 63), 'integer.real -9223372036854775808'],
    [beside(2 ** 63, -1), 'integer.real 9223372036854774784'],
    // One more than there is, on either side.
    [2 ** 63, 'integer.real null'],
    [-beside(2 ** 63, 1), 'integer.real null'],
    [2.5, 'integer.real null'],
    [Number.POSITIVE_INFINITY, 'integer.real null'],
    [' +0042\n', 'integer.text 42'],
    ['-9223372036854775808', 'integer.text -9223372036854775808'],
    ['9223372036854775807', 'integer.text 9223372036854775807'],
    ['9223372036854775808', 'integer.text null'],
    ['-9223372036854775809', 'integer.text null'],
    ['4.0', 'integer.text null'],
    ['0x1F', 'integer.text null'],
    ['', 'integer.text null'],
  ] as const)('%s', (value, expected) => expect(said(integer, value)).toBe(expected));
});

describe('double', () => {
  it.each([
    [9007199254740992n, '9.007199254740992e+15'],
    [9007199254740993n, 'double.integer 9.007199254740992e+15'],
    ['.5', 'double.text 0.5'],
    ['-5.', 'double.text -5'],
    [' 1e5 ', 'double.text 100000'],
    ['0.000', 'double.text 0'],
    ['-0e9', 'double.text -0'],
    ['1.7976931348623157e308', 'double.text 1.7976931348623157e+308'],
    ['5e-324', 'double.text 5e-324'],
    // Beyond the largest, below the smallest.
    ['1e309', 'double.text null'],
    ['1e-400', 'double.text null'],
    ['.', 'double.text null'],
    ['', 'double.text null'],
    ['1e', 'double.text null'],
    // What PostgreSQL alone knows comes back from SQLite as these words.
    ['NaN', 'NaN'],
    ['Infinity', 'double.text Infinity'],
    ['0x10', 'double.text null'],
    ['1,5', 'double.text null'],
  ] as const)('%s', (value, expected) => expect(said(double, value)).toBe(expected));
});

describe('numeric', () => {
  const odd: [value: number | string, expected: string][] = [
    [-0, 'numeric.negativeZero 0'],
    [Number.POSITIVE_INFINITY, 'numeric.infinity null'],
    ['NaN', 'NaN'],
    ['', 'numeric.text null'],
    ['.', 'numeric.text null'],
    ['12e', 'numeric.text null'],
    ['0x10', 'numeric.text null'],
    // The limits of numeric: 131072 digits before the point, 16383 after it.
    ['1e131072', 'numeric.text null'],
    [`1${'0'.repeat(131_072)}`, 'numeric.text null'],
    ['1e-16384', 'numeric.text null'],
    [`0.${'0'.repeat(16_384)}`, 'numeric.text null'],
    ['1e999999999', 'numeric.text null'],
    ['1e-999999999', 'numeric.text null'],
  ];
  it.each(odd.map(([value, expected]) => [String(value).slice(0, 20), value, expected] as const))(
    '%s',
    (_, value, expected) => expect(said(numeric, value)).toBe(expected),
  );

  it('takes a decimal as somebody wrote it, digit for digit, up to its limits', async () => {
    const written = [
      ...[
        '0',
        '-0',
        '+0.00',
        '-0.010',
        '007',
        '.5',
        '5.',
        '-5.e1',
        '1.50e1',
        '12345e-2',
        '1e-3',
        '12e-5',
        '0e5',
      ],
      ...['1e131071', `${'9'.repeat(131_072)}`, '1e-16383', `0.${'1'.repeat(16_383)}`, '123456789e131063'],
      ...['100e-2', '0.00e-3', '0012.3400', '1E+2', '1e02', '-.75e-0'],
    ];
    const ours = (text: string) => said(numeric, text).replace(/^numeric\.text /, '');
    expect(unlike(written, ours, await printed('pg18', 'numeric', written))).toEqual([]);
  });
});

it('comes to an end with a long text that is no number', () => {
  const long = `${'1'.repeat(1_000_000)}x`;
  for (const conversion of [integer, numeric, double])
    expect(conversion.encode(long)).toBeInstanceOf(Trouble);
});
