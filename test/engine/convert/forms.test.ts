import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ColumnConversion,
  conversionOf,
  decodeColumn,
} from '../../../electron/engine/convert/column.ts';
import { FormCounter } from '../../../electron/engine/convert/forms.ts';
import type { SqlValue } from '../../../electron/engine/convert/values.ts';
import type { ColumnFit, ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { allServers, serverUrl, withPg } from '../../helpers/postgres.ts';
import { anything } from '../properties/values.ts';
import { asWritten, said, type Value } from './said.ts';
import { sessionSql, throughCopy } from './through-copy.ts';

function of(conversion: ConversionName, form: ValueForm, fit?: ColumnFit): ColumnConversion {
  return { conversion, form, ...(fit && { fit }) };
}

const ms: ValueForm = { kind: 'epoch', unit: 1000 };
const seconds: ValueForm = { kind: 'epoch', unit: 1 };
const real: ValueForm = { kind: 'epoch', unit: 1, real: true };
const javascript: ValueForm = { kind: 'moment', separator: 'T', zone: 'Z', decimals: 3 };
const python: ValueForm = { kind: 'moment', separator: 'T', zone: '', decimals: 6, shortWhole: true };
const brazil: ValueForm = { kind: 'moment', separator: ' ', zone: '-03:00', decimals: null };
const rails: ValueForm = { kind: 'moment', separator: ' ', zone: ' UTC', decimals: 0 };
const ticks: ValueForm = { kind: 'moment', separator: ' ', zone: '', decimals: 7 };
const day: ValueForm = { kind: 'day' };
const hex: ValueForm = { kind: 'uuid', style: 'hex' };
const words: ValueForm = { kind: 'words', true: 'Y', false: 'N' };
const digits: ValueForm = { kind: 'digits' };
const number: ValueForm = { kind: 'number' };
const utf8: ValueForm = { kind: 'utf8' };
const micros: ValueForm = { kind: 'micros' };
const timespan: ValueForm = { kind: 'timespan' };
const uuid = '550e8400-e29b-41d4-a716-446655440000';

describe('a form', () => {
  it.each<[string, ColumnConversion, Value, string]>([
    ['ms', of('timestamp', ms), 1754629917775n, '2025-08-08 05:11:57.775'],
    ['ms', of('timestamptz', ms), -1n, '1969-12-31 23:59:59.999+00'],
    ['ms', of('timestamp', ms), 1754629917775.5, '2025-08-08 05:11:57.7755'],
    // REAL that is whole would come back as INTEGER.
    ['ms', of('timestamp', ms), 1754629917775, 'time.epochMs 2025-08-08 05:11:57.775'],
    ['ms', of('timestamp', ms), '2025-08-08 05:11:57', 'form.other 2025-08-08 05:11:57'],
    ['ms', of('timestamp', ms), 'ontem', 'time.unknown null'],
    ['ms', of('timestamp', ms), 2n ** 62n, 'time.range null'],
    [
      'ms in timestamp(0)',
      of('timestamp', ms, { decimals: 0 }),
      1754629917775n,
      'time.fraction 2025-08-08 05:11:58',
    ],
    ['REAL seconds', of('timestamp', real), 1754629917, '2025-08-08 05:11:57'],
    ['REAL seconds', of('timestamp', real), 1754629917.775189, '2025-08-08 05:11:57.775189'],
    ['REAL seconds', of('timestamp', seconds), 1754629917n, '2025-08-08 05:11:57'],
    ['JavaScript', of('timestamptz', javascript), '2025-08-08T05:11:57.770Z', '2025-08-08 05:11:57.77+00'],
    ['JavaScript', of('timestamp', javascript), '2025-08-08T05:11:57.000Z', '2025-08-08 05:11:57'],
    // Two decimals would come back as three.
    [
      'JavaScript',
      of('timestamp', javascript),
      '2025-08-08T05:11:57.77Z',
      'time.zone 2025-08-08 05:11:57.77',
    ],
    ['JavaScript', of('timestamp', javascript), '2025-02-30T05:11:57.770Z', 'time.impossible null'],
    ['Python', of('timestamp', python), '2025-08-08T05:11:57', '2025-08-08 05:11:57'],
    ['Python', of('timestamp', python), '2025-08-08T05:11:57.770000', '2025-08-08 05:11:57.77'],
    ['Python', of('timestamp', python), '2025-08-08T05:11:57.000000', 'time.iso 2025-08-08 05:11:57'],
    ['-03:00', of('timestamptz', brazil), '2025-12-31 22:00:00.5-03:00', '2026-01-01 01:00:00.5+00'],
    ['-03:00', of('timestamp', brazil), '2025-12-31 22:00:00-03:00', '2026-01-01 01:00:00'],
    ['-03:00', of('timestamp', brazil), '9999-12-31 22:00:00-03:00', 'time.range null'],
    ['UTC', of('timestamptz', rails), '2025-12-31 22:00:00 UTC', '2025-12-31 22:00:00+00'],
    ['seven decimals', of('timestamp', ticks), '2025-12-31 22:00:00.1234560', '2025-12-31 22:00:00.123456'],
    [
      'seven decimals',
      of('timestamp', ticks),
      '2025-12-31 22:00:00.1234567',
      'time.fraction 2025-12-31 22:00:00.123456',
    ],
    ['day', of('timestamp', day), '2025-08-08', '2025-08-08 00:00:00'],
    ['day', of('timestamp', day), '2025-08-08 00:00:00', 'form.other 2025-08-08 00:00:00'],
    ['day', of('timestamp', day), '2025-08-08 01:00:00', '2025-08-08 01:00:00'],
    ['day', of('timestamp', day), '2025-02-30', 'time.impossible null'],
    ['hex', of('uuid', hex), '550e8400e29b41d4a716446655440000', uuid],
    ['hex', of('uuid', hex), '550E8400E29B41D4A716446655440000', 'uuid.spelling null'],
    ['hex', of('uuid', hex), uuid, `form.other ${uuid}`],
    ['UPPER', of('uuid', { kind: 'uuid', style: 'UPPER' }), uuid.toUpperCase(), uuid],
    ['HEX', of('uuid', { kind: 'uuid', style: 'HEX' }), '550E8400E29B41D4A716446655440000', uuid],
    [
      'bytes',
      of('uuid', { kind: 'uuid', style: 'bytes' }),
      Buffer.from(uuid.replaceAll('-', ''), 'hex'),
      uuid,
    ],
    ['bytes', of('uuid', { kind: 'uuid', style: 'bytes' }), Buffer.alloc(15), 'uuid.notUuid null'],
    ['words', of('boolean', words), 'Y', 't'],
    ['words', of('boolean', words), 'y', 'boolean.word t'],
    ['words', of('boolean', words), 1n, 'form.other t'],
    ['digits', of('numeric', digits), '1.50', '1.50'],
    ['digits', of('numeric', digits), '01', 'numeric.text 1'],
    ['digits', of('numeric', digits), 1.5, 'form.other 1.5'],
    ['digits of (4,2)', of('numeric', digits, { precision: 4, scale: 2 }), '1.50', '1.50'],
    ['digits of (4,2)', of('numeric', digits, { precision: 4, scale: 2 }), '1.5', 'numeric.text 1.50'],
    ['digits of (4,2)', of('numeric', digits, { precision: 4, scale: 2 }), '100.00', 'numeric.range null'],
    ['digits', of('integer', digits), '-7', '-7'],
    ['digits', of('integer', digits), '9223372036854775808', 'integer.text null'],
    ['digits', of('double', digits), '0.1', '0.1'],
    ['digits', of('double', digits), '0.10000000000000000555', 'double.text 0.1'],
    ['number', of('text', number), -42n, '-42'],
    ['number', of('text', number), '42', 'form.other 42'],
    ['number', of('text', number), '042', '042'],
    ['number', of('text', number), 'Chain', 'Chain'],
    ['number of char(4)', of('text', number, { length: 4, padded: true }), 42n, '42  '],
    ['number of varchar(1)', of('text', number, { length: 1 }), 42n, 'text.tooLongFor null'],
    ['utf8', of('bytea', utf8), 'ç\0', '\\xc3a700'],
    ['utf8', of('bytea', utf8), Buffer.from([0xff]), '\\xff'],
    ['utf8', of('bytea', utf8), Buffer.from('a'), 'form.other \\x61'],
    ['micros', of('interval', micros), 93_784_000_001n, '1 day 02:03:04.000001'],
    ['micros', of('interval', micros), -1n, '-1 days +23:59:59.999999'],
    ['micros', of('interval', micros), 0n, '00:00:00'],
    ['micros', of('interval', micros), '24:00:00', 'form.other 24:00:00'],
    ['timespan', of('interval', timespan), '1.02:03:04.0000010', '1 day 02:03:04.000001'],
    ['timespan', of('interval', timespan), '-1.02:03:04', '-1 days -02:03:04'],
    // A tenth of a microsecond.
    ['timespan', of('interval', timespan), '00:00:00.0000001', 'interval.unknown null'],
    ['timespan', of('interval', timespan), '1 day', 'form.other 1 day'],
    ['timespan', of('interval', timespan), '1 mon', '1 mon'],
  ])('%s %#: %j', (_, column, value, expected) => expect(said(conversionOf(column), value)).toBe(expected));
});

const point = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});
const timeText = (pattern: (iso: string, micros: string) => string) =>
  fc
    .tuple(point, fc.constantFrom('000000', '120000', '123000', '123456'))
    .map(([date, f]) => pattern(date.toISOString().slice(0, 19), f));

