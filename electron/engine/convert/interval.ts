import { type Conversion, Trouble } from './types.ts';

/** As PostgreSQL keeps an interval: three numbers, none of which is turned into another. */
export interface Interval {
  months: bigint;
  days: bigint;
  micros: bigint;
}

const int4 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const int8 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const dayMicros = 86_400_000_000n;

const shape =
  /^(?:([+-]?\d+) years? ?)?(?:([+-]?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?(?:([+-]?)(\d{2,}):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?)?$/;

/**
 * Text into interval: what PostgreSQL prints itself, with `intervalstyle` postgres. Every other spelling is a matter of
 * the column's form. https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-OUTPUT
 */
export const interval: Conversion = {
  encode(value) {
    const isPrinted = typeof value === 'string' && (/^-?infinity$/.test(value) || readInterval(value));
    return isPrinted ? (value as string) : new Trouble('interval.unknown', null, 'no interval of PostgreSQL');
  },
  copySql: () => null,
};

/** Null for what PostgreSQL does not print. */
export function readInterval(text: string): Interval | null {
  const match = shape.exec(text);
  if (!match) return null;
  const [, years = '0', months = '0', days = '0', sign = '', h = '0', m = '0', s = '0', f = ''] = match;
  const seconds = (BigInt(h) * 60n + BigInt(m)) * 60n + BigInt(s);
  const size = seconds * 1_000_000n + BigInt(f.padEnd(6, '0'));
  const read = {
    months: BigInt(years) * 12n + BigInt(months),
    days: BigInt(days),
    micros: sign === '-' ? -size : size,
  };
  return intervalText(read) === text ? read : null;
}

/** As PostgreSQL prints it; null where it has no room for it. EncodeInterval in its source. */
export function intervalText({ months, days, micros }: Interval): string | null {
  const isHeld = within(months, int4) && within(days, int4) && within(micros, int8);
  if (!isHeld) return null;
  const parts: string[] = [];
  let isBefore = false;
  for (const [count, unit] of [
    [months / 12n, 'year'],
    [months % 12n, 'mon'],
    [days, 'day'],
  ] as const) {
    if (count === 0n) continue;
    parts.push(`${isBefore && count > 0n ? '+' : ''}${count} ${unit}${count === 1n ? '' : 's'}`);
    isBefore = count < 0n;
  }
  if (micros !== 0n || parts.length === 0)
    parts.push(`${micros < 0n ? '-' : isBefore ? '+' : ''}${clock(micros < 0n ? -micros : micros)}`);
  return parts.join(' ');
}

/** Hours, minutes, seconds and decimals without zeros at the end. */
function clock(micros: bigint): string {
  const two = (n: bigint) => String(n).padStart(2, '0');
  const seconds = micros / 1_000_000n;
  const decimals = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${decimals && `.${decimals}`}`;
}

/** Django's column of microseconds, split as Python's timedelta does it: days may be negative, the rest is not. */
export function fromMicros(value: bigint): string | null {
  const micros = ((value % dayMicros) + dayMicros) % dayMicros;
  return intervalText({ months: 0n, days: (value - micros) / dayMicros, micros });
}

/** All microseconds of an interval without months; undefined for one with. */
export function toMicros(text: string): bigint | undefined {
  const read = readInterval(text);
  return read?.months === 0n ? read.days * dayMicros + read.micros : undefined;
}

const span = /^(-?)(?:(\d+)\.)?([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{6})0)?$/;

/**
 * EF Core's TimeSpan in its constant form; days and time have one sign, as Npgsql sends them.
 * https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings#the-constant-c-format-specifier
 */
export function fromTimespan(value: string): string | null {
  const match = span.exec(value);
  if (!match) return null;
  const [, sign, days = '0', h = '', m = '', s = '', f = '0'] = match;
  const micros = ((BigInt(h) * 60n + BigInt(m)) * 60n + BigInt(s)) * 1_000_000n + BigInt(f);
  const turn = sign === '-' ? -1n : 1n;
  return intervalText({ months: 0n, days: turn * BigInt(days), micros: turn * micros });
}

/** The same the other way; undefined for what is no TimeSpan. */
export function toTimespan(text: string): string | undefined {
  const all = toMicros(text);
  // A TimeSpan is 64 bits of tenths of microseconds.
  if (all === undefined || !within(all * 10n, int8)) return undefined;
  const size = all < 0n ? -all : all;
  const days = size / dayMicros;
  const micros = size % 1_000_000n;
  const [time] = clock(size % dayMicros).split('.');
  const fraction = micros === 0n ? '' : `.${String(micros).padStart(6, '0')}0`;
  return `${all < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${time}${fraction}`;
}

function within(n: bigint, { min, max }: { min: bigint; max: bigint }): boolean {
  return n >= min && n <= max;
}
