import { readConstant } from './expression-compare-time.ts';
import { unbooled } from './expression-convert.ts';
import { isNumber, refuse, type Scope, type Value, value } from './expression-value.ts';

/** A point in time as a PostgreSQL timestamp in UTC, and whether it is the present. */
interface Moment {
  sql: string;
  now: boolean;
}

const present = "(now() at time zone 'utc')";

/** date(), time(), datetime(), unixepoch() and strftime(): https://www.sqlite.org/lang_datefunc.html */
export function timeFunction(name: string, args: Value[], scope: Scope): Value {
  switch (name) {
    case 'date':
      return dateOf(momentOf(args, scope));
    case 'datetime':
      return timestampOf(momentOf(args, scope));
    case 'time':
      return timeOf(momentOf(args, scope));
    case 'julianday':
      return value(`(${milliseconds(momentOf(args, scope))}::float8 / 86400000)`, 'double');
    case 'unixepoch':
      if (isSubsecond(args))
        return withDecimals(
          momentOf(
            args.filter((v) => !isSubsecond([v])),
            scope,
          ),
        );
      return value(`(${epochSeconds(momentOf(args, scope))})::bigint`, 'integer');
    case 'strftime':
      return strftime(args, scope);
    default:
      return refuse(`the function ${name}()`);
  }
}

/** Seconds since 1970 with three decimals. */
function withDecimals(moment: Moment): Value {
  const ms = epochMs(moment);
  return value(`(${ms}::float8 / 1000)`, 'double', { thousandfold: ms });
}

/**
 * Milliseconds since 1970. Of the present SQLite knows no more of them than there are; those of a stored time it rounds,
 * in floating point, beside the whole seconds of the minute, and never up to the next one (parseHhMmSs and computeJD in
 * https://sqlite.org/src/file/src/date.c).
 */
function epochMs({ sql, now }: Moment): string {
  if (now) return `(extract(epoch from date_trunc('milliseconds', ${sql})) * 1000)::bigint`;
  const micros = `extract(microseconds from ${sql})::bigint`;
  const fraction = `least((${micros} % 1000000)::float8 / 1000000, 0.999::float8)`;
  const seconds = `((${micros} / 1000000)::float8 + ${fraction})`;
  const minute = `extract(epoch from date_trunc('minute', ${sql}))::bigint * 1000`;
  return `(${minute} + floor(${seconds} * 1000 + 0.5)::bigint)`;
}

/** Whole seconds since 1970, of a stored time behind its rounded milliseconds. */
function epochSeconds(moment: Moment): string {
  return moment.now
    ? `floor(extract(epoch from ${moment.sql}))`
    : `floor(${epochMs(moment)}::numeric / 1000)`;
}

/** Milliseconds since noon of the day 0, as SQLite counts time inside. https://www.sqlite.org/datatype3.html#date_and_time_datatype */
function milliseconds(moment: Moment): string {
  return `(${epochMs(moment)} + 210866760000000)`;
}

function isSubsecond(args: readonly Value[]): boolean {
  return args.some((v) => typeof v.constant === 'string' && /^subsec(ond)?$/i.test(v.constant));
}

/** CURRENT_TIMESTAMP, CURRENT_DATE and CURRENT_TIME. */
export function currentTime(name: string, scope: Scope): Value {
  const kinds: Record<string, string> = {
    current_timestamp: 'datetime',
    current_date: 'date',
    current_time: 'time',
  };
  return timeFunction(kinds[name] as string, [], scope);
}

function dateOf(moment: Moment): Value {
  const sql = `(${moment.sql})::date`;
  return value(sql, 'date', { asText: spelled(moment, '%Y-%m-%d', 'YYYY-MM-DD'), moment: sql });
}

function timeOf(moment: Moment): Value {
  const sql = `date_trunc('second', ${moment.sql})::time`;
  return value(sql, 'time', { asText: spelled(moment, '%H:%M:%S', 'HH24:MI:SS'), moment: sql });
}

function timestampOf(moment: Moment): Value {
  const sql = `date_trunc('second', ${moment.sql})`;
  const asText = spelled(moment, '%Y-%m-%d %H:%M:%S', 'YYYY-MM-DD HH24:MI:SS');
  return value(sql, 'timestamp', { asText, moment: sql });
}

/**
 * The text of a moment. to_char() depends on settings, so PostgreSQL takes it into no index; a stored moment is put
 * together from numbers.
 */
function spelled(moment: Moment, pattern: string, format: string): string {
  return moment.now ? `to_char(${moment.sql}, '${format}')` : assembled(pattern, moment.sql).sql;
}

/** The text of a date column. */
export function dateText(column: string): string {
  return assembled('%Y-%m-%d', column).sql;
}

/** The time value with its modifiers. Without any it is the present. */
function momentOf([first, ...modifiers]: Value[], scope: Scope): Moment {
  const [modifier, ...others] = modifiers;
  if (first !== undefined && isUnixepoch(modifier) && isNumber(first))
    return { now: false, sql: others.reduce(modified, sinceEpoch(first)) };
  const start = first === undefined ? now(scope) : base(first, scope);
  // What a row gets that leaves the column out may be the time of this place; no stored value can be told so later.
  if (start.now && isLocal(modifier) && scope.use === 'default')
    return { now: true, sql: others.reduce(modified, 'localtimestamp') };
  return { now: start.now, sql: modifiers.reduce(modified, start.sql) };
}

