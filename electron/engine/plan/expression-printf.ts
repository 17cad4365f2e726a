import { quoteLiteral } from '../target/sql.ts';
import { textArgument, toNumber, toText } from './expression-convert.ts';
import { integerConstant } from './expression-literals.ts';
import { rounded } from './expression-round.ts';
import { refuse, type Scope, type Value, value } from './expression-value.ts';

/** One piece of a format: text as it is, or a value with its width, a number with its decimals. */
const piece = /%(0?)(\d{0,3})([dis%])|%\.(\d{1,2})f|[^%]+|%/g;

/**
 * printf() and format() with %d, %i, %s and %%, as far as PostgreSQL can spell the same:
 * https://www.sqlite.org/printf.html. A missing value is 0 or the empty text, as in SQLite.
 */
export function printf(args: Value[], { use }: Scope): Value {
  const [format, ...values] = args;
  if (typeof format?.constant !== 'string') return refuse('printf() with a format that is not a constant');
  const rest = [...values];
  const parts = [...format.constant.matchAll(piece)].map(([text, zero, width = '', kind, decimals]) => {
    if (decimals !== undefined) return decimal(rest.shift(), decimals, use);
    if (text === '%') return refuse(`printf() with ${format.constant}`);
    if (kind === undefined) return quoteLiteral(text);
    if (kind === '%') return "'%'";
    const next = rest.shift();
    // SQLite counts the bytes of a text, PostgreSQL its characters.
    if (kind === 's' && width !== '') return refuse('printf() with the width of a text');
    return kind === 's' ? stringOf(next) : numberOf(next, width, zero === '0');
  });
  // A constant alone is of no type.
  return value(`(${["''::text", ...parts].join(' || ')})`, 'text', {
    collated: args.some((v) => v.collated),
  });
}

function stringOf(v: Value | undefined): string {
  if (!v || v.kind === 'null') return "''::text";
  return v.constant === null ? `coalesce(${toText(v)}, '')` : textArgument(v);
}

/** A number with its decimals; one below zero keeps its sign where nothing else of it is left. */
function decimal(v: Value | undefined, decimals: string, use: Scope['use']): string {
  if (use !== 'query') return refuse('printf() that writes decimals');
  const n = v ? toNumber(v) : null;
  const real = n === null || n.kind === 'null' ? '0::float8' : `coalesce(${n.sql}, 0)::float8`;
  const number = `${rounded(real, integerConstant(BigInt(decimals)))}`;
  return `((case when ${real} < 0 and ${number} = 0 then '-' else '' end) || ${number}::text)`;
}

function numberOf(v: Value | undefined, width: string, zeros: boolean): string {
  const n = v ? toNumber(v) : null;
  if (n !== null && n.kind !== 'integer' && n.kind !== 'null')
    return refuse('printf() with %d over a number with decimals');
  const sql = n === null || n.kind === 'null' ? '0' : `coalesce(${n.sql}, 0)`;
  const text = `(${sql})::text`;
  if (!zeros || width === '') return padded(text, width, ' ');
  const digits = `lpad(ltrim(${text}, '-'), greatest(${width} - (${sql} < 0)::integer, length(ltrim(${text}, '-'))), '0')`;
  return `(case when ${sql} < 0 then '-' else '' end || ${digits})`;
}

function padded(text: string, width: string, filling: string): string {
  return width === '' ? text : `lpad(${text}, greatest(${width}, length(${text})), '${filling}')`;
}
