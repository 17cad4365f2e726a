import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';

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
 * SQL for rows of `t` as the lines that COPY TO prints, with their newlines: the same bytes, so that a digest over lines
 * can be computed where the rows are. Each column is named once, because the statement goes over slow lines.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 * @param from what follows the SELECT list: `from … t …`
 * @param at one more result column, which comes out as `at`
 */
export function linesSql(columns: readonly PlanColumn[], from: string, at = '0'): string {
  // Most rows hold nothing special: to look at a whole row once costs less than seven replacements in each field.
  const isPlain = escapes.map(([char]) => `strpos(joined, e'${char}') = 0`).join(' and ');
  const escaped = escapes.reduce(
    (sql, [char, letter]) => `replace(${sql}, e'${char}', e'\\\\${letter}')`,
    'v',
  );
  // OFFSET keeps what is named several times from being computed several times.
  return `
    select case when ${isPlain} then array_to_string(fields, e'\\t', '\\N')
      else (select string_agg(coalesce(${escaped}, '\\N'), e'\\t' order by n) from unnest(fields) with ordinality as f (v, n))
      end || e'\\n' as line, at
    from (
      select fields, array_to_string(fields, '') as joined, at
      from (select array[${columns.map(fieldSql).join(', ')}]::text[] as fields, ${at} as at ${from} offset 0) r offset 0
    ) j`;
}

/** A field as COPY prints it but for what is escaped, and null for NULL. */
function fieldSql(column: PlanColumn): string {
  const c = `t.${quoteIdent(column.target)}`;
  if (column.type === 'boolean') return `case ${c} when true then 't' when false then 'f' end`;
  const isText =
    /^(integer|bigint|smallint|numeric|double precision|timestamp|date|time|text|character varying|varchar)\b/;
  if (isText.test(column.type) && !column.type.endsWith('[]')) return `${c}::text`;
  // FORMAT asks the type for its output, as COPY does; a cast to text may do something else.
  return `case when ${c} is not null then format('%s', ${c}) end`;
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
  const from = `from ${qualified(schema, table.target)} t ${where} order by ${columns} limit s.n + 1`;
  const lines = linesSql(table.columns, from, `row_number() over (order by ${columns})`);
  return `
    select s.at, d.rows, d.bytes, d.digest
    from unnest(${arrays}) with ordinality as s(${[...names, 'at'].join(', ')})
    cross join lateral (
      select count(*) as rows, coalesce(sum(octet_length(line)), 0) as bytes,
        encode(sha256(convert_to(coalesce(string_agg(line, '' order by at) filter (where so_far <= s.bytes), ''), 'UTF8')), 'hex') as digest
      from (
        select line, at, sum(octet_length(line)) over (order by at) as so_far from (${lines}) r
      ) l
    ) d
    order by s.at`;
}
