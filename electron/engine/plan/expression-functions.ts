import { compare } from './expression-compare.ts';
import { name, textArgument, toCondition, toNumber, unbooled, unify } from './expression-convert.ts';
import { extremeOf, folded } from './expression-fold.ts';
import { nullConstant, textConstant } from './expression-literals.ts';
import { glob, like } from './expression-pattern.ts';
import { printf } from './expression-printf.ts';
import { randomBlob, randomNumber } from './expression-random.ts';
import { rounded } from './expression-round.ts';
import { isNumber, isTime, plain, refuse, type Scope, type Value, value } from './expression-value.ts';

/** One function: how many arguments it takes, and its translation. */
interface Translation {
  least: number;
  most: number;
  make(args: Value[], scope: Scope): Value;
}

/** https://www.sqlite.org/lang_corefunc.html, as far as PostgreSQL has the same. */
const functions: Record<string, Translation> = {
  length: { least: 1, most: 1, make: ([v]) => length(v as Value) },
  lower: { least: 1, most: 1, make: ([v]) => cased('lower', v as Value) },
  upper: { least: 1, most: 1, make: ([v]) => cased('upper', v as Value) },
  // Without a second argument SQLite trims blanks alone, as PostgreSQL does.
  trim: { least: 1, most: 2, make: (args) => text(`btrim(${list(args)})`, args) },
  ltrim: { least: 1, most: 2, make: (args) => text(`ltrim(${list(args)})`, args) },
  rtrim: { least: 1, most: 2, make: (args) => text(`rtrim(${list(args)})`, args) },
  replace: { least: 3, most: 3, make: (args) => text(`replace(${list(args)})`, args) },
  instr: { least: 2, most: 2, make: (args) => value(`strpos(${list(args)})`, 'integer') },
  substr: { least: 2, most: 3, make: substr },
  substring: { least: 2, most: 3, make: substr },
  hex: { least: 1, most: 1, make: ([v], scope) => hex(v as Value, scope) },
  abs: { least: 1, most: 1, make: ([v]) => abs(v as Value) },
  round: { least: 1, most: 2, make: round },
  min: { least: 2, most: 99, make: (args) => extreme('least', args) },
  max: { least: 2, most: 99, make: (args) => extreme('greatest', args) },
  coalesce: { least: 2, most: 99, make: coalesce },
  ifnull: { least: 2, most: 2, make: coalesce },
  nullif: { least: 2, most: 2, make: ([a, b]) => nullif(a as Value, b as Value) },
  iif: { least: 2, most: 3, make: iif },
  if: { least: 2, most: 3, make: iif },
  typeof: { least: 1, most: 1, make: ([v]) => typeOf(v as Value) },
  like: { least: 2, most: 3, make: ([p, s, e]) => like(s as Value, p as Value, e ?? null) },
  glob: { least: 2, most: 2, make: ([p, s]) => glob(s as Value, p as Value) },
  printf: { least: 1, most: 20, make: printf },
  format: { least: 1, most: 20, make: printf },
  random: { least: 0, most: 0, make: (_, scope) => randomNumber(scope) },
  randomblob: { least: 1, most: 1, make: ([size], scope) => randomBlob(size as Value, scope) },
  json_valid: { least: 1, most: 1, make: ([v], scope) => jsonValid(v as Value, scope) },
  char: { least: 1, most: 20, make: char },
  unicode: { least: 1, most: 1, make: ([v]) => unicode(v as Value) },
  sign: { least: 1, most: 1, make: ([v]) => sign(v as Value) },
  concat: { least: 1, most: 50, make: (args) => joined("''", args) },
  concat_ws: { least: 2, most: 50, make: ([by, ...args]) => joined(textArgument(by as Value), args) },
};

