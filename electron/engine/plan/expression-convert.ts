import { integerConstant, numberAtStart, textConstant, textOfReal } from './expression-literals.ts';
import { isNumber, isTime, refuse, type Value, value } from './expression-value.ts';

/** The value as a condition: SQLite takes every number but 0 as true. */
export function toCondition(v: Value): string {
  if (v.kind === 'boolean') return v.sql;
  if (v.kind === 'null') return 'null::boolean';
  if (typeof v.constant === 'bigint' || typeof v.constant === 'number')
    return Number(v.constant) === 0 ? 'false' : 'true';
  if (typeof v.constant === 'string') return toCondition(numberAtStart(v.constant));
  if (isNumber(v)) return `(${v.sql} <> 0)`;
  if (v.digits) return `(${v.sql}::bigint <> 0)`;
  return refuse(`${name(v)} is used as a truth value`);
}

/** A boolean as the integer it is in SQLite; every other value as it is. */
export function unbooled(v: Value): Value {
  if (v.kind !== 'boolean') return v;
  if (typeof v.constant === 'bigint') return integerConstant(v.constant);
  return { ...v, sql: `(${v.sql})::integer`, kind: 'integer', origin: null };
}

/** The value as text, as SQLite spells it. */
export function toText(v: Value): string {
  if (typeof v.constant === 'bigint' && v.kind !== 'text') return textConstant(`${v.constant}`).sql;
  if (typeof v.constant === 'number') {
    const text = textOfReal(v.constant);
    return text === null ? refuse(`the number ${v.constant} is used as text`) : textConstant(text).sql;
  }
  if (v.kind === 'text') return v.sql;
  if (v.kind === 'null') return 'null::text';
  if (v.kind === 'integer' || v.kind === 'boolean') return `(${unbooled(v).sql})::text`;
  if (v.asText !== null) return v.asText;
  if (isTime(v)) return refuse('a point in time is used as text, and PostgreSQL may spell it differently');
  return refuse(`${name(v)} is used as text`);
}

/** The same with a type, for the arguments of functions that exist for several. */
export function textArgument(v: Value): string {
  const text = toText(v);
  return v.constant === null ? text : `${text}::text`;
}

/** The value as an operand of arithmetic. */
export function toNumber(v: Value): Value {
  if (v.kind === 'boolean') return unbooled(v);
  if (isNumber(v) || v.kind === 'null') return v;
  if (typeof v.constant === 'string') return numberAtStart(v.constant);
  if (v.digits) return value(`(${v.sql})::bigint`, 'integer');
  return refuse(`${name(v)} is used as a number`);
}

/** Values of one CASE or coalesce() as values of one type. */
export function unify(values: Value[]): {
  sql: string[];
  kind: Value['kind'];
  digits: boolean;
  collated: boolean;
} {
  const some = values.filter((v) => v.kind !== 'null');
  const kinds = new Set(some.map((v) => v.kind));
  const as = (kind: Value['kind'], convert: (v: Value) => string) => ({
    sql: values.map((v) => (v.kind === 'null' ? 'null' : convert(v))),
    kind,
    digits: some.length > 0 && some.every((v) => v.digits),
    collated: some.some((v) => v.collated),
  });
  if (kinds.size === 0) return as('null', (v) => v.sql);
  if (
    kinds.has('boolean') &&
    some.every((v) => v.kind === 'boolean' || v.constant === 0n || v.constant === 1n)
  )
    return as('boolean', (v) => (v.kind === 'boolean' ? v.sql : v.constant === 1n ? 'true' : 'false'));
  if (some.every(isNumber)) {
    const numbers = new Set(some.map((v) => unbooled(v).kind));
    return as(numbers.size === 1 ? ([...numbers][0] as Value['kind']) : 'numeric', (v) => unbooled(v).sql);
  }
  if (kinds.size === 1) {
    const [kind] = kinds as Set<Value['kind']>;
    return as(kind as Value['kind'], kind === 'text' ? textArgument : (v) => v.sql);
  }
  return refuse(`it gives ${[...kinds].join(' in one case, ')} in another`);
}

/** What to call an operand in a reason. */
export function name(v: Value): string {
  const what: Record<Value['kind'], string> = {
    boolean: 'a boolean',
    integer: 'a number',
    double: 'a number',
    numeric: 'a number',
    text: 'text',
    timestamp: 'a point in time',
    date: 'a date',
    time: 'a time of day',
    bytea: 'a BLOB',
    converted: 'a column that is no plain text in the target',
    null: 'NULL',
  };
  return /^"/.test(v.sql) && v.sql.length < 80 ? `${what[v.kind]} (${v.sql})` : what[v.kind];
}
