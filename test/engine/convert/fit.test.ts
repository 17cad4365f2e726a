import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noFacts } from '../../../electron/engine/audit/facts.ts';
import { readArray } from '../../../electron/engine/convert/array-literal.ts';
import {
  type ColumnConversion,
  conversionOf,
  decodeColumn,
} from '../../../electron/engine/convert/column.ts';
import { conversions } from '../../../electron/engine/convert/index.ts';
import { float4Text } from '../../../electron/engine/convert/real.ts';
import { Trouble } from '../../../electron/engine/convert/types.ts';
import { isLong } from '../../helpers/long.ts';
import { allServers, serverUrl, withPg } from '../../helpers/postgres.ts';
import { asWritten, said, type Value } from './said.ts';
import { sessionSql, throughCopy } from './through-copy.ts';

const varchar3: ColumnConversion = { conversion: 'text', fit: { length: 3 } };
const char3: ColumnConversion = { conversion: 'text', fit: { length: 3, padded: true } };
const smallint: ColumnConversion = { conversion: 'integer', fit: { range: { min: '-32768', max: '32767' } } };
const numeric42: ColumnConversion = { conversion: 'numeric', fit: { precision: 4, scale: 2 } };
const whole3: ColumnConversion = { conversion: 'numeric', fit: { precision: 3, scale: 0 } };
const hundreds: ColumnConversion = { conversion: 'numeric', fit: { precision: 3, scale: -2 } };
const tiny: ColumnConversion = { conversion: 'numeric', fit: { precision: 2, scale: 4 } };
const stamp3: ColumnConversion = { conversion: 'timestamp', fit: { decimals: 3 } };
const zoned0: ColumnConversion = { conversion: 'timestamptz', fit: { decimals: 0 } };
const time0: ColumnConversion = { conversion: 'time', fit: { decimals: 0 } };
const span2: ColumnConversion = { conversion: 'interval', fit: { decimals: 2 } };
const mood: ColumnConversion = { conversion: 'text', fit: { labels: ['ok', 'sad', '1'] } };
const zoned: ColumnConversion = { conversion: 'timestamptz' };
const real: ColumnConversion = { conversion: 'real' };
const json: ColumnConversion = { conversion: 'json' };
const span: ColumnConversion = { conversion: 'interval' };
const net = (network: 'inet' | 'cidr' | 'macaddr' | 'macaddr8'): ColumnConversion => ({
  conversion: 'network',
  fit: { network },
});
const list = (
  conversion: 'text' | 'integer' | 'numeric' | 'double' | 'boolean' | 'uuid',
  fit?: ColumnConversion['fit'],
): ColumnConversion => ({ conversion: 'array', fit: { element: { conversion, ...(fit && { fit }) } } });

