import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { date, plainTimeSql, time, timestamp } from '../../../electron/engine/convert/time.ts';
import { said } from './said.ts';

/** Spellings near a time stamp: also of days and hours that there are not. */
const moments = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 14 }),
    fc.integer({ min: 0, max: 32 }),
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
    fc.option(fc.string({ unit: fc.constantFrom(...'0123456789 \0Z'), maxLength: 8 })),
  )
  .map(([y, m, d, h, min, s, f]) => {
    const two = (n: number) => String(n).padStart(2, '0');
    return `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}:${two(s)}${f === null ? '' : `.${f}`}`;
  });

/** Asks SQLite itself. */
function plainIn(kind: 'timestamp' | 'date' | 'time'): (text: string) => boolean {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  const plain = db.prepare(`select ${plainTimeSql(kind, 'v')} from (select ? as v)`).pluck();
  return (text) => plain.get(text) === 1;
}

describe('timestamp', () => {
  it.each([
    ['2025-08-08 05:11:57.775189', '2025-08-08 05:11:57.775189'],
    ['2025-08-09 14:03:11', '2025-08-09 14:03:11'],
    ['2025-08-09 14:03:11.500000', '2025-08-09 14:03:11.5'],
    ['2024-02-29 00:00:00', '2024-02-29 00:00:00'],
    ['0001-01-01 00:00:00', '0001-01-01 00:00:00'],
    ['9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999'],
    ['2025-08-08T05:11:57', 'time.iso 2025-08-08 05:11:57'],
    ['2025-08-08T05:11:57Z', 'time.zone 2025-08-08 05:11:57'],
    ['2025-08-08 05:11:57-03:00', 'time.offset 2025-08-08 08:11:57'],
    ['2025-08-08', 'time.dateOnly 2025-08-08 00:00:00'],
    ['2025-08-08 05:11', 'time.noSeconds 2025-08-08 05:11:00'],
    ['2025-12-31 24:00:00', 'time.hour24 2026-01-01 00:00:00'],
    ['2016-12-31 23:59:60', 'time.leapSecond 2017-01-01 00:00:00'],
    ['2025-08-08 05:11:57.1234567', 'time.fraction 2025-08-08 05:11:57.123456'],
    ['31/12/2024 10:20', 'time.brazilian 2024-12-31 10:20:00'],
    ['2025-02-30 10:00:00', 'time.impossible null'],
    ['0000-00-00 00:00:00', 'time.zero null'],
    ['', 'time.empty null'],
    ['ontem', 'time.unknown null'],
    ['10000-01-01 00:00:00', '10000-01-01 00:00:00'],
    ['294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999'],
    ['294277-01-01 00:00:00', 'time.range null'],
    ['20000-02-30 00:00:00', 'time.range null'],
    ['20000-01-01T00:00:00', 'time.range null'],
    ['infinity', 'infinity'],
    ['-infinity', '-infinity'],
    ['Infinity', 'time.unknown null'],
    ['0044-03-15 12:00:00.500000 BC', '0044-03-15 12:00:00.5 BC'],
    ['0001-02-29 00:00:00 BC', '0001-02-29 00:00:00 BC'],
    ['0002-02-29 00:00:00 BC', 'time.unknown null'],
    ['4714-11-24 00:00:00 BC', '4714-11-24 00:00:00 BC'],
    ['4714-11-23 00:00:00 BC', 'time.unknown null'],
    [1754629917n, 'time.epoch 2025-08-08 05:11:57'],
    [1754629917775n, 'time.epochMs 2025-08-08 05:11:57.775'],
    [1754629917775189n, 'time.epochUs 2025-08-08 05:11:57.775189'],
    [2460895.5, 'time.julian 2025-08-08 00:00:00'],
    [0n, 'time.epoch 1970-01-01 00:00:00'],
  ] as const)('%s', (value, expected) => {
    expect(said(timestamp, value)).toBe(expected);
  });

  it('agrees with the SQLite condition on what is plain', () => {
    const plain = plainIn('timestamp');
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: moments }, fc.string()), (text) => {
        expect(plain(text)).toBe(typeof timestamp.encode(text) === 'string');
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('date', () => {
  it.each([
    ['2025-08-08', '2025-08-08'],
    ['2024-02-29', '2024-02-29'],
    ['2025-02-29', 'time.impossible null'],
    ['2025-13-01', 'time.impossible null'],
    ['2025-08-08T00:00:00', 'time.iso 2025-08-08'],
    ['31/12/2024', 'time.brazilian 2024-12-31'],
    ['2025-08-08 05:11:57', 'date.time 2025-08-08'],
    [Buffer.from('2025-08-08'), 'time.bytes null'],
  ] as const)('%s', (value, expected) => {
    expect(said(date, value)).toBe(expected);
  });

  it('agrees with the SQLite condition on what is plain', () => {
    const plain = plainIn('date');
    const days = moments.map((text) => text.slice(0, 10));
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: days }, moments), (text) => {
        expect(plain(text)).toBe(typeof date.encode(text) === 'string');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('time', () => {
  it.each([
    ['14:03:11', '14:03:11'],
    ['00:00:00', '00:00:00'],
    ['23:59:59.999999', '23:59:59.999999'],
    ['14:03:11.500', '14:03:11.5'],
    ['24:00:00', '24:00:00'],
    ['24:00:00.000', '24:00:00'],
    ['24:00:01', 'time.impossible null'],
    ['24:00', 'time.impossible null'],
    ['25:00:00', 'time.impossible null'],
    ['12:60:00', 'time.impossible null'],
    ['23:59:60', 'time.impossible null'],
    ['14:03', 'time.noSeconds 14:03:00'],
    ['14:03:11.1234567', 'time.fraction 14:03:11.123456'],
    ['14h03', 'time.unknown null'],
    [840n, 'time.unknown null'],
  ] as const)('%s', (value, expected) => {
    expect(said(time, value)).toBe(expected);
  });

  it('agrees with the SQLite condition on what is plain, but for the end of a day', () => {
    const plain = plainIn('time');
    const clocks = moments.map((text) => text.slice(11));
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: clocks }, fc.string()), (text) => {
        fc.pre(!text.startsWith('24:00:00'));
        expect(plain(text)).toBe(typeof time.encode(text) === 'string');
      }),
      { numRuns: 5000 },
    );
  });
});
