import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import type { SpelledAs } from '../../../shared/contract.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { context, migrated, rebuilt } from './scene.ts';

/** A column of each type that a plan makes, and of some whose affinity is not that of the type. */
const columns: Record<
  string,
  { declared: string; good: string; cast: string; values: fc.Arbitrary<string> }
> = {
  t: { declared: 'text', good: `'a'`, cast: 'text', values: texts() },
  vc: {
    declared: 'varchar(20)',
    good: `'a'`,
    cast: 'varchar',
    values: texts().filter((t) => [...t].length <= 20),
  },
  i4: { declared: 'integer', good: '7', cast: 'int4', values: fc.integer().map(String) },
  i8: {
    declared: 'bigint',
    good: '7',
    cast: 'int8',
    values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  },
  f: { declared: 'float', good: '1.5', cast: 'float8', values: doubles() },
  n: { declared: 'numeric', good: '1.5', cast: 'numeric', values: numerics() },
  b: { declared: 'boolean', good: '1', cast: 'bool', values: fc.constantFrom('t', 'f') },
  ts: { declared: 'datetime', good: `'2025-01-01 00:00:00'`, cast: 'timestamp', values: timestamps() },
  d: {
    declared: 'date',
    good: `'2025-01-01'`,
    cast: 'date',
    values: timestamps().map((t) => t.replace(/ \d\d:[\d:.]+/, '')),
  },
  h: {
    declared: 'time',
    good: `'10:00:00'`,
    cast: 'time',
    values: fc.oneof(fc.constantFrom('24:00:00', '00:00:00', '23:59:59.999999'), clock()),
  },
  x: {
    declared: 'blob',
    good: `x'00'`,
    cast: 'bytea',
    values: fc.uint8Array({ maxLength: 9 }).map((b) => `\\x${Buffer.from(b).toString('hex')}`),
  },
  // Words among numbers: text in PostgreSQL, and numbers are what SQLite makes of texts.
  w: { declared: 'numeric', good: `'palavra'`, cast: 'text', values: texts() },
  r: { declared: 'real', good: `'palavra'`, cast: 'text', values: texts() },
};

function texts(): fc.Arbitrary<string> {
  const odd = [
    '',
    ' ',
    '007',
    '1.50',
    '1e400',
    '-0',
    '+1',
    ' 7 ',
    '0x10',
    '9223372036854775808',
    '\\N',
    'NULL',
    '1e5',
    'NaN',
    '\t7',
    '7\n',
  ];
  const any = fc.string({ unit: 'binary', maxLength: 20 }).filter((t) => !t.includes('\0'));
  return fc.oneof(fc.constantFrom(...odd), any);
}

function doubles(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      'NaN',
      'Infinity',
      '-Infinity',
      '-0',
      '0',
      '5e-324',
      '1e23',
      '1.7976931348623157e308',
      '9007199254740993',
    ),
    fc.double({ noNaN: true }).map(String),
  );
}

function numerics(): fc.Arbitrary<string> {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 40 });
  return fc.oneof(
    fc.constantFrom(
      'NaN',
      'Infinity',
      '-Infinity',
      '0',
      '1.50',
      '0.000',
      '9223372036854775807',
      '9223372036854775808',
      '1e-400',
      '1e400',
    ),
    fc.tuple(fc.constantFrom('', '-'), digits, digits).map(([sign, a, b]) => `${sign}${a}.${b}`),
  );
}

function clock(): fc.Arbitrary<string> {
  const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  const fraction = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0'));
  return fc.tuple(two(23), two(59), two(59), fraction).map(([h, m, s, f]) => `${h}:${m}:${s}.${f}`);
}

function timestamps(): fc.Arbitrary<string> {
  const day = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }));
  const two = (n: number) => String(n).padStart(2, '0');
  const years = fc.oneof(
    fc.integer({ min: 1, max: 9999 }),
    fc.integer({ min: 10_000, max: 294_275 }),
    fc.integer({ min: -4712, max: -1 }),
  );
  const any = fc
    .tuple(years, day, clock())
    .map(
      ([y, [m, d], c]) =>
        `${String(Math.abs(y)).padStart(4, '0')}-${two(m)}-${two(d)} ${c}${y < 0 ? ' BC' : ''}`,
    );
  const odd = [
    'infinity',
    '-infinity',
    '4714-11-24 00:00:00 BC',
    '0004-02-29 10:00:00',
    '0001-02-29 00:00:00 BC',
    '294276-12-31 23:59:59.999999',
    '9999-12-31 23:59:59.999999',
  ];
  return fc.oneof(fc.constantFrom(...odd), any);
}