describe('what a type asks', () => {
  it.each<[string, ColumnConversion, Value, string]>([
    ['varchar(3)', varchar3, 'abc', 'abc'],
    ['varchar(3)', varchar3, 'ab ', 'ab '],
    ['varchar(3)', varchar3, '😀😀😀', '😀😀😀'],
    ['varchar(3)', varchar3, 'abc ', 'text.tooLongFor null'],
    ['varchar(3)', varchar3, '😀😀😀😀', 'text.tooLongFor null'],
    ['varchar(3)', varchar3, 12n, 'text.number 12'],
    ['varchar(3)', varchar3, 1234n, 'text.tooLongFor null'],
    ['char(3)', char3, 'a', 'a  '],
    ['char(3)', char3, '😀', '😀  '],
    ['char(3)', char3, '', '   '],
    ['char(3)', char3, 'a ', 'text.blanks a  '],
    ['char(3)', char3, 'abcd', 'text.tooLongFor null'],
    ['char(3)', char3, 7n, 'text.number 7  '],
    ['smallint', smallint, 32767n, '32767'],
    ['smallint', smallint, -32769n, 'integer.range null'],
    ['smallint', smallint, 7, 'integer.real 7'],
    ['smallint', smallint, 40000, 'integer.range null'],
    ['smallint', smallint, '40000', 'integer.range null'],
    ['smallint', smallint, 'x', 'integer.text null'],
    ['numeric(4,2)', numeric42, 1n, '1.00'],
    ['numeric(4,2)', numeric42, 99.99, '99.99'],
    ['numeric(4,2)', numeric42, -0.5, '-0.50'],
    ['numeric(4,2)', numeric42, 0.125, 'numeric.scale null'],
    ['numeric(4,2)', numeric42, 100n, 'numeric.range null'],
    ['numeric(4,2)', numeric42, Number.POSITIVE_INFINITY, 'numeric.infinity null'],
    ['numeric(4,2)', numeric42, 'Infinity', 'numeric.range null'],
    ['numeric(4,2)', numeric42, 'NaN', 'NaN'],
    ['numeric(4,2)', numeric42, '1.5', 'numeric.text 1.50'],
    ['numeric(4,2)', numeric42, '1.500', 'numeric.text 1.50'],
    ['numeric(4,2)', numeric42, '-0.00', 'numeric.text 0.00'],
    ['numeric(4,2)', numeric42, '-0.001', 'numeric.scale null'],
    ['numeric(3,0)', whole3, 999n, '999'],
    ['numeric(3,0)', whole3, -7.0, '-7'],
    ['numeric(3,0)', whole3, 1000n, 'numeric.range null'],
    ['numeric(3,0)', whole3, 0.5, 'numeric.scale null'],
    ['numeric(3,-2)', hundreds, 99900n, '99900'],
    ['numeric(3,-2)', hundreds, 0n, '0'],
    ['numeric(3,-2)', hundreds, 150n, 'numeric.scale null'],
    ['numeric(3,-2)', hundreds, 50n, 'numeric.scale null'],
    ['numeric(3,-2)', hundreds, 100000n, 'numeric.range null'],
    ['numeric(2,4)', tiny, 0.0099, '0.0099'],
    ['numeric(2,4)', tiny, 0.01, 'numeric.range null'],
    ['timestamp(3)', stamp3, '2025-08-08 05:11:57.775', '2025-08-08 05:11:57.775'],
    ['timestamp(3)', stamp3, '2025-08-08 05:11:57.775000', '2025-08-08 05:11:57.775'],
    ['timestamp(3)', stamp3, '2025-08-08 05:11:57.7755', 'time.fraction 2025-08-08 05:11:57.776'],
    ['timestamp(3)', stamp3, '1999-12-31 23:59:59.9985', 'time.fraction 1999-12-31 23:59:59.998'],
    ['timestamp(3)', stamp3, '2025-12-31 23:59:59.9996', 'time.fraction 2026-01-01 00:00:00'],
    ['timestamp(3)', stamp3, '2025-08-08T05:11:57.775', 'time.iso 2025-08-08 05:11:57.775'],
    ['timestamp(3)', stamp3, '2025-08-08T05:11:57.7754Z', 'time.fraction 2025-08-08 05:11:57.775'],
    ['timestamp(3)', stamp3, '2025-08-08 05:11:57.7750004', 'time.fraction 2025-08-08 05:11:57.775'],
    ['timestamp(3)', stamp3, 'infinity', 'infinity'],
    ['timestamptz(0)', zoned0, '2025-08-08 05:11:57.5Z', 'time.fraction 2025-08-08 05:11:58+00'],
    ['timestamptz(0)', zoned0, '0044-03-15 12:00:00.500000 BC', 'time.fraction 0044-03-15 12:00:00+00 BC'],
    ['time(0)', time0, '23:59:59.5', 'time.fraction 24:00:00'],
    ['time(0)', time0, '23:59:59', '23:59:59'],
    ['interval(2)', span2, '1 day -00:00:00.125', 'time.fraction 1 day -00:00:00.13'],
    ['enum', mood, 'sad', 'sad'],
    ['enum', mood, 'Sad', 'enum.label null'],
    ['enum', mood, 1n, 'text.number 1'],
    ['enum', mood, '', 'enum.label null'],
    ['real', real, 21.5, '21.5'],
    ['real', real, 0.1, '0.1'],
    ['real', real, Math.fround(0.1), '0.1'],
    ['real', real, 0.123456789, 'real.digits 0.12345679'],
    ['real', real, 1e39, 'real.digits null'],
    ['real', real, 1e-50, 'real.digits null'],
    ['real', real, 5n, '5'],
    ['real', real, 16777217n, 'real.digits 1.6777216e+07'],
    ['real', real, 'NaN', 'NaN'],
    ['real', real, '1e39', 'double.text null'],
    ['timestamptz', zoned, '2025-08-08 05:11:57.775189', '2025-08-08 05:11:57.775189+00'],
    ['timestamptz', zoned, '2025-08-08T05:11:57Z', '2025-08-08 05:11:57+00'],
    ['timestamptz', zoned, '2025-08-08 05:11:57.5-03:00', '2025-08-08 08:11:57.5+00'],
    ['timestamptz', zoned, '2025-08-08T05:11:57', 'time.iso 2025-08-08 05:11:57+00'],
    ['timestamptz', zoned, '2025-08-08 05:11:57.1234567Z', 'time.fraction 2025-08-08 05:11:57.123456+00'],
    ['timestamptz', zoned, '2025-12-31 23:59:60Z', 'time.leapSecond 2026-01-01 00:00:00+00'],
    ['timestamptz', zoned, '2025-08-08Z', 'time.dateOnly 2025-08-08 00:00:00+00'],
    ['timestamptz', zoned, 'infinity', 'infinity'],
    ['timestamptz', zoned, '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00+00 BC'],
    ['timestamptz', zoned, 1754629917n, 'time.epoch 2025-08-08 05:11:57+00'],
    ['timestamptz', zoned, '9999-12-31 23:59:59-03:00', 'time.range null'],
    ['json', json, ' {"a" : 1, "a":"\\u0000\\ud800"}\n', ' {"a" : 1, "a":"\\u0000\\ud800"}\n'],
    ['json', json, '1e999999', '1e999999'],
    ['json', json, '[]', '[]'],
    ['json', json, '', 'json.empty null'],
    ['json', json, '{"a":}', 'json.broken null'],
    ['json', json, '[1,]', 'json.broken null'],
    ['json', json, '{a:1}', 'json.broken null'],
    ['json', json, '[1}', 'json.broken null'],
    ['json', json, '[1] 2', 'json.broken null'],
    ['json', json, '01', 'json.broken null'],
    ['json', json, '"\t"', 'json.broken null'],
    ['json', json, '"\\x"', 'json.broken null'],
    ['json', json, '"a', 'json.broken null'],
    ['json', json, 'NaN', 'json.nan null'],
    ['json', json, '"\0"', 'json.broken null'],
    ['json', json, '['.repeat(2001), 'json.deep null'],
    ['json', json, 1n, 'json.notText null'],
    ['inet', net('inet'), '192.168.0.1', '192.168.0.1'],
    ['inet', net('inet'), '10.1.2.3/8', '10.1.2.3/8'],
    ['inet', net('inet'), '10.1.2.3/32', 'network.spelling 10.1.2.3'],
    ['inet', net('inet'), '010.1.2.3', 'network.unknown null'],
    ['inet', net('inet'), '10.1.2.256', 'network.unknown null'],
    ['inet', net('inet'), '10.1.2.3/33', 'network.unknown null'],
    ['inet', net('inet'), '2001:DB8:0:0:0:0:0:1', 'network.spelling 2001:db8::1'],
    ['inet', net('inet'), '::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['inet', net('inet'), '1:2:3:4:5:6:7', 'network.unknown null'],
    ['inet', net('inet'), 'fe80::1%eth0', 'network.unknown null'],
    ['inet', net('inet'), ' 10.1.2.3', 'network.spelling 10.1.2.3'],
    ['inet', net('inet'), 3n, 'network.unknown null'],
    ['cidr', net('cidr'), '10.0.0.0/8', '10.0.0.0/8'],
    ['cidr', net('cidr'), '10.1.0.0', 'network.spelling 10.1.0.0/32'],
    ['cidr', net('cidr'), '10.1.0.0/8', 'network.unknown null'],
    ['macaddr', net('macaddr'), '08:00:2b:01:02:03', '08:00:2b:01:02:03'],
    ['macaddr', net('macaddr'), '08-00-2B-01-02-03', 'network.spelling 08:00:2b:01:02:03'],
    ['macaddr', net('macaddr'), '08:00-2b:01-02:03', 'network.unknown null'],
    ['macaddr8', net('macaddr8'), '08:00:2b:01:02:03', 'network.spelling 08:00:2b:ff:fe:01:02:03'],
    ['interval', span, '1 year 2 mons -3 days +04:05:06.789', '1 year 2 mons -3 days +04:05:06.789'],
    ['interval', span, '00:00:00', '00:00:00'],
    ['interval', span, '14 mons', 'interval.unknown null'],
    ['interval', span, '1 day, 2:00:00', 'interval.unknown null'],
    ['interval', span, '', 'interval.unknown null'],
    ['interval', span, 3n, 'interval.unknown null'],
    ['text[]', list('text'), '["a b", null, "NULL"]', '{"a b",NULL,"NULL"}'],
    ['text[]', list('text'), '[1]', 'array.element {1}'],
    ['integer[]', list('integer'), '[1, -2, null]', '{1,-2,NULL}'],
    ['integer[]', list('integer'), '[9007199254740993]', '{9007199254740993}'],
    ['integer[]', list('integer'), '[1.5]', 'array.element null'],
    ['integer[]', list('integer'), '["1"]', 'array.element {1}'],
    ['smallint[]', list('integer', smallint.fit), '[40000]', 'array.element null'],
    ['numeric[]', list('numeric'), '[1.10, 12345678901234567890.5]', '{1.10,12345678901234567890.5}'],
    ['numeric(4,2)[]', list('numeric', numeric42.fit), '[1, 2.5]', '{1.00,2.50}'],
    ['double[]', list('double'), '[1.5, 1e30, -0.0, "NaN"]', '{1.5,1e+30,-0,NaN}'],
    ['boolean[]', list('boolean'), '[true, false]', '{t,f}'],
    ['boolean[]', list('boolean'), '[1]', 'array.element {t}'],
    [
      'uuid[]',
      list('uuid'),
      '["550e8400-e29b-41d4-a716-446655440000"]',
      '{550e8400-e29b-41d4-a716-446655440000}',
    ],
    ['integer[]', list('integer'), '[[1],[2]]', 'array.notArray {{1},{2}}'],
    ['integer[]', list('integer'), '[[1],[2,3]]', 'array.notArray null'],
    ['integer[]', list('integer'), '[0:1]={1,2}', 'array.notArray [0:1]={1,2}'],
    ['integer[]', list('integer'), '{"a":1}', 'array.notArray null'],
    ['integer[]', list('integer'), '[1', 'array.notArray null'],
    ['integer[]', list('integer'), '[]', '{}'],
  ])('%s %#: %j', (_, column, value, expected) => expect(said(conversionOf(column), value)).toBe(expected));

  it('is nothing where there is neither fit nor form', () => {
    expect(conversionOf({ conversion: 'text' })).toBe(conversions.text);
    const column: ColumnConversion = { conversion: 'text', fit: { length: 3 } };
    expect(conversionOf(column)).toBe(conversionOf(column));
  });
});

describe('as SQL', () => {
  const facts = { ...noFacts(false), texts: 1, maxChars: 3 };
  const integers = (min: string, max: string) => ({
    ...noFacts(false),
    integers: 2,
    minInteger: min,
    maxInteger: max,
  });
  it.each<[string, ColumnConversion, ReturnType<typeof noFacts>, string | null]>([
    ['short enough', varchar3, facts, 'c'],
    ['one too long', varchar3, { ...facts, maxChars: 4 }, null],
    ['char(n)', char3, facts, null],
    ['enum', mood, facts, null],
    ['within the range', smallint, integers('-32768', '32767'), 'c'],
    ['below it', smallint, integers('-32769', '0'), null],
    ['above it', smallint, integers('0', '32768'), null],
    ['whole numbers with zeros', numeric42, integers('-99', '99'), "c || '.00'"],
    ['a digit too many', numeric42, integers('-99', '100'), null],
    ['no room before the point', tiny, integers('0', '1'), null],
    ['multiples of a hundred', hundreds, integers('0', '100'), null],
    ['plain times in UTC', zoned, { ...noFacts(true), texts: 1 }, "c || '+00'"],
    ['a number among them', zoned, { ...noFacts(true), integers: 1 }, null],
    ['fewer decimals', stamp3, noFacts(true), null],
  ])('%s', (_, column, profile, expected) => {
    expect(conversionOf(column).copySql('c', profile)).toBe(expected);
  });
});

const bits = new DataView(new ArrayBuffer(4));
const float4s = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => {
  bits.setUint32(0, n);
  return bits.getFloat32(0);
});
const digitsOf = (n: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: n });
const years = fc.integer({ min: -4700, max: 290_000 });
const moments = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 9999 }), years),
    fc.nat(11),
    fc.nat(27),
    fc.nat(86_399),
    fc.option(digitsOf(8)),
  )
  .map(([y, m, d, s, f]) => {
    const two = (n: number) => String(n).padStart(2, '0');
    const year = String(y > 0 ? y : 1 - y).padStart(4, '0');
    const time = [s / 3600, (s / 60) % 60, s % 60].map((n) => two(Math.floor(n))).join(':');
    return `${year}-${two(m + 1)}-${two(d + 1)} ${time}${f === null ? '' : `.${f}`}${y > 0 ? '' : ' BC'}`;
  });
