import { fold } from '../source/sql.ts';
import { always, type Comparison, compareTimes, type Pair } from './expression-compare-time.ts';
import { name, toText, unbooled } from './expression-convert.ts';
import { comparedConstants } from './expression-fold.ts';
import { numberInText, textConstant } from './expression-literals.ts';
import { isNumber, isTime, refuse, type Value, value } from './expression-value.ts';

/** `a op b` under SQLite's rules of affinity and collation: https://www.sqlite.org/datatype3.html#comparison_expressions */
export function compare(a: Value, op: Comparison, b: Value): Value {
  if (a.kind === 'null' || b.kind === 'null') return value('null::boolean', 'boolean');
  const pair = comparable(a, op, b);
  return value('result' in pair ? pair.result : `(${pair.left} ${op} ${pair.right})`, 'boolean');
}

/** IS and IS NOT: like = and <>, with NULL as a value. */
export function compareIs(a: Value, same: boolean, b: Value): Value {
  const op = same ? 'is not distinct from' : 'is distinct from';
  if (b.kind === 'null') return value(`(${a.sql} is ${same ? '' : 'not '}null)`, 'boolean');
  if (a.kind === 'null') return compareIs(b, same, a);
  const pair = comparable(a, '=', b);
  if (!('result' in pair)) return value(`(${pair.left} ${op} ${pair.right})`, 'boolean');
  // Two constants that are the same.
  if (pair.result === 'true') return value(same ? 'true' : 'false', 'boolean');
  // Never equal: the same only when both are NULL.
  const both = [a, b].some((v) => v.constant !== null) ? 'false' : `(${a.sql} is null and ${b.sql} is null)`;
  return value(same ? both : `(not ${both})`, 'boolean');
}

/** `a in (…)`: every item compared by `=` with the affinity and the collation of `a` alone. */
export function compareIn(a: Value, items: Value[], negated: boolean): Value {
  const plain = items.map((item): Value => {
    if (item.explicit) refuse('COLLATE inside an IN list');
    return { ...item, affinity: null, collation: null };
  });
  const pairs = plain.map((item) =>
    item.kind === 'null' || a.kind === 'null' ? null : comparable(a, '=', item),
  );
  const lefts = new Set(pairs.map((pair) => (pair && 'left' in pair ? pair.left : null)));
  const [left] = lefts;
  if (lefts.size === 1 && left) {
    const list = pairs.map((pair) => (pair && 'right' in pair ? pair.right : '')).join(', ');
    return value(`(${left} ${negated ? 'not in' : 'in'} (${list}))`, 'boolean');
  }
  const any = plain.map((item) => compare(a, '=', item).sql).join(' or ');
  return value(negated ? `(not (${any}))` : `(${any})`, 'boolean');
}

/** Both operands of a comparison, as PostgreSQL has to compare them. */
export function comparable(left: Value, op: Comparison, right: Value): Pair {
  for (const v of [left, right]) if (v.kind === 'converted') refuse(`${name(v)} is compared`);
  const [a, b] = withAffinity(left, right);
  if (isTime(a) || isTime(b)) return compareTimes(a, op, b) ?? byClass(a, op, b);
  if (isNumber(a) && isNumber(b)) return numbers(a, b);
  if (a.kind === 'text' && b.kind === 'text') return texts(a, op, b);
  if (a.kind === 'bytea' && b.kind === 'bytea') return { left: a.sql, right: b.sql };
  return byClass(a, op, b);
}

/** https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison */
function withAffinity(a: Value, b: Value): [Value, Value] {
  if (a.affinity === 'NUMERIC' && b.affinity !== 'NUMERIC') return [a, numericAffinity(b, a)];
  if (b.affinity === 'NUMERIC' && a.affinity !== 'NUMERIC') return [numericAffinity(a, b), b];
  if (a.affinity === 'TEXT' && b.affinity === null) return [a, textAffinity(b)];
  if (b.affinity === 'TEXT' && a.affinity === null) return [textAffinity(a), b];
  return [a, b];
}