/** Values in the form, and every one of a column that is in it. */
const forms: [string, ColumnConversion, fc.Arbitrary<Value>][] = [
  ['timestamp', of('timestamp', ms), point.map((d) => BigInt(d.getTime()))],
  [
    'timestamptz',
    of('timestamptz', { kind: 'epoch', unit: 1_000_000 }),
    point.map((d) => BigInt(d.getTime()) * 1000n + 7n),
  ],
  [
    'timestamp',
    of('timestamp', real),
    fc.double({ min: 0, max: 4e9, noNaN: true }).map((n) => Math.round(n * 1e6) / 1e6),
  ],
  ['timestamptz', of('timestamptz', javascript), point.map((d) => d.toISOString())],
  ['timestamp', of('timestamp', python), timeText((t, f) => (Number(f) === 0 ? t : `${t}.${f}`))],
  [
    'timestamptz',
    of('timestamptz', brazil),
    timeText((t, f) => `${t.replace('T', ' ')}.${f}`.replace(/\.?0+$/, '').concat('-03:00')),
  ],
  ['timestamp', of('timestamp', ticks), timeText((t, f) => `${t.replace('T', ' ')}.${f}0`)],
  ['timestamptz', of('timestamptz', day), point.map((d) => d.toISOString().slice(0, 10))],
  ['uuid', of('uuid', hex), fc.uuid().map((u) => u.replaceAll('-', ''))],
  [
    'uuid',
    of('uuid', { kind: 'uuid', style: 'HEX' }),
    fc.uuid().map((u) => u.replaceAll('-', '').toUpperCase()),
  ],
  ['uuid', of('uuid', { kind: 'uuid', style: 'UPPER' }), fc.uuid().map((u) => u.toUpperCase())],
  ['uuid', of('uuid', { kind: 'uuid', style: 'bytes' }), fc.uint8Array({ minLength: 16, maxLength: 16 })],
  ['boolean', of('boolean', words), fc.constantFrom('Y', 'N')],
  [
    'numeric(9,2)',
    of('numeric', digits, { precision: 9, scale: 2 }),
    fc
      .integer({ min: -99_999_999, max: 99_999_999 })
      .map((n) => (n / 100).toFixed(2).replace(/^-0\.00$/, '0.00')),
  ],
  ['bigint', of('integer', digits), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String)],
  ['text', of('text', number), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)],
  ['char(20)', of('text', number, { length: 20, padded: true }), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)],
  ['bytea', of('bytea', utf8), fc.string({ unit: 'binary' })],
  ['interval', of('interval', micros), fc.bigInt(-(2n ** 53n), 2n ** 53n)],
  [
    'interval',
    of('interval', timespan),
    fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.constantFrom('', '1.', '400.'),
        fc.constantFrom('02:03:04', '23:59:59.0000010', '00:00:01.1200000'),
      )
      .map((p) => p.join('')),
  ],
];

