import type pg from 'pg';
import { expect, it } from 'vitest';
import { sightOf, untouched } from '../../../electron/engine/diff/untouched.ts';
import { asOfNow, withTransaction } from '../../../electron/engine/target/connect.ts';
import { servers } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { withTarget } from '../../helpers/target.ts';

const tables = [
  { name: 'plain', rows: 3 },
  { name: 'parts', rows: 3 },
  { name: 'empty', rows: 0 },
];

/** Three tables. */
const made = (client: pg.Client) =>
  client.query(`create table garage.plain (id int primary key, v text);
    create table garage.parts (id int, v text) partition by range (id);
    create table garage.low partition of garage.parts for values from (0) to (2);
    create table garage.rest partition of garage.parts default;
    create table garage.empty (id int);
    insert into garage.plain select i, 'v' from generate_series(1, 3) i;
    insert into garage.parts select i, 'v' from generate_series(1, 3) i`);

type Table = (typeof tables)[number];

const same = (client: pg.Client, those: Table[], sight: string): Promise<boolean> =>
  withTransaction(client, () => untouched(client, 'garage', those, sight), asOfNow);

/** What somebody sees who looks. Of a transaction that another test has open it cannot be told: until that has ended. */
async function clearSight(client: pg.Client, those: Table[]): Promise<string> {
  let sight = '';
  const isClear = async () => {
    sight = await withTransaction(client, () => sightOf(client), asOfNow);
    return same(client, those, sight);
  };
  await expect.poll(isClear).toBe(true);
  return sight;
}

/** Whether what somebody has looked at is still so after `act`, or with a write that was under way when they looked. */
function stillSame(
  client: pg.Client,
  url: string,
  { act = '', before = '' }: { act?: string; before?: string },
): Promise<boolean> {
  return withPg(url, async (other) => {
    if (before === '') {
      const sight = await clearSight(client, tables);
      await other.query(act);
      return same(client, tables, sight);
    }
    await other.query(`begin; ${before}`);
    const sight = await withTransaction(client, () => sightOf(client), asOfNow);
    await other.query('commit');
    return same(client, tables, sight);
  });
}

it.each(
  servers().flatMap((server) =>
    [
      { what: 'nobody wrote', act: '', same: true },
      { what: 'an index was built', act: 'create index on garage.plain (v)', same: true },
      { what: 'a write was taken back', act: 'begin; delete from garage.plain; rollback', same: true },
      { what: 'a row is new', act: `insert into garage.empty values (1)`, same: false },
      { what: 'a row is changed', act: `update garage.plain set v = 'w' where id = 2`, same: false },
      { what: 'a row is gone', act: 'delete from garage.plain where id = 2', same: false },
      {
        what: 'one went to another partition',
        act: 'update garage.parts set id = 9 where id = 1',
        same: false,
      },
      {
        what: 'one is gone and another came',
        act: `delete from garage.plain where id = 2; insert into garage.plain values (4, 'v')`,
        same: false,
      },
      { what: 'a write was under way', before: `update garage.plain set v = 'w' where id = 1`, same: false },
    ].map((each) => ({ server, ...each })),
  ),
)('$what: the same is $same ($server)', ({ server, same: expected, ...given }) =>
  withTarget(server, 'garage', async (client, _, url) => {
    await made(client);
    expect(await stillSame(client, url, given)).toBe(expected);
  }),
);

it('of more tables than one statement takes, each one counts', () =>
  withTarget('pg18', 'garage', async (client) => {
    const many = Array.from({ length: 230 }, (_, i) => ({ name: `t${i}`, rows: 1 }));
    await client.query(many.map(({ name }) => `create table garage.${name} as select 1 as id`).join(';'));
    const sight = await clearSight(client, many);
    await client.query('update garage.t229 set id = 2');
    expect(await same(client, many, sight)).toBe(false);
  }));