const withZone = fc
  .tuple(moments, fc.constantFrom('', 'Z', '+00:00', '-03:00', '+0530'))
  .map((parts) => parts.join(''));
const clocks = moments.map((text) => text.replace(/^.* (?=\d\d:)/, '').replace(' BC', ''));
const words = fc.string({ unit: 'binary', maxLength: 6 });
const wholes = fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-40_000n, 40_000n));
const decimals = fc.oneof(
  fc.double(),
  fc.integer({ min: -200_000, max: 200_000 }).map((n) => n / 100),
  fc.tuple(fc.integer(), digitsOf(5)).map((parts) => parts.join('.')),
);
const addresses = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .array(fc.constantFrom('0', '1', 'ffff', 'A0'), { minLength: 8, maxLength: 8 })
    .map((parts) => parts.join(':')),
  fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128)).map((parts) => parts.join('/')),
  fc.nat(32).map((n) => `10.0.0.0/${n}`),
  fc.nat(128).map((n) => `::/${n}`),
);
const macs = (bytes: number) =>
  fc
    .tuple(
      fc.array(
        fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 2, maxLength: 2 }),
        { minLength: 6, maxLength: bytes },
      ),
      fc.constantFrom(':', '-', ''),
    )
    .map(([parts, mark]) => parts.join(mark));
