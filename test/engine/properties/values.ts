import fc from 'fast-check';

/** What SQLite is told to store: bytes that are cast to TEXT are TEXT whatever they hold. */
export type Stored = null | bigint | number | string | Buffer | { text: Buffer };

const hostileTexts = [
  ...[
    '',
    ' ',
    '\\',
    '\\.',
    '\\N',
    '\\n',
    '\n',
    '\r\n',
    '\t',
    '\b\v\f',
    'NULL',
    'null',
    '{}',
    '"',
    "'",
    '\u007f',
  ],
  ...[
    '0',
    '1',
    '2',
    '-1',
    '007',
    '+5',
    ' 5 ',
    '5.',
    '.5',
    '1e3',
    '1E400',
    '1e-400',
    '0x10',
    '١',
    '½',
    '1_000',
  ],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775809', '0.1', '12,5', 'NaN', 'Infinity'],
  ...['true', 'False', 'sim', 'não', 'constructor', '__proto__', 'toString', 't', 'on', 'OFF'],
  ...[
    '\0',
    'a\0',
    '\0a',
    'ação\0',
    '\ufeffbom',
    '\ufffd',
    '\u2028',
    '\u0085',
    '😀',
    'e\u0301',
    '\u{10ffff}',
    '\uffff',
  ],
  ...[
    '2025-08-08 05:11:57.775189',
    '2025-08-09 14:03:11',
    '2025-08-09',
    '14:03:11',
    '14:03',
    '0000-00-00',
    'now',
  ],
  ...['2025-02-30 00:00:00', '2025-08-09T14:03:11Z', '24:00:00', '23:59:60', '2460895.5', '1754748191'],
];

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const two = fc.integer({ min: 0, max: 61 }).map((n) => String(n).padStart(2, '0'));
const day = fc.integer({ min: 0, max: 32 }).map((n) => String(n).padStart(2, '0'));
const month = fc.integer({ min: 0, max: 13 }).map((n) => String(n).padStart(2, '0'));

/** Points in time as people and programs write them, and nearly so. */
const almostTime = fc
  .tuple(
    fc.oneof(fc.constantFrom('2025', '1970', '2080', '0001', '9999', '0000', '10000', '-044'), digits(4)),
    month,
    day,
    fc.constantFrom(' ', ' ', ' ', 'T', '  ', ''),
    fc.integer({ min: 0, max: 25 }).map((n) => String(n).padStart(2, '0')),
    two,
    two,
    fc.option(fc.integer({ min: 0, max: 9 }).chain(digits)),
    fc.constantFrom('', '', '', 'Z', '+00:00', '-03:00', ' ', '\0'),
  )
  .map(
    ([y, m, d, t, h, min, s, f, z]) => `${y}-${m}-${d}${t}${h}:${min}:${s}${f === null ? '' : `.${f}`}${z}`,
  );

const plainDay = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((d) => d.toISOString().replace('T', ' '));
const fraction = fc.option(fc.integer({ min: 1, max: 6 }).chain(digits));

export const plainTime = fc
  .tuple(plainDay, fraction)
  .map(([d, f]) => `${d.slice(0, 19)}${f === null ? '' : `.${f}`}`);
export const plainDate = plainDay.map((d) => d.slice(0, 10));
export const plainClock = plainTime.map((d) => d.slice(11));

export const integers: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -5n, max: 300n }),
  fc.constantFrom(
    2n ** 31n,
    2n ** 31n - 1n,
    -(2n ** 31n),
    2n ** 53n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
  ),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 1_600_000_000n, max: 1_800_000_000n }),
);

/** Every double but NaN, which SQLite stores as NULL; numbers of few digits, too. */
export const doubles: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true }),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: -330, max: 310 }))
    .map(([m, e]) => Number(`${m}e${e}`)),
  fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 4 }))
    .map(([m, e]) => m / 10 ** e),
  fc.constantFrom(-0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e23, 5e22, 0.1, 1e15, 1e-5),
);

export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(...hostileTexts),
);

const bytes = fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b));
/** Pieces of real text in one encoding or the other, cut anywhere. */
const cutText = fc
  .array(
    fc.oneof(
      texts.map((t) => Buffer.from(t)),
      texts.map((t) => Buffer.from(t, 'latin1')),
      texts.map((t) => Buffer.from(t, 'utf16le')),
      fc.constantFrom(
        Buffer.from('eda0bdedb882', 'hex'),
        Buffer.from('c0af', 'hex'),
        Buffer.from('f48fbfbf', 'hex'),
      ),
    ),
    { maxLength: 3 },
  )
  .chain((parts) => {
    const all = Buffer.concat(parts);
    return fc.nat(all.length).map((end) => all.subarray(0, end));
  });

export const blobs: fc.Arbitrary<Buffer> = fc.oneof(bytes, cutText);
const rawTexts = fc.oneof(bytes, cutText).map((text) => ({ text }));

/** Any value of any storage class. */
export const anything: fc.Arbitrary<Stored> = fc.oneof(
  fc.constant(null),
  integers,
  doubles,
  texts,
  almostTime,
  rawTexts,
  blobs,
);
