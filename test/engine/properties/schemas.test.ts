import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { LeftOut } from '../../../shared/model/index.ts';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { isLong } from '../../helpers/long.ts';
import { problemsOf } from '../../helpers/oracle.ts';
import { randomSchema } from './schemas.ts';

/** `AUTOCORE_SCHEMAS=2000 AUTOCORE_SEED=7`: so many files of twenty tables, from that seed on. */
const files = Number(process.env.AUTOCORE_SCHEMAS ?? (isLong ? 50 : 10));
const firstSeed = Number(process.env.AUTOCORE_SEED ?? 1);
const perFile = 20;

it.each(Array.from({ length: files }, (_, i) => firstSeed + i))(
  'a random schema arrives whole, with every object accounted for (seed %i)',
  { timeout: 900_000 },
  async (seed) => {
    const { sql, tables, views } = randomSchema(seed, perFile);
    const h = await migrated(sql);
    onTestFinished(h.close);
    expectIdentical(h);
    for (const name of tables) {
      expect(await problemsOf(h, name), name).toEqual([]);
      expect(unaccounted(h, name), name).toEqual([]);
    }
    await expectViews(h, views);
    await expectInserts(h, tables);
  },
);

/** What the file says of a table, by SQLite's own pragmas, that is neither in the plan nor told to be left out. */
function unaccounted(h: Hazard, name: string): string[] {
  const ask = <Row>(pragma: string) => h.source.prepare(`select * from ${pragma}(?)`).all(name) as Row[];
  const table = h.table(name);
  const left = (...kinds: LeftOut['kind'][]) =>
    h.plan.leftOut.filter((l) => l.table === name && kinds.includes(l.kind));
  const problems: string[] = [];
  for (const { name: index, origin } of ask<{ name: string; origin: string }>('pragma_index_list')) {
    if (origin !== 'c') continue;
    const there = table.indexes.some((i) => i.name === index || i.name.startsWith(index.slice(0, 40)));
    if (!there && !left('index', 'unique').some((l) => l.name === index)) problems.push(`index ${index}`);
  }
  const keys = new Set(ask<{ id: number }>('pragma_foreign_key_list').map(({ id }) => id)).size;
  if (table.foreignKeys.length + left('foreign key').length !== keys) problems.push(`${keys} foreign keys`);
  const uniques = ask<{ origin: string }>('pragma_index_list').filter((i) => i.origin === 'u').length;
  const made = table.uniques.length + table.indexes.filter((i) => i.unique).length;
  if (made + left('unique').length < uniques) problems.push(`${uniques} unique rules`);
  for (const column of ask<{ name: string; dflt_value: string | null }>('pragma_table_xinfo')) {
    const planned = table.columns.find((c) => c.source === column.name);
    const hasDefault = column.dflt_value !== null && !/^null$/i.test(column.dflt_value);
    if (!planned) problems.push(`column ${column.name}`);
    else if (hasDefault && planned.default === null && !left('default').some((l) => l.name === column.name))
      problems.push(`default of ${column.name}`);
  }
  return problems;
}

/** Each view is there, with the rows that SQLite gives, or told to be left out; a translation is never another query. */
async function expectViews(h: Hazard, views: number): Promise<void> {
  const programs = h.state.programs ?? [];
  const left = h.certificate.leftOut.filter((l) => l.kind === 'view');
  const made = programs.filter((p) => p.reason === null);
  expect(made.length + left.length).toBe(views);
  // What PostgreSQL cannot do at all is its own affair, and a value that was repaired may be of another kind there.
  const changed = h.state.tables.filter((t) => t.repaired + t.nulled + t.quarantined > 0);
  const readsChanged = (sql: string) => changed.some((t) => sql.includes(quoted(t.name)));
  const wrong = left.filter(
    (l) =>
      /^translated|PostgreSQL does not take it: (?!FULL JOIN|value out of range)/.test(l.reason) &&
      !readsChanged(l.sql),
  );
  expect(wrong).toEqual([]);
  // Of tables that lost a row or a value on the way a view may have other rows than in the file, and one over that view.
  const others = new Set(changed.map((t) => t.name));
  const all = h.source
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_schema where type = 'view' order by rowid",
    )
    .all();
  for (const { name, sql } of all)
    if ([...others].some((other) => sql.includes(quoted(other)))) others.add(name);
  for (const { name, target } of made) {
    if (others.has(name)) continue;
    const rows = h.source
      .prepare(`select * from ${quoted(name)}`)
      .raw()
      .all() as unknown[][];
    expect((await h.rows(`select * from ${quoted(target)}`)).length, name).toBe(rows.length);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A row that names nothing but its key: what SQLite takes with its defaults PostgreSQL takes with its own. */
async function expectInserts(h: Hazard, tables: readonly string[]): Promise<void> {
  const copy = new Database(h.source.serialize());
  let tried = 0;
  try {
    copy.pragma('foreign_keys = on');
    for (const name of tables) {
      const planned = h.table(name);
      if (h.plan.leftOut.some((l) => l.table === name && l.kind === 'default')) continue;
      let taken = true;
      try {
        copy.exec(`insert into ${quoted(name)} (n) values (100000)`);
      } catch {
        taken = false;
      }
      if (!taken) continue;
      tried++;
      await h.target.query(`insert into ${quoted(planned.target)} (n) values (100000)`);
      const { rows } = await h.target.query(
        `select count(*) from ${quoted(planned.target)} where n = 100000`,
      );
      expect(rows, name).toEqual([{ count: '1' }]);
    }
    expect(tried).toBeGreaterThan(0);
  } finally {
    copy.close();
  }
}
