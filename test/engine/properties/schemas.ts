import { randomViews } from './views.ts';

/** Random schemas as people write them, with rows: the same for the same seed. */
export interface RandomSchema {
  sql: string;
  tables: string[];
  views: number;
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes. */
function randomFrom(seed: number) {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { below, one, chance: (percent: number) => below(100) < percent };
}

type Random = ReturnType<typeof randomFrom>;
type Value = (r: Random, n: number) => string;

interface Kind {
  types: string[];
  /** One way in which a whole column is written; each column takes one of them. */
  values: Value[];
  defaults: string[];
  /** Conditions on `c` that its values keep, or do not. */
  checks: string[];
}

const two = (n: number): string => String(n).padStart(2, '0');
const day = (r: Random): string =>
  `20${two(10 + r.below(15))}-${two(1 + r.below(12))}-${two(1 + r.below(28))}`;
const clock = (r: Random): string => `${two(r.below(24))}:${two(r.below(60))}:${two(r.below(60))}`;
const words = ['', 'a', 'B', 'ação', "it's", 'x\ty', '1', '007', 'NULL', '日本', 'ZZ', '%_', '\\', '"q"'];
const word: Value = (r) => `'${r.one(words).replaceAll("'", "''")}'`;

const kinds: Kind[] = [
  {
    types: ['INTEGER', 'INT', 'BIGINT', 'SMALLINT', 'UNSIGNED BIG INT', 'int2', 'TINYINT(1)', 'MEDIUMINT'],
    values: [(r) => String(r.below(2000) - 1000), (r) => String(r.one([0, 1, 2 ** 31, -(2 ** 31), 2 ** 40]))],
    defaults: ['0', '-1', "'5'", '(1 + 2)', '(abs(random()))', '(unixepoch())', "(strftime('%s', 'now'))"],
    checks: [
      'c > -5000',
      'c between -5000 and 9999999999999',
      'c <> 77',
      'abs(c) >= 0',
      'c in (1, 2) or c is not 3',
    ],
  },
  {
    types: [
      'TEXT',
      'VARCHAR(20)',
      'NVARCHAR(100)',
      'CHARACTER(3)',
      'CLOB',
      'JSON',
      'uuid',
      'native character(70)',
    ],
    values: [word, (_, n) => `'unique ${n}'`, () => `'{"a": [1, null]}'`],
    defaults: [
      "''",
      "'a' || 'b'",
      '(lower(hex(randomblob(8))))',
      "(datetime('now'))",
      'CURRENT_TIMESTAMP',
      '"dq"',
    ],
    checks: [
      'length(c) < 100',
      "c <> 'nothing'",
      "c like '%' or c is null",
      "c glob '*'",
      "instr(c, 'zzz') = 0",
    ],
  },
  {
    types: ['BOOLEAN', 'BOOL'],
    values: [
      (r) => r.one(['0', '1']),
      (r) => r.one(["'t'", "'f'"]),
      (r) => r.one(["'true'", "'false'"]),
      (r) => r.one(['0', '1', '2']),
    ],
    defaults: ['0', '1', 'true', "'f'", "'false'", '"true"'],
    checks: ['c is not 5', "c in (0, 1, 't', 'f', 'true', 'false') or c is null"],
  },
  {
    types: ['DATETIME', 'TIMESTAMP', 'datetime(6)'],
    values: [
      (r) => `'${day(r)} ${clock(r)}'`,
      (r) => `'${day(r)}T${clock(r)}.${r.below(900) + 100}Z'`,
      (r) => `'${day(r)} ${clock(r)}+00:00'`,
      (r) => String(1_500_000_000_000 + r.below(1_000_000_000)),
      (r) => String(1_500_000_000 + r.below(1_000_000)),
      (r) => `'${day(r)}'`,
    ],
    defaults: [
      'CURRENT_TIMESTAMP',
      "(datetime('now', 'localtime'))",
      '(unixepoch() * 1000)',
      "'2020-01-01 00:00:00'",
    ],
    checks: ['c is not 0', "c <> ''"],
  },
  {
    types: ['DATE'],
    values: [(r) => `'${day(r)}'`, (r) => `'${day(r)} 00:00:00'`],
    defaults: ['CURRENT_DATE', "(date('now'))", "'2020-01-01'"],
    checks: ['c is not 0'],
  },
  {
    types: ['REAL', 'DOUBLE', 'FLOAT', 'DOUBLE PRECISION', 'NUMERIC', 'DECIMAL(10,2)', 'MONEY'],
    values: [
      (r) => String(r.below(10_000) / 8),
      (r) => String(r.below(100)),
      (r) => r.one(['0.1', '1e300', '-2.5']),
    ],
    defaults: ['0', '0.5', "(julianday('now'))", '-1.5'],
    checks: ['c > -1e308', 'c is not 0.333', 'round(c) > -1e308'],
  },
  {
    types: ['BLOB', 'VARBINARY(16)'],
    values: [(r) => r.one(["x''", "x'00'", "x'ff00'", "x'61'"])],
    defaults: ["x'00'", '(randomblob(4))', 'NULL'],
    checks: ['length(c) < 100', "c is not x'77'"],
  },
  {
    types: ['', 'ANY', 'INTEGER_OR_TEXT', 'STRING', 'GEOMETRY'],
    values: [
      word,
      (r) => String(r.below(50)),
      (r) => r.one(['1', "'a'", '2.5', 'null']),
      (r) => r.one(["x'00'", "'a'"]),
    ],
    defaults: ['NULL', '1', "'x'"],
    checks: ["c is not 'nowhere'"],
  },
];

/** A table, with the values of its key. */
interface Made {
  name: string;
  key: Column | null;
  rows: string[];
  columns: string[];
}

interface Column {
  name: string;
  type: string;
  value: Value;
}

/** @param seed the same gives the same. @param tables how many */
export function randomSchema(seed: number, tables: number): RandomSchema {
  const r = randomFrom(seed);
  const made: Made[] = [];
  const sql: string[] = [];
  const odd = ['order', 'ação', 'constructor', '__proto__', 'Mixed Case', 'text', 'a"b', 'x.y'];
  for (let i = 0; i < tables; i++) {
    const name = r.chance(20) && odd[i] !== undefined ? `${odd[i]}` : `t${i}`;
    sql.push(...tableOf(r, name, made));
  }
  const views = randomViews(r, made, tables);
  return { sql: [...sql, ...views].join(';\n'), tables: made.map((t) => t.name), views: views.length };
}

const q = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function tableOf(r: Random, name: string, made: Made[]): string[] {
  const columns: Column[] = [];
  const parts: string[] = ['n integer primary key'];
  const rows = 1 + r.below(40);
  const extra: string[] = [];
  let key: Column | null = null;
  for (let i = 0; i < 2 + r.below(5); i++) {
    const kind = r.one(kinds);
    const column = {
      name: r.chance(10) ? `c ${i} é` : `c${i}`,
      type: r.one(kind.types),
      value: r.one(kind.values),
    };
    const c = q(column.name);
    columns.push(column);
    const rules = [
      r.chance(30) ? `default ${paren(r.one(kind.defaults))}` : '',
      r.chance(25) ? `check (${r.one(kind.checks).replace(/\bc\b/g, c)})` : '',
      r.chance(10) ? `collate ${r.one(['nocase', 'rtrim', 'binary'])}` : '',
    ];
    parts.push([c, column.type, ...rules].filter(Boolean).join(' '));
    if (r.chance(30)) extra.push(indexOf(r, name, column, i));
  }
  if (r.chance(30)) {
    key = {
      name: 'k',
      type: r.one(['TEXT', 'INTEGER', 'INTEGER_OR_TEXT', 'BLOB']),
      value: (_, n) => (n % 2 ? `'k${n}'` : String(n)),
    };
    if (key.type === 'INTEGER') key.value = (_, n) => String(n * 3);
    columns.push(key);
    parts.push(`k ${key.type} unique`);
  }
  const [first] = columns;
  if (first && r.chance(25))
    parts.push(
      `g ${r.one(['text', 'int', ''])} as (${r.one(['n * 2', `coalesce(${q(first.name)}, n)`, "'x' || n"])}) ${r.one(['stored', 'virtual'])}`,
    );
  const parent = made.length > 0 && r.chance(50) ? r.one(made) : null;
  if (parent) {
    const refers = parent.key && r.chance(60) ? parent.key : null;
    const values = parent.rows.length > 0 ? parent.rows : ['null'];
    columns.push({
      name: 'up',
      type: refers?.type ?? r.one(['integer', 'text', '']),
      value: (rr) => (refers ? (rr.chance(90) ? rr.one(values) : 'null') : String(1 + rr.below(3))),
    });
    parts.push(
      `up ${columns.at(-1)?.type} references ${q(parent.name)}${refers ? ' (k)' : ''}${r.chance(30) ? ' on delete cascade' : ''}`,
    );
  }
  const keys: string[] = [];
  const inserts = Array.from({ length: rows }, (_, n) => {
    const values = columns.map((column) => (r.chance(8) && column !== key ? 'null' : column.value(r, n)));
    if (key) keys.push(values[columns.indexOf(key)] as string);
    return `insert or ignore into ${q(name)} (n, ${columns.map((c) => q(c.name)).join(', ')}) values (${[n + 1, ...values].join(', ')})`;
  });
  made.push({ name, key, rows: keys, columns: ['n', ...columns.map((c) => c.name)] });
  return [`create table ${q(name)} (${parts.join(', ')})`, ...extra, ...inserts];
}

function indexOf(r: Random, table: string, column: Column, i: number): string {
  const c = q(column.name);
  const term = r.one([
    c,
    `${c} desc`,
    `lower(${c})`,
    `${c}, n`,
    `length(${c})`,
    `${c} collate nocase`,
    `coalesce(${c}, 'none')`,
  ]);
  const where = r.one(['', '', ` where ${c} is not null`, ` where n > 3`, ` where ${c} <> 'x'`]);
  return `create index ${q(`${table}_i${i}`)} on ${q(table)} (${term})${where}`;
}

function paren(text: string): string {
  return /\|\|/.test(text) && !text.startsWith('(') ? `(${text})` : text;
}