describe.each(allServers())('%s prints the form, and it is undone', (server) => {
  it.each(forms)('%s %#', async (type, column, values) => {
    const sample = fc.sample(values, { numRuns: 1000, seed: 1754748191 });
    const texts = sample.map((value) => said(conversionOf(column), value));
    const printed = await withPg(serverUrl(server), async (client) => {
      await client.query(sessionSql);
      return throughCopy(client, type, texts);
    });
    expect(printed).toEqual(texts);
    for (const [i, text] of texts.entries()) {
      const back = decodeColumn(column, text, asWritten);
      if (back instanceof Uint8Array) expect(Buffer.from(back)).toEqual(Buffer.from(sample[i] as Uint8Array));
      else expect(back).toBe(sample[i]);
    }
  });
});

// A point in time is the same in every spelling of a time: there the others may pass.
const strict = forms.filter(([, { form }]) => form?.kind !== 'moment');

it.each(strict)('%s %#: no other value passes for one of the form', (_, column, own) => {
  const others = anything.filter(
    (v) => v !== null && !(typeof v === 'object' && 'text' in v),
  ) as fc.Arbitrary<Value>;
  // Of what is no form at all hardly anything would be taken.
  const values = fc.oneof(others, own);
  fc.assert(
    fc.property(values, (value) => {
      const text = conversionOf(column).encode(value);
      if (typeof text !== 'string') return;
      const back = decodeColumn(column, text, asWritten);
      if (back instanceof Uint8Array && value instanceof Uint8Array)
        expect(Buffer.from(back)).toEqual(Buffer.from(value));
      else expect(back).toBe(value);
    }),
    { numRuns: 1000, seed: 1754748191 },
  );
});

