import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';

/** Functions take at most 100 arguments. https://www.postgresql.org/docs/current/runtime-config-preset.html */
const mostArguments = 90;
/** Characters that COPY escapes, with the letter that stands for each behind a backslash. The backslash comes first. */
const escapes: [string, string][] = [
  ['\\\\', '\\\\'],
  ['\\b', 'b'],
  ['\\t', 't'],
  ['\\n', 'n'],
  ['\\x0b', 'v'],
  ['\\f', 'f'],
  ['\\r', 'r'],
];

/**
 * SQL expression for the line that COPY TO prints for a row of `t`, with its newline: the same bytes, so that a digest
 * over lines can be computed where the rows are. https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
export function lineSql(columns: readonly PlanColumn[]): string {
  const fields = columns.map(fieldSql);
  const groups: string[] = [];
  for (let at = 0; at < fields.length; at += mostArguments) {
    groups.push(`concat_ws(e'\\t', ${fields.slice(at, at + mostArguments).join(', ')})`);
  }
  return `${groups.join(` || e'\\t' || `)} || e'\\n'`;
}

function fieldSql(column: PlanColumn): string {
  const c = `t.${quoteIdent(column.target)}`;
  if (
    /^(integer|bigint|smallint|numeric|double precision|timestamp|date|time)\b/.test(column.type) &&
    !isArray(column)
  ) {
    return `coalesce(${c}::text, '\\N')`;
  }
  if (column.type === 'boolean') return `case ${c} when true then 't' when false then 'f' else '\\N' end`;
  if (/^(text|character varying|varchar)\b/.test(column.type) && !isArray(column)) {
    // Looking for each is three times as fast as TRANSLATE, which goes character by character.
    const plain = escapes.map(([char]) => `strpos(${c}, e'${char}') = 0`).join(' and ');
    return `case when ${c} is null then '\\N' when ${plain} then ${c} else ${escaped(c)} end`;
  }
  // FORMAT asks the type for its output, as COPY does; a cast to text may do something else.
  const text = `format('%s', ${c})`;
  const special = `e'${escapes.map(([char]) => char).join('')}'`;
  // Most hold nothing special: one look is cheaper than seven replacements.
  return `case when ${c} is null then '\\N' when translate(${text}, ${special}, '') = ${text} then ${text} else ${escaped(text)} end`;
}

function isArray(column: PlanColumn): boolean {
  return column.type.endsWith('[]');
}

function escaped(text: string): string {
  return escapes.reduce((sql, [char, letter]) => `replace(${sql}, e'${char}', e'\\\\${letter}')`, text);
}

/**
 * Statement that digests ranges of a table, a row for each: its number, the rows there (one more than expected stands
 * for all that are too many), their bytes, and the SHA-256 of their lines in key order. Lines beyond the bytes expected
 * are left out, so that the server never holds more than the source does. Parameters: rows and bytes expected, as
 * arrays, then one array for each bound that ranges have: lower bounds by key column, upper bounds by key column.
 */
export function digestSql(
  schema: string,
  table: PlanTable,
  key: { column: string; type: 'bigint' | 'text' }[],
  bounds: { lower: boolean; upper: boolean },
): string {
  const columns = key.map((k) => `t.${quoteIdent(k.column)}`).join(', ');
  const names = ['n', 'bytes'];
  const types = ['bigint', 'bigint'];
  const conditions: string[] = [];
  for (const [bound, sign, has] of [
    ['lo', '>', bounds.lower],
    ['hi', '<=', bounds.upper],
  ] as const) {
    if (!has) continue;
    const own = key.map((_, i) => `${bound}${i}`);
    names.push(...own);
    types.push(...key.map((k) => k.type));
    conditions.push(`(${columns}) ${sign} (${own.map((name) => `s.${name}`).join(', ')})`);
  }
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`).join(', ');
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  return `
    select s.at, d.rows, d.bytes, d.digest
    from unnest(${arrays}) with ordinality as s(${[...names, 'at'].join(', ')})
    cross join lateral (
      select count(*) as rows, coalesce(sum(octet_length(line)), 0) as bytes,
        encode(sha256(convert_to(coalesce(string_agg(line, '' order by at) filter (where so_far <= s.bytes), ''), 'UTF8')), 'hex') as digest
      from (
        select line, at, sum(octet_length(line)) over (order by at) as so_far
        from (
          select ${lineSql(table.columns)} as line, row_number() over (order by ${columns}) as at
          from ${qualified(schema, table.target)} t ${where} order by ${columns} limit s.n + 1
        ) r
      ) l
    ) d
    order by s.at`;
}