function isUnixepoch(v: Value | undefined): boolean {
  return typeof v?.constant === 'string' && /^unixepoch$/i.test(v.constant.trim());
}

function isLocal(v: Value | undefined): boolean {
  return typeof v?.constant === 'string' && /^localtime$/i.test(v.constant.trim());
}

/** Seconds since 1970, in the years that SQLite knows; whole seconds are all that its spelling shows. */
function sinceEpoch(v: Value): string {
  const n = unbooled(v).sql;
  const inside = `${n} between -62167219200 and 253402300799`;
  return `(case when ${inside} then to_timestamp(${n}::float8) at time zone 'UTC' end)`;
}

function now(scope: Scope): Moment {
  scope.unstable.add('the current time');
  return { sql: present, now: true };
}

function base(v: Value, scope: Scope): Moment {
  if (typeof v.constant === 'string' && /^now$/i.test(v.constant)) return now(scope);
  const read = readConstant(v);
  if (read.kind === 'timestamp') return { sql: read.sql, now: false };
  if (read.kind === 'date') return { sql: `${read.sql}::timestamp`, now: false };
  return refuse('a date function over something that is not known to be a point in time');
}

const units: Record<string, 'day' | 'hour' | 'minute' | 'second' | 'month' | 'year'> = {
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  month: 'month',
  year: 'year',
};

function modified(sql: string, modifier: Value): string {
  const text = typeof modifier.constant === 'string' ? modifier.constant.trim().toLowerCase() : '';
  const start = /^start of (year|month|day)$/.exec(text);
  if (start) return `date_trunc('${start[1]}', ${sql})`;
  const [, sign = '+', count = '', name = ''] = /^([+-]?)(\d{1,6}) ([a-z]+?)s?$/.exec(text) ?? [];
  const unit = units[name];
  if (!unit) return refuse(`the time modifier ${text === '' ? 'that is not a constant' : `'${text}'`}`);
  const op = sign === '-' ? '-' : '+';
  if (unit !== 'month' && unit !== 'year') return `(${sql} ${op} interval '${count} ${unit}')`;
  // SQLite goes to the same day of the other month, and on into the next where that month is shorter.
  const month = `date_trunc('month', ${sql})`;
  return `(${month} ${op} interval '${count} ${unit}' + (${sql} - ${month}))`;
}

/** Pieces of strftime as text; each is a whole number with leading zeros. */
const pieces: Record<string, (t: string) => string> = {
  Y: (t) => padded(`extract(year from ${t})`, 4),
  m: (t) => padded(`extract(month from ${t})`, 2),
  d: (t) => padded(`extract(day from ${t})`, 2),
  H: (t) => padded(`extract(hour from ${t})`, 2),
  M: (t) => padded(`extract(minute from ${t})`, 2),
  S: (t) => padded(`floor(extract(second from ${t}))`, 2),
  j: (t) => padded(`extract(doy from ${t})`, 3),
  w: (t) => `extract(dow from ${t})::integer::text`,
  s: (t) => `(${epochSeconds({ sql: t, now: false })})::bigint::text`,
};

function padded(number: string, width: number): string {
  return `lpad((${number})::integer::text, ${width}, '0')`;
}

function strftime([format, ...rest]: Value[], scope: Scope): Value {
  if (typeof format?.constant !== 'string') return refuse('strftime() with a format that is not a constant');
  const moment = momentOf(rest, scope);
  const pattern = format.constant
    .replaceAll('%F', '%Y-%m-%d')
    .replaceAll('%T', '%H:%M:%S')
    .replaceAll('%R', '%H:%M');
  if (pattern === '%Y-%m-%d') return dateOf(moment);
  if (pattern === '%H:%M:%S') return timeOf(moment);
  if (pattern === '%Y-%m-%d %H:%M:%S') return timestampOf(moment);
  // The milliseconds of a stored time are rounded by SQLite and cut off by PostgreSQL; of the present nobody knows.
  const iso = moment.now ? /^%Y-%m-%d([ T])%H:%M:%(S|f)(Z?)$/.exec(pattern) : null;
  if (!iso) return assembled(pattern, moment.sql);
  const [, separator, seconds, zone] = iso;
  const at = `date_trunc('${seconds === 'S' ? 'second' : 'milliseconds'}', ${moment.sql})`;
  const clock = `HH24:MI:SS${seconds === 'S' ? '' : '.MS'}${zone ? '"Z"' : ''}`;
  const sql = `to_char(${at}, 'YYYY-MM-DD${separator === 'T' ? '"T"' : ' '}${clock}')`;
  return value(sql, 'text', { moment: at });
}

function assembled(pattern: string, moment: string): Value {
  const parts = pattern.match(/%[\s\S]|[^%]+|%$/g) ?? [];
  const texts = parts.map((part) => {
    if (part === '%%') return "'%'";
    if (!part.startsWith('%')) return `'${part.replaceAll("'", "''")}'`;
    const piece = pieces[part[1] ?? ''];
    return piece ? piece(moment) : refuse(`strftime() with ${part}`);
  });
  // Up to seven pieces stay within 64 bits.
  const digits = /^(%[YmdHMSjws]){1,7}$/.test(pattern);
  const sql = texts.length > 1 ? `(${texts.join(' || ')})` : (texts[0] ?? "''");
  return value(sql, 'text', { digits });
}