describe('the form of a column', () => {
  const best = (conversion: ConversionName, values: SqlValue[], fit?: ColumnFit): ValueForm | null => {
    const counter = new FormCounter(conversion, fit);
    for (const value of values) counter.add(value);
    return counter.best();
  };
  const now = 1754629917n;
  it.each<[string, ConversionName, SqlValue[], ValueForm | null]>([
    ['nothing', 'timestamp', [], null],
    ['NULL alone', 'timestamp', [null, null], null],
    ['plain times', 'timestamp', ['2025-08-08 05:11:57.770000', '2025-08-08 05:11:57'], null],
    ['seconds', 'timestamp', [now, now + 1n, null], seconds],
    ['milliseconds', 'timestamptz', [now * 1000n], ms],
    ['microseconds', 'timestamp', [now * 1_000_000n], { kind: 'epoch', unit: 1_000_000 }],
    ['REAL seconds', 'timestamp', [1754629917.5, 1754629918], real],
    ['REAL and INTEGER seconds', 'timestamp', [1754629917.5, now, now], seconds],
    ['a zero among them', 'timestamp', [now, 0n], null],
    ['1989 among them', 'timestamp', [now, 631151999n], null],
    ['two units', 'timestamp', [now, now * 1000n], null],
    ['times before 1990', 'timestamp', [86_400n], null],
    ['seconds and a few words', 'timestamp', [now, now, 'ontem'], seconds],
    ['JavaScript', 'timestamptz', ['2025-08-08T05:11:57.775Z', '2025-08-08T05:11:57.000Z'], javascript],
    ['JavaScript', 'timestamp', ['2025-08-08T05:11:57.775Z'], javascript],
    ['Python', 'timestamp', ['2025-08-08T05:11:57.775189', '2025-08-08T05:11:57'], python],
    ['only full seconds', 'timestamp', ['2025-08-08T05:11:57'], python],
    ['an offset', 'timestamptz', ['2025-08-08 05:11:57-03:00', '2025-08-08 05:11:57.5-03:00'], brazil],
    ['plain times in timestamptz', 'timestamptz', ['2025-08-08 05:11:57', '2025-08-08 05:11:57.500'], null],
    ['half and half', 'timestamp', ['2025-08-08T05:11:57.775Z', '2025-08-08 05:11:57'], null],
    ['days', 'timestamp', ['2025-08-08'], day],
    ['days', 'date', ['2025-08-08'], null],
    ['hex', 'uuid', [uuid.replaceAll('-', '')], hex],
    ['upper case', 'uuid', [uuid.toUpperCase()], { kind: 'uuid', style: 'UPPER' }],
    ['bytes', 'uuid', [Buffer.alloc(16, 1)], { kind: 'uuid', style: 'bytes' }],
    ['plain', 'uuid', [uuid], null],
    ['words', 'boolean', ['Y', 'N', 'Y'], words],
    ['one word', 'boolean', ['true'], { kind: 'words', true: 'true', false: 'false' }],
    ['0 and 1', 'boolean', [0n, 1n, 'true'], null],
    ['digits', 'numeric', ['1.50', '2'], digits],
    ['numbers', 'numeric', [1n, 1.5], null],
    ['numbers in text', 'text', [1n, 2n, 'Chain'], number],
    ['texts', 'text', ['a', 'b', 1n], null],
    ['texts in bytea', 'bytea', ['a'], utf8],
    ['microseconds', 'interval', [1n, 2n], micros],
    ['timespans', 'interval', ['1.02:03:04.0000010'], timespan],
    ['plain', 'interval', ['02:03:04'], null],
    ['JSON', 'jsonb', ['{}'], null],
  ])('%s in %s', (_, conversion, values, expected) => expect(best(conversion, values)).toEqual(expected));

  it('is held against what the type asks', () => {
    expect(best('numeric', ['1.50', '2.00'], { precision: 4, scale: 2 })).toEqual(digits);
    expect(best('numeric', ['1.5', '2'], { precision: 4, scale: 2 })).toBeNull();
  });
});