const names = Object.keys(columns);
const rows = 300;
const seed = Number(process.env.AUTOCORE_SEED ?? 1754748191);

function write(path: string): void {
  const db = new Database(path);
  const declared = names.map((name) => `"${name}" ${columns[name]?.declared}`).join(', ');
  db.exec(`create table every (id integer primary key, ${declared});
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)
    insert into every select i, ${names.map((name) => columns[name]?.good).join(', ')} from n`);
  db.close();
}

/** Every row of the target as text; texts as bytes, so that nothing is read into them. */
async function read(url: string): Promise<string[][]> {
  const list = names.map((name) =>
    /^(t|vc|w|r)$/.test(name) ? `encode(convert_to("${name}", 'UTF8'), 'hex')` : `"${name}"::text`,
  );
  return withPg(url, async (client) => {
    await client.query({ text: `set timezone = 'UTC'` });
    const found = await client.query({
      text: `select id::text, ${list.join(', ')} from every where id > 40 order by id`,
      rowMode: 'array',
    });
    return found.rows as string[][];
  });
}

it('gives every legal value of every planned type a spelling that comes back', async () => {
  const scene = await migrated({ write });
  const samples = Object.fromEntries(
    names.map((name) => [
      name,
      fc.sample(fc.option((columns[name] as (typeof columns)[string]).values), { numRuns: rows, seed }),
    ]),
  );
  await withPg(scene.url, async (client) => {
    const places = names.map((name, i) => `$${i + 1}::${columns[name]?.cast}`);
    for (let at = 0; at < rows; at++)
      await client.query(
        `insert into every (${names.map((n) => `"${n}"`).join(', ')}) values (${places.join(', ')})`,
        names.map((name) => samples[name]?.[at] ?? null),
      );
    await client.query(`update every set ts = 'infinity', n = 'NaN', w = '007' where id = 1`);
  });
  const expected = await read(scene.url);
  const { result, to } = await rebuilt(scene);
  expect(result).toMatchObject({ rows: rows + 1, rounded: 0, leftBehind: [] });
  const spelled = new Map(result.spelled.map(({ column, as, values }) => [`${column} ${as}`, values]));
  const counted = (as: SpelledAs, column: string) => spelled.get(`${column} ${as}`) ?? 0;
  for (const [as, column] of [
    ['beyond', 'ts'],
    ['beyond', 'd'],
    ['beyond', 'h'],
    ['notNumber', 'f'],
    ['notNumber', 'n'],
    ['bytes', 'n'],
    ['bytes', 'w'],
    ['zero', 'f'],
  ] as const)
    expect(counted(as, column), `${column} ${as}`).toBeGreaterThan(0);

  const { url, drop } = await freshDatabase();
  try {
    const again = await migrate(
      {
        ...{ workspace: `${scene.folder}/outra`, source: to, target: url, env: {}, schema: null },
        plan: `${scene.folder}/trabalho/runs/${scene.state.id}/plan.json`,
        ...{
          profile: 'compatible',
          extras: true,
          ifNotEmpty: 'abort',
          rehearse: false,
          acceptDefaults: true,
          language: 'en',
        },
      },
      context(),
    );
    expect(again.status).toBe('succeeded');
    const came = await read(url);
    const same = (name: string, a: string | null, b: string | null) => {
      if (a === b || a === null || b === null) return a === b;
      // Zeros at the end of a numeric and the sign of a zero are no other value.
      if (name === 'n')
        return (
          a.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') ===
          b.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
        );
      return name === 'f' && Number(a) === 0 && Number(b) === 0;
    };
    const wrong = expected.flatMap((row, at) =>
      names.flatMap((name, i) => {
        const [a, b] = [row[i + 1] ?? null, came[at]?.[i + 1] ?? null];
        return same(name, a, b) ? [] : [`${name}: ${a} came as ${b}`];
      }),
    );
    expect(wrong).toEqual([]);
  } finally {
    await drop();
  }
});