/** A call of one of these functions; null where the name is none of them. */
export function callFunction(called: string, args: Value[], scope: Scope): Value | null {
  const found = Object.hasOwn(functions, called) ? functions[called] : undefined;
  if (!found) return null;
  if (args.length < found.least || args.length > found.most)
    return refuse(`the function ${called}() with ${args.length} arguments`);
  const given = args.map(plain);
  return folded(called, given) ?? found.make(given, scope);
}

function text(sql: string, args: Value[]): Value {
  return value(sql, 'text', { collated: args.some((v) => v.collated) });
}

function list(args: Value[]): string {
  return args.map(textArgument).join(', ');
}

function length(v: Value): Value {
  if (v.kind === 'bytea') return value(`length(${v.sql})`, 'integer');
  return value(`length(${textArgument(v)})`, 'integer');
}

/** Both fold ASCII letters alone in SQLite; the C collation does the same. */
function cased(how: 'lower' | 'upper', v: Value): Value {
  return value(`${how}(${textArgument(v)} collate "C")`, 'text', { collated: true });
}

/** Only with constant places: with others 0 and negative numbers would mean something else. */
function substr(args: Value[]): Value {
  const [v, from, count] = args as [Value, Value, Value?];
  const start = from.constant;
  const length = count === undefined ? null : count.constant;
  if (typeof start !== 'bigint' || (length !== null && (typeof length !== 'bigint' || length < 0n)))
    return refuse('substr() with places that are not constants');
  if (start > 0n)
    return text(`substr(${[textArgument(v), start, ...(length === null ? [] : [length])].join(', ')})`, args);
  if (start < 0n && length === null) return text(`right(${textArgument(v)}, ${-start})`, args);
  return refuse('substr() that counts from the end');
}

/** The empty text for NULL, as in SQLite. */
function hex(v: Value, scope: Scope): Value {
  scope.unstable.add('hex()');
  const bytes = v.kind === 'bytea' ? v.sql : `convert_to(${textArgument(v)}, 'UTF8')`;
  return value(`coalesce(upper(encode(${bytes}, 'hex')), '')`, 'text');
}

function abs(v: Value): Value {
  if (v.kind === 'text') return refuse('abs() of text');
  const n = toNumber(v);
  if (n.kind === 'null') return n;
  return value(n.kind === 'integer' ? `abs(${n.sql}::numeric)` : `abs(${n.sql})`, n.kind);
}

/** SQLite rounds halves away from zero and gives a REAL. */
function round(args: Value[], { use }: Scope): Value {
  const [v, digits] = args as [Value, Value?];
  if (digits !== undefined && digits.constant !== 0n && use !== 'query')
    return refuse('round() to a number of decimals');
  const n = toNumber(v);
  if (n.kind === 'null') return n;
  const real = `${n.sql}::float8`;
  if (n.kind === 'integer') return value(real, 'double');
  if (digits !== undefined && digits.constant !== 0n)
    return value(`${rounded(real, digits)}::float8`, 'double');
  return value(`(sign(${real}) * floor(abs(${real}) + 0.5))`, 'double');
}

/** NULL if any argument is, where PostgreSQL passes over it. */
function extreme(how: 'least' | 'greatest', args: Value[]): Value {
  const { sql, kind, collated } = unify(args);
  const collations = new Set(args.map((v) => v.collation ?? 'BINARY'));
  if (kind === 'null') return nullConstant;
  if (kind === 'converted') return refuse(`${name(args[0] as Value)} is compared`);
  if (kind === 'text' && (collations.size > 1 || !collations.has('BINARY')))
    return refuse('min() or max() under a collation');
  const constant = extremeOf(how, args);
  if (constant) return constant;
  const compared = kind === 'text' ? sql.map((each) => `${each} collate "C"`) : sql;
  const open = sql.filter((_, i) => args[i]?.constant === null);
  const result = `${how}(${compared.join(', ')})`;
  if (open.length === 0) return value(result, kind);
  const nulls = open.map((each) => `${each} is null`).join(' or ');
  return value(`(case when not (${nulls}) then ${result} end)`, kind, { collated });
}

