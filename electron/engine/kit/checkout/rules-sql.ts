import type { Plan } from '../../../../shared/model/index.ts';
import { opening } from './python.ts';
import { type Hit, matches, type PythonFile, type PythonRule } from './types.ts';

/** LIKE ignores the case of ASCII letters in SQLite; ILIKE does in PostgreSQL, and on SQLite SQLAlchemy makes LIKE of it. */
export const likes: PythonRule = ({ code, strings }) => [
  ...matches(code, /\.(like|notlike|not_like)(?=\s*\()/g)
    .filter(({ start }) => !/\bfunc\.(lower|upper)\s*$/.test(beforeCall(code, start)))
    .map(({ start, end, groups }) => {
      const text = groups[0] === 'like' ? '.ilike' : '.notilike';
      return { start, end, text, change: `O SQLite ignora maiúsculas ASCII no LIKE: \`${text}(…)\`.` };
    }),
  ...matches(code, /\b[A-Z]\w*\.\w+\.(?:contains|startswith|endswith)(?=\s*\()/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: "É um LIKE, que no SQLite ignora maiúsculas ASCII: `.ilike('%…%')`.",
  })),
  ...matches(strings, /\b(?:NOT\s+)?(?:LIKE\s+[:?%'(]|GLOB\b)/gi).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'O SQLite ignora maiúsculas ASCII no LIKE: `lower(coluna) LIKE lower(…)`, que vale nos dois.',
  })),
];

/** What stands before the call whose result a method at `dot` belongs to. */
function beforeCall(code: string, dot: number): string {
  const before = code.slice(0, dot).trimEnd();
  return before.endsWith(')') ? before.slice(0, Math.max(0, opening(before, before.length - 1))) : '';
}

/** How SQL begins, and how a piece of it does that is put together: this in capitals alone, prose has the words too. */
const statement =
  /^\s*(?:select\b[\s\S]*\bfrom|update\s+\S+\s+set|delete\s+from|insert\s+(?:or\s+\w+\s+)?into|with\s+\w+\s+as|create\s+(?:\w+\s+)?(?:table|index|view|trigger)|alter\s+table)\b/i;
const piece = /^\s*(?:\{[^{}]*\}\s*)?(?:SELECT|WHERE|AND|OR|SET|HAVING|ON|CASE|JOIN)\b/;
const takesSql = /\b(?:text|DDL|execute|executescript|exec_driver_sql)\(\s*[rbfuRBFU]{0,2}$/;

/** True where the text at a place is SQL by how it begins, or by what takes it. */
function isSql({ code, strings, literal }: PythonFile, at: number): boolean {
  const { start, end } = literal(at);
  const said = strings.slice(start, end);
  return statement.test(said) || piece.test(said) || takesSql.test(code.slice(0, start));
}

/** What means the same in both databases is written anew in SQL; in any other text a person has to look at it. */
function inSql(file: PythonFile, hit: Hit): Hit {
  return hit.text === null || isSql(file, hit.start)
    ? hit
    : { ...hit, text: null, change: `Se é SQL: ${hit.change}` };
}

/** A boolean of PostgreSQL is no number. SQLite knows true and false since 3.23. */
export function booleans(plan: Plan): PythonRule {
  const names = booleanNames(plan).join('|');
  if (names === '') return () => [];
  // After ? or & it is a parameter of a URL.
  const pattern = new RegExp(
    String.raw`(?<![\w.?&])((?:\w+\.)?(?:${names})\s*(?:=|<>|!=)\s*)([01])(?![\w.])`,
    'g',
  );
  return (file) =>
    matches(file.strings, pattern).map(({ start, end, groups: [left = '', digit] }) => {
      const text = `${left}${digit === '1' ? 'true' : 'false'}`;
      const change = `Coluna booleana: \`${text}\`, que vale nos dois bancos.`;
      return inSql(file, { start, end, text, change });
    });
}

/** Columns that are boolean in every table that has one of this name: SQL seldom says which table it means. */
function booleanNames({ tables }: Plan): string[] {
  const columns = tables.flatMap((table) => table.columns);
  const others = new Set(columns.filter(({ type }) => type !== 'boolean').map(({ target }) => target));
  const names = columns.filter(({ type, target }) => type === 'boolean' && !others.has(target));
  return [...new Set(names.map(({ target }) => target))].filter((name) => /^\w+$/.test(name));
}

/** SQL that only SQLite knows, with what to write. Where the same text means the same on both, it is replaced. */
const dialect: [RegExp, string | null, string][] = [
  [/\bdatetime\(\s*'now'\s*\)/gi, 'CURRENT_TIMESTAMP', '`CURRENT_TIMESTAMP`, UTC nos dois bancos.'],
  [
    /\bdatetime\(\s*'now'\s*,/gi,
    null,
    "`now() at time zone 'utc' - interval '7 days'`, ou calcular a data em Python e passá-la.",
  ],
  [/(?<!\.)\bstrftime\(\s*'%/gi, null, "`to_char(…)` ou `date_trunc('hour', …)`."],
  [/\bjulianday\(/gi, null, '`extract(epoch from …) / 86400`.'],
  [
    /\bINSERT\s+OR\s+REPLACE\b/gi,
    null,
    '`insert … on conflict (…) do update set …`, que vale nos dois bancos (SQLite 3.24 ou mais novo).',
  ],
  [
    /\bINSERT\s+OR\s+IGNORE\b/gi,
    null,
    '`insert … on conflict do nothing`, que vale nos dois bancos (SQLite 3.24 ou mais novo).',
  ],
  [
    /\bAS\s+REAL\s*\)/gi,
    null,
    '`try_double(…)` em vez de `CAST(… AS REAL)`: um texto que não é número dá NULL.',
  ],
  [
    /\bsqlite_(?:master|sequence|schema)\b/gi,
    null,
    '`inspect(engine).get_table_names()`; não existe no PostgreSQL.',
  ],
  [/\bPRAGMA\b/g, null, 'Só do SQLite: tirar, ou `if engine.dialect.name == "sqlite"`.'],
  [/\b(?:VACUUM|REINDEX)\b/g, null, 'O autovacuum faz isto; a cópia é `backup/backup.sh`.'],
  [/\bAUTOINCREMENT\b/gi, null, '`generated by default as identity`.'],
  [/\bgroup_concat\(/gi, null, "`string_agg(…, ',')`."],
];

export const sqliteSql: PythonRule = (file) =>
  dialect.flatMap(([pattern, text, change]) =>
    matches(file.strings, pattern).map(({ start, end }) => inSql(file, { start, end, text, change })),
  );

/** PostgreSQL's averages of whole numbers, and its NUMERIC, are Decimal in Python: JSON makes a text of them. */
export const decimals: PythonRule = ({ code, strings }) => [
  ...matches(code, /\bfunc\.(?:avg|sum)(?=\s*\()/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'De números inteiros vem `Decimal`: `float(…)` no resultado, ou `cast(…, Float)`.',
  })),
  ...matches(code, /\bColumn\s*\((?:[^()]*?[,\s])?(?:sa\.)?(?:Numeric|DECIMAL)\b/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'Vem como `Decimal`: `Numeric(asdecimal=False)`, ou `float(…)` antes do JSON.',
  })),
  ...matches(strings, /\b(?:AVG|SUM)\(/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'De números inteiros vem `Decimal`: `float(…)` no resultado.',
  })),
];