it.runIf(isLong)('brings JSON, lists and UUIDs of the enhanced profile back as they are', async () => {
  const scene = await migrated({ profile: 'enhanced', rows: 60 });
  const types = await withPg(scene.url, async (client) => {
    const { rows: found } = await client.query(
      `select table_name || '.' || column_name as name, udt_name as type from information_schema.columns
       where table_schema = 'public' and udt_name in ('jsonb', '_text', 'uuid')`,
    );
    return new Map(found.map((row) => [row.name as string, row.type as string]));
  });
  expect(types.get('vehicles.tags')).toBe('_text');
  const json = [...types].find(([, type]) => type === 'jsonb')?.[0] ?? '';
  const [table, column] = json.split('.') as [string, string];
  const wanted: [string, string][] = [
    ['{}', '[]'],
    ['{a,NULL,"NULL","",ç,"a,b","q\\""}', '["a", null, "NULL", "", "ç", "a,b", "q\\""]'],
    ['{{a,b},{c,NULL}}', '[["a", "b"], ["c", null]]'],
    ['[0:1]={a,b}', '[0:1]={a,b}'],
  ];
  for (const [literal, expected] of wanted) {
    await withPg(scene.url, (client) =>
      client.query('update vehicles set tags = $1 where id = 1', [literal]),
    );
    const { to } = await rebuilt(scene);
    const db = new Database(to, { readonly: true });
    expect(db.prepare('select tags from vehicles where id = 1').pluck().get()).toBe(expected);
    db.close();
  }
  const number = `${'9'.repeat(40)}.${'1'.repeat(20)}0`;
  const deep = `${'['.repeat(600)}${']'.repeat(600)}`;
  for (const text of [`{"a": ${number}, "b": [1E400, -0, null]}`, '"só texto"', '7.50', 'null', deep]) {
    const printed = await withPg(scene.url, async (client) => {
      const sql = `update "${table}" set "${column}" = $1 where id = (select min(id) from "${table}") returning "${column}"::text as v`;
      return (await client.query(sql, [text])).rows[0].v as string;
    });
    const { to } = await rebuilt(scene);
    const db = new Database(to, { readonly: true });
    expect(db.prepare(`select "${column}" from "${table}" order by id limit 1`).pluck().get()).toBe(printed);
    db.close();
  }
});

it('rounds only where that was chosen, and counts it', async () => {
  const scene = await migrated({ write });
  await withPg(scene.url, (client) =>
    client.query(
      `update every set n = 12345678901234567890.12345 where id = 3; update every set n = 2.50 where id = 4`,
    ),
  );
  const exact = await rebuilt(scene);
  expect(exact.result).toMatchObject({
    rounded: 0,
    spelled: [{ column: 'n', as: 'bytes', values: 1, key: 'id=3' }],
  });
  const near = await rebuilt(scene, { numbers: 'nearest' });
  expect(near.result).toMatchObject({ rounded: 1, spelled: [{ column: 'n', as: 'nearest', values: 1 }] });
  const db = new Database(near.to, { readonly: true });
  expect(db.prepare('select n from every where id in (3, 4) order by id').pluck().all()).toEqual([
    12345678901234567000, 2.5,
  ]);
  db.close();
});

it('names every row that a rule of the file does not allow, and keeps them beside where that was chosen', async () => {
  const scene = await migrated({
    write: (path) => {
      const db = new Database(path);
      db.exec(`create table strictly (id integer primary key, r real, u text not null collate nocase unique) strict;
        insert into strictly values (1, 1.5, 'a'), (2, 2.5, 'b')`);
      db.close();
    },
  });
  await withPg(scene.url, (client) =>
    client.query(`alter table strictly alter u drop not null;
      insert into strictly values (3, 'NaN', 'c'), (4, 1, null), (5, 0.5, 'd'); update strictly set r = 'NaN' where id = 2`),
  );
  await expect(rebuilt(scene)).rejects.toMatchObject({
    code: 'restore.conflict',
    params: {
      count: 3,
      rows: expect.stringMatching(/strictly id=2 r: NaN; strictly id=3 r: NaN; strictly id=4: NOT NULL/),
    },
  });
  const { result, to } = await rebuilt(scene, { unfit: 'aside' });
  expect(result.leftBehind.map(({ key }) => key).sort()).toEqual(['id=2', 'id=3', 'id=4']);
  expect(result.aside.find(({ key }) => key === 'id=3')?.row).toEqual({ id: '3', r: 'NaN', u: 'c' });
  const db = new Database(to, { readonly: true });
  expect(db.prepare('select id, r from strictly order by id').raw().all()).toEqual([
    [1, 1.5],
    [2, 2.5],
    [5, 0.5],
  ]);
  db.close();
});
