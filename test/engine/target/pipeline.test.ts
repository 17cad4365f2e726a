import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReadAhead } from '../../../electron/engine/diff/read-ahead.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { connect } from '../../../electron/engine/target/connect.ts';
import { copyWhole, fetchWhole } from '../../../electron/engine/target/copy-whole.ts';
import { inOneTrip, sendAll, transactionOf } from '../../../electron/engine/target/pipeline.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startProxy(database.url);
  client = await connect(targetConfig(proxy.url, process.env));
  await client.query('create table public.numbers (n integer primary key)');
  return async () => {
    await client.end();
    await proxy.close();
    await database.drop();
  };
});

beforeEach(async () => {
  await client.query('truncate public.numbers');
  await client.query('insert into public.numbers values (1), (2)');
});

/** How often the server was waited for. */
async function trips(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  let waiting = false;
  proxy.inspect((_, data, to) => {
    if (to === 'server' && !waiting) count++;
    waiting = to === 'server';
    return data;
  });
  await work();
  proxy.inspect(null);
  return count;
}

const numbers = async () =>
  (await client.query('select n from public.numbers order by n')).rows.map(({ n }) => n);
const copyNumbers = 'copy public.numbers from stdin';

describe('several things in one trip', () => {
  it('answers each, and waits once', async () => {
    const n = await trips(async () => {
      const [one, two] = await inOneTrip(client, [
        async () => (await client.query('select 1 as n')).rows[0].n,
        async () => (await client.query('select $1::text as n', ['two'])).rows[0].n,
      ]);
      expect([one, two]).toEqual([1, 'two']);
    });
    expect(n).toBe(1);
  });

  it('throws the first failure when all are answered, and leaves the connection as it was', async () => {
    const asked: string[] = [];
    const ask = (sql: string) => async () => {
      await client.query(sql).finally(() => asked.push(sql));
    };
    const failing = inOneTrip(client, [ask('select 1'), ask('select a'), ask('select b'), ask('select 2')]);
    await expect(failing).rejects.toMatchObject({ message: 'column "a" does not exist' });
    expect(asked).toEqual(['select 1', 'select a', 'select b', 'select 2']);
    expect((await client.query('select 3 as n')).rows).toEqual([{ n: 3 }]);
  });

  it('lets what is asked next go one by one again', async () => {
    await sendAll(client, ['select 1']);
    expect(await trips(async () => [await client.query('select 1'), await client.query('select 2')])).toBe(2);
  });
});

describe('a transaction in one trip', () => {
  it('keeps all of it', async () => {
    const insert = { text: 'insert into public.numbers values ($1)', values: [3] };
    expect(await trips(() => transactionOf(client, [insert, 'insert into public.numbers values (4)']))).toBe(
      1,
    );
    expect(await numbers()).toEqual([1, 2, 3, 4]);
  });

  it('keeps nothing of it where one fails, and tells which', async () => {
    const failing = transactionOf(client, [
      'insert into public.numbers values (3)',
      'insert into public.numbers values (2)',
      'insert into public.numbers values (4)',
    ]);
    await expect(failing).rejects.toMatchObject({ code: '23505', detail: 'Key (n)=(2) already exists.' });
    expect(await numbers()).toEqual([1, 2]);
    expect(client.getTransactionStatus()).toBe('I');
  });

  it('keeps nothing where a rule refuses it at its end', async () => {
    await client.query(`alter table public.numbers add parent integer
      references public.numbers deferrable initially deferred`);
    const failing = transactionOf(client, ['insert into public.numbers values (3, 9)']);
    await expect(failing).rejects.toMatchObject({ code: '23503' });
    expect(await numbers()).toEqual([1, 2]);
    await client.query('alter table public.numbers drop parent');
  });
});

describe('rows that are in memory', () => {
  const lines = (...of: (number | string)[]) => of.map((n) => Buffer.from(`${n}\n`));

  it('go out and come back among other things', async () => {
    const n = await trips(async () => {
      await transactionOf(client, [
        () => copyWhole(client, copyNumbers, lines(5, 6)),
        () => copyWhole(client, copyNumbers, []),
        'insert into public.numbers values (7)',
      ]);
    });
    expect(n).toBe(1);
    const sql = 'copy (select n from public.numbers order by n) to stdout';
    const [all, some] = await inOneTrip(client, [
      () => fetchWhole(client, sql),
      () => fetchWhole(client, 'copy (select n from public.numbers where n = 6) to stdout'),
    ]);
    expect(Buffer.concat(all).toString()).toBe('1\n2\n5\n6\n7\n');
    expect(Buffer.concat(some).toString()).toBe('6\n');
  });

  it.for([
    ['a statement that is refused', 'copy public.nothing from stdin', lines(8, 9), '42P01'],
    ['a row that is refused', copyNumbers, lines(8, 'x', 9), '22P02'],
    ['a row that is there', copyNumbers, lines(8, 2, 9), '23505'],
  ] as const)('are not taken for anything else behind %s', async ([, sql, data, code]) => {
    const failing = transactionOf(client, [
      () => copyWhole(client, sql, data),
      'insert into public.numbers values (10)',
    ]);
    await expect(failing).rejects.toMatchObject({ code });
    expect(await numbers()).toEqual([1, 2]);
    expect(client.getTransactionStatus()).toBe('I');
  });
});

describe('reading ahead', () => {
  const query = (n: number, share: number, rows = 1) => {
    const inner = `select ${n} from generate_series(1, ${rows})`;
    return {
      ...{ sql: `copy (${inner}) to stdout`, limited: `copy (${inner} limit 2) to stdout` },
      ...{ rows: 1, share },
    };
  };
  const text = async (ahead: ReadAhead, { sql }: { sql: string }) => {
    const lines = await ahead.take(sql);
    return lines === null ? null : Buffer.concat(lines).toString();
  };

  it('fetches as many as fit together, and gives each once', async () => {
    const queries = [query(1, 0.5), query(2, 0.4), query(3, 0.2), query(4, 1)];
    const ahead = new ReadAhead(client, queries);
    const took: (string | null)[] = [];
    const counts: number[] = [];
    for (const each of queries) counts.push(await trips(async () => took.push(await text(ahead, each))));
    expect(counts).toEqual([1, 0, 1, 1]);
    expect(took).toEqual(['1\n', '2\n', '3\n', '4\n']);
    expect([await text(ahead, query(1, 0.5)), await text(ahead, query(5, 1))]).toEqual([null, null]);
  });

  it('takes no more into memory than was expected: what was written since is read as it comes', async () => {
    const [grown, other] = [query(1, 0.1, 1_000_000), query(2, 0.1)];
    const ahead = new ReadAhead(client, [grown, other]);
    let bytes = 0;
    proxy.inspect((_, data, to) => {
      if (to === 'client') bytes += data.length;
      return data;
    });
    expect([await text(ahead, grown), await text(ahead, other)]).toEqual([null, '2\n']);
    proxy.inspect(null);
    expect(bytes).toBeLessThan(1_000);
  });
});
