import type { ConversionName } from '../../../shared/model/index.ts';
import { intervalText, readInterval } from './interval.ts';
import { unzoned } from './timestamptz.ts';

const stem = /^(.*\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(\+00)?( BC)?$/;

/** True where a point in time as PostgreSQL prints it has no more decimals than that. */
export function hasRoom(text: string, decimals: number): boolean {
  return (stem.exec(text)?.[2] ?? '').length <= decimals;
}

/**
 * As PostgreSQL stores a text with more decimals: first rounded to microseconds, then half away from its zero, which is
 * the year 2000 for points in time. AdjustTimestampForTypmod, AdjustTimeForTypmod and AdjustIntervalForTypmod in its source;
 * `written` are the decimals of the source, of which the text may have lost some.
 */
export function roundedTo(
  conversion: ConversionName,
  text: string,
  decimals: number,
  written: string,
): string | null {
  const unit = 10n ** BigInt(6 - decimals);
  if (conversion === 'interval') {
    const read = readInterval(text);
    return read && intervalText({ ...read, micros: rounded(read.micros, unit) });
  }
  const [, whole = '', fraction = '', zone = '', bc = ''] = stem.exec(text) ?? [];
  const micros = BigInt(
    written.length > 6 ? Math.round(Number(`0.${written}`) * 1e6) : fraction.padEnd(6, '0'),
  );
  if (conversion === 'time') {
    const [h = '0', m = '0', s = '0'] = whole.split(':');
    const all = (Number(h) * 60 + Number(m)) * 60 + Number(s);
    return intervalText({ months: 0n, days: 0n, micros: rounded(BigInt(all) * 1_000_000n + micros, unit) });
  }
  const seconds = secondsOf(unzoned(`${whole}${zone}`), bc !== '');
  const at = rounded(seconds * 1_000_000n + micros, unit);
  return momentText(at, zone);
}

function rounded(micros: bigint, unit: bigint): bigint {
  const up = (size: bigint) => ((size + unit / 2n) / unit) * unit;
  return micros >= 0n ? up(micros) : -up(-micros);
}

const epoch2000 = 946_684_800n;

/** Seconds since 2000, by a year of the same shape within what a Date has. */
function secondsOf(text: string, isBc: boolean): bigint {
  const [, y = '', m = '1', d = '1', h = '0', min = '0', s = '0'] =
    /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)$/.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(isBc ? 1 - Number(y) : Number(y), Number(m) - 1, Number(d));
  date.setUTCHours(Number(h), Number(min), Number(s));
  return BigInt(date.getTime()) / 1000n - epoch2000;
}

/** Null where a Date ends, a little before PostgreSQL does. */
function momentText(since2000: bigint, zone: string): string | null {
  const all = since2000 + epoch2000 * 1_000_000n;
  const micros = ((all % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((all - micros) / 1000n));
  if (Number.isNaN(date.getTime())) return null;
  const year = date.getUTCFullYear();
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const fraction = String(micros).padStart(6, '0').replace(/0+$/, '');
  return `${day} ${time}${fraction && `.${fraction}`}${zone}${year > 0 ? '' : ' BC'}`;
}
