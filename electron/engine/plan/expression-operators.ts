import { affinityOf } from '../source/affinity.ts';
import { name, toNumber, toText, unbooled } from './expression-convert.ts';
import { realConstant, textConstant } from './expression-literals.ts';
import { isNumber, refuse, type Value, value } from './expression-value.ts';

/**
 * `a op b` for + - * / %. Whole numbers are reckoned as NUMERIC: there a sum that leaves 64 bits is no error that
 * would turn away a row which SQLite takes. Division by zero is NULL, as in SQLite.
 * https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
 */
export function arithmetic(left: Value, op: string, right: Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a.kind === 'null' || b.kind === 'null') return value('null::numeric', 'numeric');
  const whole = a.kind === 'integer' && b.kind === 'integer';
  if (op === '%') {
    if (!whole) refuse('the remainder of numbers that may have decimals');
    return value(`(${a.sql}::numeric % nullif(${b.sql}, 0))`, 'integer');
  }
  if (op === '/') {
    if (whole) return value(`div(${a.sql}::numeric, nullif(${b.sql}, 0))`, 'integer');
    if (a.kind !== 'double' && b.kind !== 'double')
      refuse('a division whose result depends on which numbers have decimals');
    return value(`(${real(a)} / nullif(${real(b)}, 0))`, 'double');
  }
  if (whole) return value(`(${a.sql}::numeric ${op} ${b.sql})`, 'integer');
  const ms = op === '*' ? thousandfold(a, b) : null;
  if (ms !== null) return value(`(${ms})::float8`, 'double', { whole: ms });
  const kind = a.kind === 'double' || b.kind === 'double' ? 'double' : 'numeric';
  return value(`(${real(a)} ${op} ${real(b)})`, kind);
}

/** Seconds with decimals times 1000: milliseconds, which are whole. */
function thousandfold(a: Value, b: Value): string | null {
  if (Number(b.constant) === 1000) return a.thousandfold;
  return Number(a.constant) === 1000 ? b.thousandfold : null;
}

/** Bits of 64-bit integers. A shift is only the same where its distance is a constant within them. */
export function bitwise(left: Value, op: string, right: Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a.kind !== 'integer' || b.kind !== 'integer') return refuse(`the operator ${op} on ${name(a)}`);
  if (op === '&' || op === '|') return value(`(${a.sql}::bigint ${op} ${b.sql}::bigint)`, 'integer');
  if (typeof b.constant !== 'bigint' || b.constant < 0n || b.constant > 63n)
    return refuse('a shift whose distance is not a number from 0 to 63');
  return value(`(${a.sql}::bigint ${op} ${b.sql})`, 'integer');
}

export function negate(operand: Value): Value {
  const v = toNumber(operand);
  if (v.kind === 'null') return v;
  if (v.kind === 'integer') return value(`(- ${v.sql}::numeric)`, 'integer');
  return value(`(- ${v.sql})`, v.kind);
}

export function complement(operand: Value): Value {
  const v = toNumber(operand);
  if (v.kind !== 'integer') return refuse(`the operator ~ on ${name(v)}`);
  return value(`(~ ${v.sql}::bigint)`, 'integer');
}

export function concatenate(a: Value, b: Value): Value {
  if (typeof a.constant === 'string' && typeof b.constant === 'string')
    return textConstant(a.constant + b.constant);
  return value(`(${toText(a)} || ${toText(b)})`, 'text', { collated: a.collated || b.collated });
}

/** CAST(v AS type): https://www.sqlite.org/lang_expr.html#castexpr */
export function cast(v: Value, type: string): Value {
  const affinity = affinityOf(type);
  // A CAST keeps the collation of what is cast and has the affinity of its type.
  const keep = { collation: v.collation, explicit: v.explicit, collated: v.collated };
  switch (affinity) {
    case 'TEXT':
      return value(toText(v), 'text', {
        ...keep,
        affinity: 'TEXT',
        constant: typeof v.constant === 'string' ? v.constant : null,
        digits: v.digits,
      });
    case 'INTEGER':
      return { ...toInteger(v), ...keep, affinity: 'NUMERIC' };
    case 'REAL':
      return { ...toReal(v), ...keep, affinity: 'NUMERIC' };
    case 'NUMERIC': {
      if (typeof v.constant === 'string') return { ...toNumber(v), ...keep, affinity: 'NUMERIC' };
      if (!isNumber(v) && !v.digits) return refuse(`${name(v)} is cast to ${type}`);
      return { ...toNumber(v), ...keep, affinity: 'NUMERIC' };
    }
    case 'BLOB':
      return v.kind === 'bytea' ? v : refuse(`${name(v)} is cast to ${type || 'a BLOB'}`);
  }
}

const least = '(-9223372036854775808)';
const greatest = '9223372036854775807';

function toInteger(v: Value): Value {
  if (v.kind === 'null') return value('null::bigint', 'integer');
  if (typeof v.constant === 'string')
    return toInteger(toNumber({ ...v, constant: integerPrefix(v.constant) }));
  const number = v.kind === 'text' && !v.digits ? null : toNumber(v);
  if (number?.kind === 'integer') return number;
  if (number) {
    const n = number.sql;
    const inside = `when ${n} <= ${least} then ${least} else trunc(${n})::bigint end`;
    return value(`(case when ${n} >= ${greatest} then ${greatest} ${inside})`, 'integer');
  }
  // The longest beginning that is a whole number, else 0.
  const digits = `substring(${toText(v)} from '^[ \\t\\n\\v\\f\\r]*([+-]?[0-9]+)')::numeric`;
  return value(
    `(case when ${v.sql} is not null then least(greatest(coalesce(${digits}, 0), ${least}), ${greatest}) end)`,
    'integer',
  );
}

function integerPrefix(text: string): string {
  return /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1] ?? '0';
}

function toReal(v: Value): Value {
  if (v.kind === 'null') return value('null::float8', 'double');
  const number = toNumber(v);
  if (number.constant !== null) return realConstant(Number(number.constant));
  return value(real(number), 'double');
}

function real(v: Value): string {
  return `${unbooled(v).sql}::float8`;
}

/** x COLLATE name: the value stays, comparisons change. */
export function withCollation(v: Value, collation: string): Value {
  return { ...v, collation: collation.toUpperCase(), explicit: true };
}