function coalesce(args: Value[]): Value {
  const { sql, ...rest } = unify(args);
  return rest.kind === 'null' ? nullConstant : value(`coalesce(${sql.join(', ')})`, rest.kind, rest);
}

/** The comparison is made without affinity, under the first collation there is. */
function nullif(a: Value, b: Value): Value {
  const same = compare({ ...a, affinity: null }, '=', { ...b, affinity: null });
  const unless = (sql: string) => `(case when ${same.sql} then null else ${sql} end)`;
  const { kind, digits, collated } = a;
  // What else is known of the argument is not known of NULL; how a time is spelled is asked for everywhere.
  const asText = a.asText && unless(a.asText);
  return value(unless(kind === 'text' ? textArgument(a) : a.sql), kind, { digits, collated, asText });
}

function iif(args: Value[]): Value {
  const [condition, ...results] = args as [Value, Value, Value?];
  const { sql, ...rest } = unify(results.map((v) => v ?? nullConstant));
  const otherwise = sql[1] === undefined ? '' : ` else ${sql[1]}`;
  return value(`(case when ${toCondition(condition)} then ${sql[0]}${otherwise} end)`, rest.kind, rest);
}

/**
 * Texts that are JSON, as a condition. Before version 16 PostgreSQL has no such condition: what is run there calls a
 * function instead (server-spelling.ts). https://www.postgresql.org/docs/current/functions-json.html
 */
function jsonValid(v: Value, { use }: Scope): Value {
  // A table is made before the function is.
  if (use === 'generated') return refuse('json_valid() in a generated column');
  // There a column has its table before it, which the spelling for an older server does not know.
  if (use === 'query') return refuse('json_valid() in a view or a trigger');
  if (v.kind === 'null') return value('null::boolean', 'boolean');
  if (v.kind !== 'text' || !/^"(?:[^"]|"")*"$/.test(v.sql))
    return refuse('json_valid() of what is no column of text');
  return value(`(${v.sql}::text is json)`, 'boolean');
}

/** Code points that are constants, as a text. */
function char(args: Value[]): Value {
  const points = args.map((v) => (typeof v.constant === 'bigint' ? Number(v.constant) : Number.NaN));
  const fits = points.every((n) => n > 0 && n <= 0x10ffff && (n < 0xd800 || n > 0xdfff));
  return fits
    ? textConstant(String.fromCodePoint(...points))
    : refuse('char() of what is no constant character');
}

/** NULL for the empty text, where ascii() gives 0. */
function unicode(v: Value): Value {
  return value(`nullif(ascii(${textArgument(v)}), 0)`, 'integer');
}

function sign(v: Value): Value {
  if (!isNumber(v)) return refuse(`sign() of ${name(v)}`);
  return value(`sign(${unbooled(v).sql}::float8)::integer`, 'integer');
}

/** Both databases leave NULL out. https://www.sqlite.org/lang_corefunc.html#concat_ws */
function joined(by: string, args: Value[]): Value {
  return value(`concat_ws(${[by, ...args.map(textArgument)].join(', ')})`, 'text', {
    collated: args.some((v) => v.collated),
  });
}

/** Decided by what the column can hold in the target. */
function typeOf(v: Value): Value {
  const type = storageClass(v);
  if (type === 'null') return textConstant('null');
  if (v.constant !== null) return textConstant(type);
  return value(`(case when ${unbooled(v).sql} is null then 'null' else '${type}' end)`, 'text');
}

function storageClass(v: Value): string {
  if (v.kind === 'boolean' || v.kind === 'integer') return 'integer';
  if (v.kind === 'double') return 'real';
  if (v.kind === 'bytea') return 'blob';
  if (v.kind === 'null') return 'null';
  if (isTime(v) || (v.kind === 'text' && v.affinity !== 'NUMERIC')) return 'text';
  return refuse(`typeof() of ${name(v)}${isNumber(v) ? ', which may be an integer or a real' : ''}`);
}
