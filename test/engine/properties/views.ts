/** A table that a view may read. */
interface Readable {
  name: string;
  columns: string[];
}

interface Random {
  below(n: number): number;
  one<T>(list: readonly T[]): T;
  chance(percent: number): boolean;
}

const q = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Random views of every shape: `CREATE VIEW` statements, some over earlier views. */
export function randomViews(r: Random, tables: readonly Readable[], count: number): string[] {
  const readable = [...tables];
  return Array.from({ length: count }, (_, i) => {
    const name = r.chance(15) ? `view ${i} é` : `v${i}`;
    const { sql, columns } = queryOf(r, readable);
    // Only views with plain names of columns are read by others.
    if (columns) readable.push({ name, columns });
    return `create view ${q(name)} as ${sql}`;
  });
}

function queryOf(r: Random, tables: readonly Readable[]): { sql: string; columns: string[] | null } {
  const shape = r.one([plain, plain, grouped, joined, combined, windowed, nested]);
  return shape(r, tables);
}

interface Source {
  alias: string;
  columns: string[];
}

const column = (r: Random, { alias, columns }: Source): string => `${alias}.${q(r.one(columns))}`;

function term(r: Random, source: Source, depth = 0): string {
  const c = column(r, source);
  if (depth > 1 || r.chance(35)) return c;
  const other = term(r, source, depth + 1);
  return r
    .one([
      `coalesce(${c}, ${other})`,
      `upper(${c})`,
      `length(${c})`,
      `${c} || '-' || ${other}`,
      `${c} + 1`,
      `${c} * 2`,
      `abs(${c})`,
      `case when ${condition(r, source, depth + 1)} then ${c} else ${other} end`,
      `iif(${c} is null, 'none', 'some')`,
      `nullif(${c}, 1)`,
      `cast(${c} as text)`,
      `cast(${c} as integer)`,
      `round(${c}, 1)`,
      `substr(${c}, 1, 2)`,
      `date(${c})`,
      `strftime('%Y', ${c})`,
      `printf('%s/%d', ${c}, n)`,
      `typeof(${c})`,
      `${c} is not null`,
      `not ${c}`,
      `min(${c}, ${other})`,
      `replace(${c}, 'a', 'b')`,
      `instr(${c}, 'a')`,
      `1`,
      `'word'`,
      `null`,
    ])
    .replace(/\bn\)$/, `${source.alias}.${q(source.columns[0] ?? '')})`);
}

function condition(r: Random, source: Source, depth = 0): string {
  const c = column(r, source);
  const simple = r.one([
    `${c} is not null`,
    `${c} > 5`,
    `${c} = 1`,
    `${c} <> 'a'`,
    `${c} like '%a%'`,
    `${c} in (1, 2, 'a')`,
    `${c} between 1 and 50`,
    `${c} = ${column(r, source)}`,
    `${c} > '2015'`,
    `${c}`,
  ]);
  if (depth > 1 || r.chance(60)) return simple;
  return `(${simple} ${r.one(['and', 'or'])} ${r.chance(30) ? 'not ' : ''}${condition(r, source, depth + 1)})`;
}

function source(r: Random, tables: readonly Readable[], alias: string): { from: string; source: Source } {
  const table = r.one(tables);
  return { from: `${q(table.name)} as ${alias}`, source: { alias, columns: table.columns } };
}

const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `o${i}`);

function plain(r: Random, tables: readonly Readable[]) {
  const { from, source: s } = source(r, tables, 'a');
  const terms = Array.from({ length: 1 + r.below(4) }, () => term(r, s));
  const where = r.chance(60) ? ` where ${condition(r, s)}` : '';
  const order = r.chance(25) ? ` order by ${1 + r.below(terms.length)}${r.chance(50) ? ' desc' : ''}` : '';
  const distinct = r.chance(20) ? 'distinct ' : '';
  const list = terms.map((t, i) => `${t} as o${i}`).join(', ');
  return { sql: `select ${distinct}${list} from ${from}${where}${order}`, columns: names(terms.length) };
}

function grouped(r: Random, tables: readonly Readable[]) {
  const { from, source: s } = source(r, tables, 'a');
  const by = term(r, s);
  const counts = Array.from({ length: 1 + r.below(3) }, () => {
    const c = term(r, s);
    return r.one([
      'count(*)',
      `count(${c})`,
      `count(distinct ${c})`,
      `sum(${c})`,
      `avg(${c})`,
      `total(${c})`,
      `min(${c})`,
      `max(${c})`,
      `group_concat(${c})`,
      `sum(${c}) filter (where ${condition(r, s)})`,
    ]);
  });
  const having = r.chance(30) ? ' having count(*) > 1' : '';
  const list = [by, ...counts].map((t, i) => `${t} as o${i}`).join(', ');
  return { sql: `select ${list} from ${from} group by ${by}${having}`, columns: names(1 + counts.length) };
}

function joined(r: Random, tables: readonly Readable[]) {
  const left = source(r, tables, 'a');
  const right = source(r, tables, 'b');
  const kind = r.one(['join', 'left join', 'cross join', 'full join', ',']);
  const on = `${column(r, left.source)} = ${column(r, right.source)}`;
  const joins = /cross|,/.test(kind) ? ` where ${on}` : ` on ${on}`;
  const terms = [term(r, left.source), term(r, right.source), term(r, left.source)];
  const list = terms.map((t, i) => `${t} as o${i}`).join(', ');
  return { sql: `select ${list} from ${left.from} ${kind} ${right.from}${joins}`, columns: names(3) };
}

function combined(r: Random, tables: readonly Readable[]) {
  const [first, second] = [source(r, tables, 'a'), source(r, tables, 'a')];
  const how = r.one(['union', 'union all', 'except', 'intersect']);
  return {
    sql: `select ${term(r, first.source)} as o0 from ${first.from} ${how} select ${term(r, second.source)} from ${second.from}`,
    columns: names(1),
  };
}

function windowed(r: Random, tables: readonly Readable[]) {
  const { from, source: s } = source(r, tables, 'a');
  const key = `a.${q(s.columns[0] ?? '')}`;
  const call = r.one(['row_number()', 'rank()', `lag(${column(r, s)})`, 'count(*)', `max(${column(r, s)})`]);
  const over = `over (${r.chance(50) ? `partition by ${column(r, s)} ` : ''}order by ${key})`;
  return { sql: `select ${key} as o0, ${call} ${over} as o1 from ${from}`, columns: names(2) };
}

function nested(r: Random, tables: readonly Readable[]) {
  const { from, source: s } = source(r, tables, 'a');
  const inner = source(r, tables, 'b');
  const sub = r.one([
    `exists (select 1 from ${inner.from} where ${column(r, inner.source)} = ${column(r, s)})`,
    `${column(r, s)} in (select ${column(r, inner.source)} from ${inner.from})`,
    `${column(r, s)} > (select avg(${column(r, inner.source)}) from ${inner.from})`,
  ]);
  if (r.chance(50))
    return { sql: `select ${column(r, s)} as o0 from ${from} where ${sub}`, columns: names(1) };
  return {
    sql: `with w as (select ${term(r, s)} as x from ${from}) select x as o0, count(*) as o1 from w group by x`,
    columns: names(2),
  };
}
