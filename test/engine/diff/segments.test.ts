import { expect, onTestFinished, test } from 'vitest';
import type { LineDifference } from '../../../electron/engine/diff/ordered.ts';
import { diffSegments, type SegmentResult } from '../../../electron/engine/diff/segments.ts';
import type { DiffInput } from '../../../electron/engine/diff/sides.ts';
import { diffTable } from '../../../electron/engine/diff/table.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { sessionSql } from '../../../electron/engine/target/session.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { servers } from '../../helpers/long.ts';
import { migratedSample, quiet } from '../../helpers/migrated.ts';

/** 22,000 readings with gaps in their ids, and a table with a key of a text and a number. */
const source = `
  create table readings (id integer primary key, at datetime not null, value text, ok boolean, level real);
  insert into readings select i * 3, datetime(1700000000 + i, 'unixepoch'), 'v' || i, i % 2, i / 8.0
    from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 22000) select i from n);
  update readings set value = 'a' || char(9) || 'b\\c' || char(10) || 'ç', ok = null, level = null where id % 500 = 0;
  update readings set value = null where id % 700 = 0;
  create table pairs (name text not null, n integer not null, bytes blob, primary key (name, n)) without rowid;
  insert into pairs select 'São ' || (i / 1000), i % 1000 - 500, x'00ff' || i
    from (with recursive n(i) as (select 0 union all select i + 1 from n where i < 11999) select i from n);
  create table loose (a text, b integer);
  insert into loose values ('x', 1), ('x', 1), (null, 2);
  create table hollow (id integer primary key, v text);`;

function inputOf(hazard: Hazard, table: string): DiffInput & { found: LineDifference[] } {
  const found: LineDifference[] = [];
  return {
    db: hazard.source,
    client: hazard.target,
    schema: 'public',
    table: hazard.table(table),
    encoding: 'UTF-8',
    refused: new Set(),
    signal: quiet.signal,
    onRows() {},
    onDifference: (difference) => {
      found.push(difference);
    },
    found,
  };
}

/** Compares by segments and row by row: both must find the same; gives what the segments say. */
async function compare(hazard: Hazard, table: string): Promise<SegmentResult & { kinds: string[] }> {
  const rows = inputOf(hazard, table);
  const expected = await diffTable(rows);
  const input = inputOf(hazard, table);
  const result = await diffSegments(input);
  expect(input.found.map(spelled).join('')).toBe(rows.found.map(spelled).join(''));
  expect(result.rows).toEqual(expected.rows);
  if (rows.found.length === 0) expect(result.digest).toEqual(expected.digest);
  else expect(result.digest).toBeNull();
  return { ...result, kinds: input.found.map((d) => d.kind) };
}

function spelled({ kind, source, target }: LineDifference): string {
  return `${kind} ${source} ${target}`;
}

for (const server of servers()) {
  test(`segments find what rows find, and move no others, on ${server}`, async () => {
    const hazard = await migrated(source, { server });
    onTestFinished(() => hazard.close());
    await hazard.target.query(sessionSql());
    for (const table of ['readings', 'pairs', 'hollow']) {
      expect(await compare(hazard, table)).toMatchObject({ moved: 0, kinds: [] });
    }
    expect(await compare(hazard, 'loose')).toMatchObject({ moved: 3, kinds: [] });

    const after = async (change: string, table: string, kinds: string[], most: number) => {
      await hazard.target.query('begin');
      await hazard.target.query(change);
      const result = await compare(hazard, table);
      expect(result.kinds, change).toEqual(kinds);
      expect(result.moved, change).toBeLessThanOrEqual(most);
      await hazard.target.query('rollback');
    };
    const t = 'public.readings';
    await after(`update ${t} set value = 'other' where id = 60000`, 'readings', ['changed'], 10_000);
    await after(`update ${t} set value = '\\N' where id = 2100`, 'readings', ['changed'], 10_000);
    await after(`update ${t} set ok = not ok where id = 3`, 'readings', ['changed'], 10_000);
    await after(`update ${t} set level = level + 1e-9 where id = 65997`, 'readings', ['changed'], 10_000);
    await after(`delete from ${t} where id = 60000`, 'readings', ['missing'], 10_000);
    await after(`insert into ${t} values (60001, now(), 'x')`, 'readings', ['unexpected'], 10_001);
    await after(`insert into ${t} values (-5, now(), 'x')`, 'readings', ['unexpected'], 10_001);
    await after(`insert into ${t} values (900000, now(), 'x')`, 'readings', ['unexpected'], 10_001);
    // Text that looks like two fields, or like two rows.
    await after(
      `update ${t} set value = e'v20000\\t' || 'x' where id = 60000`,
      'readings',
      ['changed'],
      10_000,
    );
    // A value far longer than all that was there.
    await after(
      `update ${t} set value = repeat('x', 20000000) where id = 30`,
      'readings',
      ['changed'],
      10_000,
    );
    await after(
      `update public.pairs set bytes = '\\x00' where name = 'São 7' and n = 0`,
      'pairs',
      ['changed'],
      10_000,
    );
    await after(
      `delete from public.pairs where name = 'São 7' and n < -495`,
      'pairs',
      Array(5).fill('missing'),
      10_000,
    );
    await after(
      `insert into public.pairs values ('', 0, null), ('\u{10ffff}', 0, null)`,
      'pairs',
      ['unexpected', 'unexpected'],
      20_002,
    );
    await after(`insert into public.hollow values (1, 'x')`, 'hollow', ['unexpected'], 1);
    await after(`truncate ${t}`, 'readings', Array(22_000).fill('missing'), 0);
  });
}

test('a run with every hazard is the same by segments', async () => {
  const run = await migratedSample({ rows: 3000, seed: 7, dirty: true });
  const request = {
    workspace: run.workspace,
    run: run.state.id,
    target: run.url,
    env: {},
    language: 'en',
  } as const;
  const { state } = await operations.validate({ ...request, level: 'segments' }, quiet);
  expect(state.validation).toMatchObject({ level: 'segments', status: 'identical', differences: 0 });
});