const spans = fc
  .tuple(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: -400, max: 400 }),
    fc.constantFrom('', '-', '+'),
    clocks,
  )
  .map(([y, m, d, sign, clock]) =>
    [
      y && `${y} year${y === 1 ? '' : 's'}`,
      m && `${m} mon${m === 1 ? '' : 's'}`,
      d && `${d} day${d === 1 ? '' : 's'}`,
      clock && sign + clock,
    ]
      .filter(Boolean)
      .join(' '),
  );
const lists = <T>(items: fc.Arbitrary<T>) =>
  fc
    .oneof(
      fc.array(fc.option(items)),
      fc.array(fc.array(items, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    )
    .map((list) => JSON.stringify(list));
const uuids = fc.uuid();

/** Type, column, what its source may hold. Whatever comes out as a text, repairs too, must be printed as it is. */
const types: [string, ColumnConversion, fc.Arbitrary<Value>][] = [
  ['varchar(3)', varchar3, words],
  ['char(3)', char3, words],
  ['smallint', smallint, fc.oneof(wholes, decimals)],
  ['numeric(4,2)', numeric42, fc.oneof(wholes, decimals)],
  [
    'numeric(3,-2)',
    hundreds,
    fc.oneof(
      wholes,
      fc.nat(2000).map((n) => BigInt(n) * 100n),
    ),
  ],
  [
    'numeric(2,4)',
    tiny,
    fc.oneof(
      decimals,
      fc.nat(200).map((n) => n / 10_000),
    ),
  ],
  ['timestamp(3)', stamp3, moments],
  ['timestamp(0)', { conversion: 'timestamp', fit: { decimals: 0 } }, moments],
  ['timestamptz', zoned, fc.oneof(withZone, fc.bigInt(0n, 10n ** 13n))],
  ['timestamptz(0)', zoned0, withZone],
  ['timestamptz(5)', { conversion: 'timestamptz', fit: { decimals: 5 } }, withZone],
  ['time(0)', time0, clocks],
  ['time(4)', { conversion: 'time', fit: { decimals: 4 } }, clocks],
  ['interval', span, spans],
  ['interval(2)', span2, spans],
  ['real', real, fc.oneof(float4s, fc.double(), wholes)],
  [
    'json',
    json,
    fc.oneof(
      fc.json(),
      fc.json({ stringUnit: 'binary' }),
      words,
      fc.constantFrom('1 ', '"\\u0000"', '{"a":1,"a":2}'),
    ),
  ],
  ['inet', net('inet'), addresses],
  ['cidr', net('cidr'), addresses],
  ['macaddr', net('macaddr'), macs(6)],
  ['macaddr8', net('macaddr8'), macs(8)],
  ['text[]', list('text'), lists(words)],
  ['varchar(3)[]', list('text', varchar3.fit), lists(words)],
  ['bigint[]', list('integer'), lists(fc.integer())],
  ['smallint[]', list('integer', smallint.fit), lists(fc.integer({ min: -33_000, max: 33_000 }))],
  ['numeric[]', list('numeric'), lists(fc.double({ noNaN: true, noDefaultInfinity: true }))],
  [
    'numeric(4,2)[]',
    list('numeric', numeric42.fit),
    lists(fc.integer({ min: -10_100, max: 10_100 }).map((n) => n / 100)),
  ],
  ['double precision[]', list('double'), lists(fc.double({ noNaN: true, noDefaultInfinity: true }))],
  ['boolean[]', list('boolean'), lists(fc.boolean())],
  ['uuid[]', list('uuid'), lists(uuids)],
];

const sizes = isLong ? 50_000 : 2000;

describe.each(allServers())('%s prints what was loaded', (server) => {
  it.each(types)('%s', async (type, column, values) => {
    const texts = fc.sample(values, { numRuns: sizes, seed: 1754748191 }).flatMap((value) => {
      const encoded = conversionOf(column).encode(value);
      const text = encoded instanceof Trouble ? encoded.text : encoded;
      return text === null ? [] : [text];
    });
    // A generator of what never fits would show nothing.
    expect(texts.length).toBeGreaterThan(sizes / 20);
    const printed = await withPg(serverUrl(server), async (client) => {
      await client.query(sessionSql);
      return throughCopy(client, type, texts);
    });
    expect(texts.flatMap((text, i) => (text === printed[i] ? [] : [[text, printed[i]]]))).toEqual([]);
    // And comes back as a value that is printed so again.
    const again = texts.filter(
      (text) => said(conversionOf(column), decodeColumn(column, text, asWritten) as Value) !== text,
    );
    expect(again.filter((text) => !/^(\{\{|\[\d)/.test(text))).toEqual([]);
  });

  it('every kind of float4', async () => {
    const around = Array.from({ length: 277 }, (_, i) => 2 ** (i - 149))
      .concat(Array.from({ length: 84 }, (_, i) => Number(`1e${i - 45}`)))
      .flatMap((n) => {
        bits.setFloat32(0, n);
        const at = bits.getUint32(0);
        return [-2, -1, 0, 1, 2].map((step) => {
          bits.setUint32(0, Math.max(at + step, 0));
          return bits.getFloat32(0);
        });
      })
      .filter(Number.isFinite);
    const values = [...around, ...fc.sample(float4s, { numRuns: 20_000, seed: 7 })];
    // Bit by bit, so that no reading of digits is in between.
    const bytes = Buffer.alloc(20 + values.length * 8);
    for (const [at, head] of [1, 0, 700, values.length, 1].entries()) bytes.writeInt32BE(head, at * 4);
    for (const [at, value] of values.entries()) {
      bytes.writeInt32BE(4, 20 + at * 8);
      bytes.writeFloatBE(value, 24 + at * 8);
    }
    const { rows } = await withPg(serverUrl(server), (client) =>
      client.query<{ text: string }>(
        'select v::text as text from unnest($1::float4[]) with ordinality as u(v, n) order by n',
        [bytes],
      ),
    );
    const unlike = values.flatMap((value, i) =>
      float4Text(value) === rows[i]?.text ? [] : [[value, float4Text(value), rows[i]?.text]],
    );
    expect(unlike).toEqual([]);
  });
});

it('holds a text of millions of escapes, in JSON and in a list', () => {
  const escapes = `"${'\\n'.repeat(5_000_000)}"`;
  expect(conversions.json.encode(escapes)).toBe(escapes);
  expect(conversions.json.encode(`${escapes.slice(0, -1)}\\x"`)).toBeInstanceOf(Trouble);
  expect(readArray(`{"${'x y'.repeat(3_000_000)}"}`)?.items).toHaveLength(1);
});
