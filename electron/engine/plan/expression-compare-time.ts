import { name } from './expression-convert.ts';
import { isNumber, isTime, refuse, type Value, value } from './expression-value.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Two operands that PostgreSQL's operator may stand between, or the whole result. */
export type Pair = { left: string; right: string } | { result: string };

/** The same answer for all values, and NULL where one of them is NULL. */
export function always(answer: 'true' | 'false', ...values: Value[]): string {
  const open = values.filter((v) => v.constant === null);
  if (open.length === 0) return answer;
  return `(case when ${open.map((v) => `${v.sql} is not null`).join(' and ')} then ${answer} end)`;
}

/**
 * Points in time are text in SQLite and are compared as such. Between values of one spelling that is the order of
 * time; a date alone is a beginning of every moment of that day and so comes before them all. Null where another rule
 * decides.
 */
export function compareTimes(a: Value, op: Comparison, b: Value): Pair | null {
  const [left, right] = [readConstant(a), readConstant(b)];
  if (left.kind === right.kind) return { left: left.sql, right: right.sql };
  if (left.kind === 'timestamp' && right.kind === 'date') return withDay(left, op, right);
  if (left.kind === 'date' && right.kind === 'timestamp') return withDay(right, flipped[op], left);
  if (isNumber(a) || isNumber(b) || a.kind === 'bytea' || b.kind === 'bytea') return null;
  const odd = isTime(left) ? right : left;
  if (typeof odd.constant !== 'string') return refuse(`${name(a)} is compared with ${name(b)}`);
  // A text that is no point in time is never equal to one, and the empty text comes before all.
  if (op === '=' || op === '<>') return { result: always(op === '<>' ? 'true' : 'false', left, right) };
  if (odd.constant !== '')
    return refuse(`${name(isTime(left) ? left : right)} is compared with '${odd.constant}'`);
  const greater = odd === right ? op.startsWith('>') : op.startsWith('<');
  return { result: always(greater ? 'true' : 'false', left, right) };
}

const flipped: Record<Comparison, Comparison> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function withDay(moment: Value, op: Comparison, day: Value): Pair {
  if (op === '=' || op === '<>') return { result: always(op === '<>' ? 'true' : 'false', moment, day) };
  const order = op.startsWith('<') ? '<' : '>=';
  return { result: `(${moment.sql} ${order} ${day.sql}::timestamp)` };
}

/** A text constant that spells a point in time becomes one. */
export function readConstant(v: Value): Value {
  if (typeof v.constant !== 'string') return v;
  const kind = spelledTime(v.constant);
  return kind ? value(`'${v.constant}'::${kind}`, kind, { constant: v.constant }) : v;
}

/** What a text in SQLite's own spelling of time is, null for any other text or a day that does not exist. */
export function spelledTime(text: string): 'timestamp' | 'date' | 'time' | null {
  const match = /^(?:(\d{4})-(\d\d)-(\d\d))?( ?)(?:(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?)?$/.exec(text);
  if (!match) return null;
  const [, year, month, day, blank, hour, minute, second] = match;
  if (hour !== undefined && (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)) return null;
  if (year === undefined) return hour !== undefined && !blank ? 'time' : null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (Number(year) < 1 || date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day))
    return null;
  if (hour !== undefined) return blank ? 'timestamp' : null;
  return blank ? null : 'date';
}
