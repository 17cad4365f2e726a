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
/** The calendar repeats itself, so that years that a Date does not have are those of another century. */
const cycle = { years: 400, micros: 146_097n * 86_400_000_000n };
const lastYear = 294_276;

/** Seconds since 2000. */
function secondsOf(text: string, isBc: boolean): bigint {
  const [, y = '', m = '1', d = '1', h = '0', min = '0', s = '0'] =
    /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)$/.exec(text) ?? [];
  const year = isBc ? 1 - Number(y) : Number(y);
  const cycles = Math.floor((year - 2000) / cycle.years);
  const ms = Date.UTC(
    year - cycles * cycle.years,
    Number(m) - 1,
    Number(d),
    Number(h),
    Number(min),
    Number(s),
  );
  return BigInt(ms) / 1000n - epoch2000 + (BigInt(cycles) * cycle.micros) / 1_000_000n;
}

/** Null beyond the last year. */
function momentText(since2000: bigint, zone: string): string | null {
  const within = ((since2000 % cycle.micros) + cycle.micros) % cycle.micros;
  const cycles = Number((since2000 - within) / cycle.micros);
  const micros = within % 1_000_000n;
  const date = new Date(Number((within - micros) / 1000n + epoch2000 * 1000n));
  const year = date.getUTCFullYear() + cycles * cycle.years;
  if (year > lastYear) return null;
  const stem = date.toISOString().slice(4, 19).replace('T', ' ');
  const fraction = String(micros).padStart(6, '0').replace(/0+$/, '');
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${stem}${fraction && `.${fraction}`}${zone}${year > 0 ? '' : ' BC'}`;
}
