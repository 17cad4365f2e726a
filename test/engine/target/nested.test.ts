import type pg from 'pg';
import { expect, it } from 'vitest';
import { type KnownBy, nested } from '../../../electron/engine/target/nested.ts';
import { withTarget } from '../../helpers/target.ts';

const tables = `
  create table garage.parts (id bigint, at date not null, v text, primary key (id, at)) partition by range (at);
  create table garage.early partition of garage.parts for values from ('2025-01-01') to ('2025-02-01');
  create table garage.late partition of garage.parts for values from ('2025-02-01') to ('2025-03-01');
  create table garage.never partition of garage.parts for values from ('2025-03-01') to ('2025-04-01');
  insert into garage.parts select n, date '2025-01-01' + (n % 59)::int, 'a' from generate_series(1, 20000) n;
  create table garage.halves (a int, b int, v text);
  create unique index on garage.halves (a, b);
  create table garage.some (a int, v text);
  create unique index on garage.some (a) where v is not null;
  create unique index on garage.some (lower(v));
  analyze garage.parts;
  create temporary table changed as select id, at, 'b' as v from garage.parts where id % 10 = 0`;

const update = 'update garage.parts t set v = s.v from pg_temp.changed s where t.id = s.id and t.at = s.at';
const parts: KnownBy = { schema: 'garage', name: 'parts', columns: ['id', 'at'] };

it('looks for each row in the one part where it is', () =>
  withTarget('pg18', 'garage', async (client) => {
    await client.query(tables);
    await client.query('begin');
    const planOf = async (sql: string) => {
      const asked = sql.replace(
        'update',
        'explain (analyze, costs off, timing off, summary off, buffers off) update',
      );
      const results = [await client.query(asked)].flat() as pg.QueryResult<Record<string, string>>[];
      return results.flatMap(({ rows }) => rows.map((row) => row['QUERY PLAN'])).join('\n');
    };
    expect(await planOf(update)).toMatch(/Hash Join|Merge Join/);
    const plan = await planOf(await nested(client, parts, update));
    expect(plan).not.toMatch(/Hash|Merge|Seq Scan on (early|late)/);
    // Each part is looked into for its own rows alone: 2,000 of them lie in two parts.
    const looks = [...plan.matchAll(/Index Scan using \w+ on (?:early|late) .*loops=(\d+)\)/g)].map((m) =>
      Number(m[1]),
    );
    expect(looks).toHaveLength(2);
    expect(looks.reduce((n, each) => n + each, 0)).toBe(2000);
    expect(plan).toMatch(/on never .*\(never executed\)/);
    for (const name of ['enable_hashjoin', 'enable_mergejoin'])
      expect((await client.query(`show ${name}`)).rows).toEqual([{ [name]: 'on' }]);
    await client.query('rollback');
  }));

it('leaves a statement to the planner where no unique index tells the rows apart', () =>
  withTarget('pg18', 'garage', async (client) => {
    await client.query(tables);
    const known = (name: string, columns: string[]): KnownBy => ({ schema: 'garage', name, columns });
    const isLeft = async (by: KnownBy) => (await nested(client, by, 'select 1')) === 'select 1';
    expect(await isLeft(parts)).toBe(false);
    expect(await isLeft(known('halves', ['a', 'b']))).toBe(false);
    // More columns than the index has: those that it has are enough.
    expect(await isLeft(known('halves', ['b', 'v', 'a']))).toBe(false);
    expect(await isLeft(known('parts', ['id']))).toBe(true);
    expect(await isLeft(known('halves', ['a']))).toBe(true);
    expect(await isLeft(known('some', ['a', 'v']))).toBe(true);
  }));
