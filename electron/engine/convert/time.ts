import type { ColumnProfile } from '../../../shared/model/index.ts';
import { farTime } from './far-time.ts';
import { type Conversion, Trouble } from './types.ts';
import { BadText, type SqlValue } from './values.ts';

const iso =
  /^(\d{4,6})-(\d\d)-(\d\d)(?:([ T])(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const brazilian = /^(\d\d)\/(\d\d)\/(\d{4})(?:[ T,]+(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?$/;
const clock = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
const day = 86_400_000;
/** Julian days of the years 1 to 9999: https://www.sqlite.org/lang_datefunc.html#time_values */
const julian = { first: 1_721_425.5, last: 5_373_484.5, epoch: 2_440_587.5 };

interface Moment {
  /** Milliseconds since 1970 UTC, without the decimals of the second. */
  ms: number;
  /** Decimals of the second, at most six digits. */
  fraction: string;
}

/** `YYYY-MM-DD HH:MM:SS[.f]` into timestamp without time zone; every other spelling is a repair or no date. */
export const timestamp: Conversion = {
  encode: (value) => far('timestamp', value) ?? moment(value, timestampText),
  copySql: shortened,
};

/** `YYYY-MM-DD` into date. */
export const date: Conversion = {
  encode(value) {
    const beyond = far('date', value);
    if (beyond !== null) return beyond;
    const read = moment(value, dateText);
    if (typeof read === 'string') return new Trouble('date.time', read, 'time of day in a date column');
    if (read.code !== 'time.dateOnly') return read;
    // A date alone is the plain spelling here, not a shortened timestamp.
    return read.text === value ? value : new Trouble('time.iso', read.text, 'other spelling');
  },
  copySql: (c, p) => (allPlain(p) ? c : null),
};

/** `HH:MM:SS[.f]` into time. */
export const time: Conversion = {
  encode(value) {
    const match = typeof value === 'string' ? clock.exec(value) : null;
    if (!match) return new Trouble('time.unknown', null, 'no time of day');
    const [, h = '', m = '', s, fraction = ''] = match;
    // The end of the day is a time of its own in PostgreSQL.
    if (/^24:00:00(\.0{1,6})?$/.test(match[0])) return '24:00:00';
    if (Number(h) > 23 || Number(m) > 59 || Number(s ?? 0) > 59)
      return new Trouble('time.impossible', null, 'no such time of day');
    const text = `${h}:${m}:${s ?? '00'}${decimals(fraction.slice(0, 6))}`;
    if (s === undefined) return new Trouble('time.noSeconds', text, 'time without seconds');
    return fraction.length > 6 ? new Trouble('time.fraction', text, 'more than six decimals') : text;
  },
  copySql: shortened,
};

/** Plain spellings as PostgreSQL prints them: without zeros at the end of the decimals. */
function shortened(c: string, p: ColumnProfile): string | null {
  if (!allPlain(p)) return null;
  return p.time?.trailingZeros
    ? `case when instr(${c}, '.') then rtrim(rtrim(${c}, '0'), '.') else ${c} end`
    : c;
}

function allPlain(p: ColumnProfile): boolean {
  return p.time !== null && p.time.other + p.integers + p.reals + p.blobs === 0;
}

/**
 * SQLite condition for the plain spelling of a point in time that exists; `c` is the quoted column. SQLite's own date
 * functions print the plain spelling, and turn a date that does not exist into another one: what they give back
 * unchanged is plain and exists. Never NULL but for NULL, so that it can be negated.
 * https://www.sqlite.org/lang_datefunc.html
 */
export function plainTimeSql(kind: 'timestamp' | 'date' | 'time', c: string): string {
  // The column's own collation and affinity must not decide: RTRIM overlooks blanks, NUMERIC compares with numbers.
  const bytes = `${c} collate binary`;
  const hasYear = `substr(${c}, 1, 4) > '0000'`;
  if (kind === 'date') return `(${hasYear} and ${bytes} is date(${c}))`;
  const width = kind === 'time' ? 8 : 19;
  const stem = `substr(${c}, 1, ${width})`;
  const exists = kind === 'time' ? `time(${stem}) is ${stem}` : `${hasYear} and datetime(${stem}) is ${stem}`;
  // substr() and length() stop at a NUL byte, so that text with one is longer than its own beginning.
  const decimals = `(substr(${c}, ${width + 1}, 1) = '.' and length(${c}) between ${width + 2} and ${width + 7} and ${bytes} = substr(${c}, 1, ${width + 7}) and substr(${c}, ${width + 2}) not glob '*[^0-9]*')`;
  return `(${exists} and (${bytes} = ${stem} or ${decimals}))`;
}

function far(kind: 'timestamp' | 'date', value: Exclude<SqlValue, null>): string | null {
  return typeof value === 'string' ? farTime(kind, value) : null;
}

function moment(value: Exclude<SqlValue, null>, print: (m: Moment) => string): string | Trouble {
  if (typeof value === 'string') return fromText(value, print);
  if (typeof value === 'bigint' || typeof value === 'number') return fromNumber(Number(value), print);
  const what = value instanceof BadText ? 'text that is not UTF-8' : 'BLOB';
  return new Trouble('time.bytes', null, `${what} in a time column`);
}

function fromText(value: string, print: (m: Moment) => string): string | Trouble {
  const text = value.trim();
  if (text === '') return new Trouble('time.empty', null, 'empty text');
  if (/^0000-00-00/.test(text)) return new Trouble('time.zero', null, 'zero date');
  const match = iso.exec(text);
  if (match) return fromIso(match, value, print);
  const br = brazilian.exec(text);
  if (br) {
    const [, d = '', m = '', y = '', h = '00', min = '00', s = '00', f = ''] = br;
    const read = assemble(y, m, d, h, min, s, f);
    return read instanceof Trouble ? read : new Trouble('time.brazilian', print(read), 'day/month/year');
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text), print);
  return new Trouble('time.unknown', null, 'no date that can be read');
}

function fromIso(match: RegExpExecArray, original: string, print: (m: Moment) => string): string | Trouble {
  const [, y = '', m = '', d = '', separator, h = '00', min = '00', s, f = '', zone] = match;
  const read = assemble(y, m, d, h, min, s ?? '00', f);
  if (read instanceof Trouble) return read;
  const shifted = { ...read, ms: read.ms - zoneMinutes(zone) * 60_000 };
  if (!inRange(shifted)) return new Trouble('time.range', null, 'year beyond 9999');
  const text = print(shifted);
  if (zone && !/^(z|utc)$/i.test(zone))
    return new Trouble('time.offset', text, 'time zone offset, changed to UTC');
  if (zone) return new Trouble('time.zone', text, 'marked as UTC');
  if (separator === undefined) return new Trouble('time.dateOnly', text, 'date without time');
  if (h === '24') return new Trouble('time.hour24', text, 'hour 24 is midnight of the next day');
  if (s === '60') return new Trouble('time.leapSecond', text, 'leap second');
  if (s === undefined) return new Trouble('time.noSeconds', text, 'time without seconds');
  if (f.length > 6) return new Trouble('time.fraction', text, 'more than six decimals');
  if (separator !== ' ') return new Trouble('time.iso', text, 'written with T');
  // Blanks around it, or a comma before the decimals.
  return original === original.trim() && !original.includes(',')
    ? text
    : new Trouble('time.iso', text, 'other spelling');
}

function assemble(
  y: string,
  m: string,
  d: string,
  h: string,
  min: string,
  s: string,
  f: string,
): Moment | Trouble {
  const [year, month, dom, hour, minute, second] = [y, m, d, h, min, s].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year > 9999) return new Trouble('time.range', null, 'year beyond 9999');
  const start = new Date(0);
  start.setUTCFullYear(year, month - 1, dom);
  const exists =
    year >= 1 && month >= 1 && month <= 12 && start.getUTCMonth() === month - 1 && start.getUTCDate() === dom;
  const midnight = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(f);
  if (!exists || (hour > 23 && !midnight) || minute > 59 || second > 60) {
    return new Trouble('time.impossible', null, 'no such date or time');
  }
  return { ms: start.getTime() + ((hour * 60 + minute) * 60 + second) * 1000, fraction: f.slice(0, 6) };
}

/** Numbers: Julian days, else seconds, milliseconds or microseconds since 1970 by their size. */
function fromNumber(value: number, print: (m: Moment) => string): Trouble {
  if (!Number.isFinite(value)) return new Trouble('time.unknown', null, 'infinity');
  if (value >= julian.first && value <= julian.last) {
    return numberRepair('time.julian', (value - julian.epoch) * day * 1000, 'Julian day', print);
  }
  const size = Math.abs(value);
  if (size < 1e11) return numberRepair('time.epoch', value * 1e6, 'seconds since 1970', print);
  if (size < 1e14) return numberRepair('time.epochMs', value * 1e3, 'milliseconds since 1970', print);
  if (size < 1e17) return numberRepair('time.epochUs', value, 'microseconds since 1970', print);
  return new Trouble('time.range', null, 'number too large for a date');
}

function numberRepair(code: string, micros: number, reason: string, print: (m: Moment) => string): Trouble {
  const whole = Math.round(micros);
  const ms = Math.floor(whole / 1e6) * 1000;
  const read = { ms, fraction: String(whole - ms * 1000).padStart(6, '0') };
  return inRange(read) ? new Trouble(code, print(read), reason) : new Trouble('time.range', null, reason);
}

function inRange(m: Moment): boolean {
  const year = new Date(m.ms).getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** Minutes that a zone is ahead of UTC: `+03`, `-0300`, ` +03:00`; 0 for UTC, and for none. */
export function zoneMinutes(zone = ''): number {
  const match = /([+-])(\d\d):?(\d\d)?$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : 0;
}

function timestampText(m: Moment): string {
  return `${new Date(m.ms).toISOString().slice(0, 19).replace('T', ' ')}${decimals(m.fraction)}`;
}

function dateText(m: Moment): string {
  return new Date(m.ms).toISOString().slice(0, 10);
}

/** Decimals as PostgreSQL prints them: without zeros at the end. */
function decimals(fraction: string): string {
  const kept = fraction.replace(/0+$/, '');
  return kept ? `.${kept}` : '';
}
