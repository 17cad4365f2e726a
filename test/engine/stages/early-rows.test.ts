import { join } from 'node:path';
import type pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { validateRun } from '../../../electron/engine/commands/validate.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { sandbox } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const ctx = { signal: new AbortController().signal, onProgress: () => {}, log: silentLog };

/** A file whose telemetry is too much to be built in one go with everything else. @param trap SQL for the target */
async function migrated(trap: string) {
  const { folder, env } = sandbox();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 30_000 });
  const { url, drop } = await freshDatabase('pg18');
  onTestFinished(drop);
  await withPg(url, (client: pg.Client) => client.query(trap));
  const given = { workspace: env.AUTOCORE_MIGRATE_HOME, source, target: url, env: {}, schema: null };
  const state = await migrate(
    {
      ...{ ...given, plan: null, profile: 'compatible', extras: false, ifNotEmpty: 'abort' },
      ...{ rehearse: false, acceptDefaults: false, language: 'en' },
    },
    ctx,
  );
  return { state, again: () => validateRun({ ...given, run: state.id, level: 'rows', language: 'en' }, ctx) };
}

/** Has something happen in the server whenever an object was made, by the transaction that made it. */
const whenMade = (tag: string, name: string, act: string) => `create schema trap;
  create table trap.seen (n int);
  create function trap.act() returns event_trigger language plpgsql as $$
  declare made record;
  begin
    for made in select * from pg_event_trigger_ddl_commands() loop
      if made.object_identity like '%${name}%' then ${act} end if;
    end loop;
  end $$;
  create event trigger act on ddl_command_end when tag in ('${tag}') execute function trap.act()`;

it('all rows of a large table are compared while its indexes are built', async () => {
  // The first index does not end before somebody reads.
  const { state, again } = await migrated(
    whenMade(
      'CREATE INDEX',
      'idx_telemetry_key',
      `while not exists (select from trap.seen) loop
         perform pg_sleep(0.01), pg_stat_clear_snapshot();
         insert into trap.seen select 1 from pg_stat_activity
           where query like 'copy (select%telemetry_data%to stdout' limit 1;
       end loop;`,
    ),
  );
  expect(state.validation).toMatchObject({ level: 'rows', status: 'identical' });
  expect(state.objects).toEqual({ missing: [], notValid: [] });
  const digests = state.tables.map(({ name, digest }) => [name, digest]);
  expect(digests.every(([, digest]) => digest !== null)).toBe(true);
  const later = await again();
  expect(later.tables.map(({ name, digest }) => [name, digest])).toEqual(digests);
});

it('what changed since the load is found', async () => {
  const { state } = await migrated(
    whenMade(
      'ALTER TABLE',
      'telemetry_data',
      `if not exists (select from trap.seen) then
         insert into trap.seen values (1);
         update public.telemetry_data set data_key = data_key || '!' where id = 20000;
       end if;`,
    ),
  );
  expect(state.status).toBe('differences');
  expect(state.validation?.samples).toMatchObject([{ table: 'telemetry_data', key: { id: '20000' } }]);
});

it.each([
  ['changed', "update public.telemetry_data set data_key = data_key || '!' where id = 20000;"],
  ['gone', 'delete from public.telemetry_data where id = 20000;'],
  [
    'new',
    'insert into public.telemetry_data select (jsonb_populate_record(t, \'{"id": 99999}\')).* from public.telemetry_data t where id = 1;',
  ],
])('a row that is %s after it was compared is found as well', async (_, act) => {
  // The first index does not end before the reader has come and gone.
  const reads = `from pg_stat_activity where query like 'copy (select%telemetry_data%to stdout'`;
  const { state } = await migrated(
    whenMade(
      'CREATE INDEX',
      'idx_telemetry_key',
      `if not exists (select from trap.seen) then
         while not exists (select from trap.seen) loop
           perform pg_sleep(0.01), pg_stat_clear_snapshot();
           insert into trap.seen select pid ${reads} limit 1;
         end loop;
         while exists (select from pg_stat_activity join trap.seen on pid = n where xact_start is not null) loop
           perform pg_sleep(0.01), pg_stat_clear_snapshot();
         end loop;
         ${act}
       end if;`,
    ),
  );
  expect(state.status).toBe('differences');
  expect(state.validation?.samples.map(({ table }) => table)).toContain('telemetry_data');
});