function numericAffinity(v: Value, other: Value): Value {
  if (v.kind !== 'text') return v;
  if (other.kind === 'text' || isTime(other)) return numericAffinityOverText(v, other);
  if (typeof v.constant === 'string') return numberInText(v.constant) ?? v;
  if (v.digits) return value(`(${v.sql})::bigint`, 'integer');
  return refuse(`${name(v)} is compared with ${name(other)}`);
}

/**
 * The other side is a column that holds text although its declared type has NUMERIC affinity (STRING, DATETIME). What
 * looks like a number was a number there, so only text that does not is sure to mean the same.
 */
function numericAffinityOverText(v: Value, other: Value): Value {
  if (isTime(other) || (typeof v.constant === 'string' && numberInText(v.constant) === null)) return v;
  return refuse(`${name(other)} has a declared type without TEXT affinity and is compared with ${name(v)}`);
}

function textAffinity(v: Value): Value {
  if (v.kind === 'text' || v.kind === 'bytea') return v;
  const text = toText(v);
  return typeof v.constant === 'bigint'
    ? textConstant(`${v.constant}`)
    : value(text, 'text', { constant: v.constant });
}

function numbers(a: Value, b: Value): Pair {
  if (a.kind === 'boolean' && b.kind === 'boolean') return { left: a.sql, right: b.sql };
  const truth = (v: Value) => (v.constant === 1n ? 'true' : v.constant === 0n ? 'false' : null);
  if (a.kind === 'boolean' && truth(b)) return { left: a.sql, right: truth(b) as string };
  if (b.kind === 'boolean' && truth(a)) return { left: truth(a) as string, right: b.sql };
  return { left: unbooled(a).sql, right: unbooled(b).sql };
}

function texts(a: Value, op: Comparison, b: Value): Pair {
  const equality = op === '=' || op === '<>';
  if (!equality && [a, b].some((v) => v.affinity === 'NUMERIC'))
    refuse(
      `${name(a.affinity === 'NUMERIC' ? a : b)} has a declared type without TEXT affinity and is put in order`,
    );
  const collation = (
    a.explicit ? a : b.explicit ? b : (a.collation ?? b.collation) ? (a.collation ? a : b) : a
  ).collation;
  const constant = comparedConstants(a.constant, op, b.constant, collation);
  if (constant) return { result: constant.sql };
  const [left, right] = [collate(a, collation), collate(b, collation)];
  const sure = equality || a.collated || b.collated;
  return { left: sure ? left : `(${left} collate "C")`, right };
}

/** The operand as a collation sees it. */
export function collate(v: Value, collation: string | null): string {
  switch (collation) {
    case null:
    case 'BINARY':
      return v.sql;
    case 'NOCASE':
      // lower() of the C collation folds ASCII letters alone, as NOCASE does.
      return typeof v.constant === 'string'
        ? textConstant(fold(v.constant)).sql
        : `lower(${v.sql} collate "C")`;
    case 'RTRIM':
      return typeof v.constant === 'string'
        ? textConstant(v.constant.replace(/ +$/, '')).sql
        : `rtrim(${v.sql}, ' ')`;
    default:
      return refuse(`the collation ${collation}`);
  }
}

/** Values of different classes: numbers come before text, text before BLOBs, and nothing is equal. */
function byClass(a: Value, op: Comparison, b: Value): Pair {
  const rank = (v: Value) => (isNumber(v) ? 1 : v.kind === 'bytea' ? 3 : 2);
  if (rank(a) === rank(b)) return refuse(`${name(a)} is compared with ${name(b)}`);
  const less = rank(a) < rank(b);
  return {
    result: always(op === '<>' || (less ? op.startsWith('<') : op.startsWith('>')) ? 'true' : 'false', a, b),
  };
}
