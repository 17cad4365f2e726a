/**
 * Points in time that PostgreSQL holds and neither SQLite's functions nor Python's datetime know: infinity, years before
 * Christ and beyond 9999. https://www.postgresql.org/docs/current/datatype-datetime.html
 */
const shape =
  /^(\d{4}|[1-9]\d{4,6})-(\d\d)-(\d\d)(?: ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?)?( BC)?$/;

/** Julian day 0, where both types begin, with the year as astronomers count (1 BC is 0). */
const first = [-4713, 11, 24] as const;
/** Last year of each type. */
const last = { timestamp: 294_276, date: 5_874_897 };

/** Such a value as PostgreSQL prints it; null for everything else. Zeros at the end of the decimals may be written. */
export function farTime(kind: 'timestamp' | 'date', text: string): string | null {
  if (text === 'infinity' || text === '-infinity') return text;
  const match = shape.exec(text);
  if (!match) return null;
  const [, y = '', m = '', d = '', hour, , , fraction, bc] = match;
  if ((hour === undefined) !== (kind === 'date')) return null;
  const [year, month, day] = [bc === undefined ? Number(y) : 1 - Number(y), Number(m), Number(d)];
  const isFar = bc === undefined ? year > 9999 : Number(y) > 0;
  if (!isFar || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  if (year > last[kind] || isBefore([year, month, day], first)) return null;
  return fraction === undefined ? text : text.replace(/\.?0+( BC)?$/, '$1');
}

/** True for what PostgreSQL prints for such a value. */
export function isFarTime(kind: 'timestamp' | 'date', text: string): boolean {
  return farTime(kind, text) === text;
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((n, i) => n !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
