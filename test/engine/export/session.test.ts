import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverUrl, withPg } from '../../helpers/postgres.ts';
import { findPsql } from '../../helpers/psql.ts';
import { afterwards, place, serverSide, servers } from './scene.ts';

const text = (rows: number) => `create table t (id integer primary key, at datetime, d date);
  insert into t select value, datetime('2025-02-01', '+' || value || ' hours'), date('2025-01-02', '+' || value || ' days')
    from (with recursive g (value) as (select 1 union all select value + 1 from g where value < ${rows}) select value from g)`;

describe.skipIf(findPsql() === null).each(servers)('a session of psql on %s', (server) => {
  it('calls nothing that somebody else put before the server', async () => {
    const here = await place({ sql: text(5) });
    const { state } = await here.export({ schema: 'app' });
    const there = await serverSide(server, here);
    await withPg(there.url, (client) =>
      client.query(`
        create function public.less(integer, integer) returns boolean language plpgsql as $$ begin raise 'stolen'; end $$;
        create operator public.< (leftarg = integer, rightarg = integer, function = public.less);
        create function public.getdatabaseencoding() returns name language plpgsql as $$ begin raise 'stolen'; end $$;
        create function public.pg_try_advisory_xact_lock(bigint) returns boolean language plpgsql as $$ begin raise 'stolen'; end $$;
        create function public.to_regclass(text) returns regclass language plpgsql as $$ begin raise 'stolen'; end $$;
        alter role current_user set search_path = public, pg_catalog`),
    );
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    expect((await afterwards(here, state.id, 'plain').validate(there.url)).validation).toMatchObject({
      status: 'identical',
    });
  });

  it('may be another one for each transaction, as behind a pooler', async () => {
    const here = await place({ sql: text(500) });
    const { state } = await here.export();
    const there = await serverSide(server, here);
    await withPg(there.url, (client) =>
      client.query(`alter role current_user set datestyle = 'German, DMY';
        alter role current_user set search_path = '';
        alter role current_user set default_transaction_isolation = 'serializable'`),
    );
    for (const name of ['run.sql', 'check.sql']) {
      const path = join(here.out, name);
      const script = readFileSync(path, 'utf8');
      expect(script.match(/^commit;$/gm)?.length).toBeGreaterThan(1);
      writeFileSync(path, script.replaceAll(/^commit;$/gm, 'commit;\ndiscard all;\n\\encoding UTF8'));
    }
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    expect((await afterwards(here, state.id, 'plain').validate(there.url)).validation).toMatchObject({
      status: 'identical',
    });
  });

  it('makes its tables in no journal that a stranger made meanwhile', async () => {
    const here = await place({ sql: text(1) });
    await here.export();
    const there = await serverSide(server, here);
    const admin = new URL(serverUrl(server));
    admin.pathname = new URL(there.url).pathname;
    const stranger = `stranger_${here.folder.slice(-6).replaceAll(/\W/g, '').toLowerCase()}`;
    await withPg(admin.href, (client) =>
      client.query(`create role ${stranger}; create schema autocore_migration authorization ${stranger}`),
    );
    try {
      expect(await there.psql('schema.sql')).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(`belongs to another role: ${stranger}`),
      });
      expect(await there.psql()).toMatchObject({ code: 3, stderr: expect.stringContaining(stranger) });
    } finally {
      await withPg(admin.href, (client) =>
        client.query(`drop schema autocore_migration; drop role ${stranger}`),
      );
    }
  });
});
