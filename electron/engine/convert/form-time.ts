import type { ValueForm } from '../../../shared/model/index.ts';
import { timestamp, zoneMinutes } from './time.ts';
import { unzoned } from './timestamptz.ts';
import type { SqlValue } from './values.ts';

type Epoch = Extract<ValueForm, { kind: 'epoch' }>;
type Moment = Extract<ValueForm, { kind: 'moment' }>;

/** The years that are written with four digits. */
const range = { first: Date.parse('0001-01-01T00:00:00Z'), last: Date.parse('9999-12-31T23:59:59.999Z') };

/** A number since 1970 as a timestamp without zone; null for what is none. */
export function readEpoch({ unit }: Epoch, value: SqlValue): string | null {
  const factor = 1_000_000 / unit;
  if (typeof value === 'bigint') return momentText(value * BigInt(factor));
  if (typeof value !== 'number') return null;
  const micros = Math.round(value * factor);
  return Number.isSafeInteger(micros) ? momentText(BigInt(micros)) : null;
}

/** The number that a timestamp is; undefined for years that this form has none for. */
export function printEpoch({ unit, real }: Epoch, text: string): SqlValue | undefined {
  const micros = microsOf(text);
  if (micros === undefined) return undefined;
  const factor = 1_000_000n / BigInt(unit);
  return real || micros % factor !== 0n ? Number(micros) / Number(factor) : micros / factor;
}

const shape = /^(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)(?:\.(\d+))?( ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?))?$/i;

/** The parts of a moment as text, null for another shape. */
export function momentParts(text: string) {
  const [, day, separator, time, fraction = '', zone = ''] = shape.exec(text) ?? [];
  return day === undefined
    ? null
    : { day, separator: separator as ' ' | 'T', time: time as string, fraction, zone };
}

/** A text in the column's spelling as a timestamp without zone, in UTC; null for what is none. */
export function readMoment(form: Moment, value: SqlValue): string | null {
  const parts = typeof value === 'string' ? momentParts(value) : null;
  if (parts === null || parts.separator !== form.separator || parts.zone !== form.zone) return null;
  // Decimals beyond the sixth count only where they are zeros: the value is compared with what is printed for it.
  const plain = timestamp.encode(`${parts.day} ${parts.time}.${(parts.fraction || '0').slice(0, 6)}`);
  if (typeof plain !== 'string') return null;
  const minutes = zoneMinutes(form.zone);
  const micros = minutes === 0 ? undefined : microsOf(plain);
  return micros === undefined ? plain : momentText(micros - BigInt(minutes) * 60_000_000n);
}

/** A timestamp in the column's spelling; undefined where that has no room for it. */
export function printMoment(form: Moment, text: string): string | undefined {
  const all = microsOf(text);
  const local = all === undefined ? null : momentText(all + BigInt(zoneMinutes(form.zone)) * 60_000_000n);
  if (local === null) return undefined;
  const [stem = '', digits = ''] = local.split('.');
  const isShort = form.decimals === null || (form.shortWhole === true && digits === '');
  if (!isShort && digits.length > (form.decimals as number)) return undefined;
  const fraction = isShort ? digits : digits.padEnd(form.decimals as number, '0');
  return `${stem.replace(' ', form.separator)}${fraction && `.${fraction}`}${form.zone}`;
}

/** The midnight of a day; null for what is no day. */
export function readDay(value: SqlValue): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const midnight = timestamp.encode(`${value} 00:00:00`);
  return typeof midnight === 'string' ? midnight : null;
}

/** The day of a midnight. */
export function printDay(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d 00:00:00(\+00)?$/.test(text) ? text.slice(0, 10) : undefined;
}

/** Microseconds since 1970; undefined for infinity and for years without four digits. */
function microsOf(text: string): bigint | undefined {
  const [, day, time, fraction = ''] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(unzoned(text)) ?? [];
  if (day === undefined) return undefined;
  return BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

function momentText(micros: bigint): string | null {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const ms = Number((micros - rest) / 1000n);
  if (ms < range.first || ms > range.last) return null;
  const fraction = String(rest).padStart(6, '0').replace(/0+$/, '');
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}${fraction && `.${fraction}`}`;
}
