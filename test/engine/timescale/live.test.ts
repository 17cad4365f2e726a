import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

describeOnTimescale('an application on a hypertable', ({ at, ask, asAdmin, stands }) => {
  it('lets nobody write while it goes live and after it came back, into no chunk either', async () => {
    const before = await stands();
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 1_500 });
    const run = (...words: string[]) =>
      cli([...words, '--target', at.url, '--json', '--progress', 'none'], { env });
    const chosen = ['--schema', 'live', '--set', 'telemetry=hypertable', '--yes'];
    const made = await run('migrate', '--source', source, ...chosen);
    expect(made.code, made.stderr).toBe(0);
    const { run: id } = JSON.parse(made.stdout);
    const settings = join(folder, '.env');
    writeFileSync(settings, 'DATABASE_URL=sqlite:///autocore.db\n');
    const gone = await run('cutover', '--run', id, '--env', settings, '--yes');
    expect(gone.code, gone.stderr).toBe(0);
    await ask(`update live.devices set name = 'written in PostgreSQL' where id = 1;
      update live.telemetry_data set data_value = 'changed there' where id = 5;
      delete from live.telemetry_data where id = 6;
      insert into live.telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        values ('2033-03-03 03:03:03', 1, 'a', 'new', 'b')`);
    const tried = await run('rollback', '--run', id, '--rehearse');
    expect(tried.code, tried.stderr).toBe(0);
    const back = await run('rollback', '--run', id, '--yes');
    expect(back.code, back.stderr).toBe(0);
    const db = new Database(source, { readonly: true });
    const one = (sql: string) => db.prepare(sql).pluck().get();
    expect(one('select name from devices where id = 1')).toBe('written in PostgreSQL');
    expect(one('select data_value from telemetry_data where id = 5')).toBe('changed there');
    expect(one('select count(*) from telemetry_data where id = 6')).toBe(0);
    expect(one("select timestamp from telemetry_data where data_key = 'new'")).toMatch(
      /^2033-03-03 03:03:03/,
    );
    db.close();
    await expectSameRows(source, at.url, 'live');
    // What came back knows of no addition: chunks are the hypertable's own.
    expect(JSON.parse(back.stdout).added ?? []).toEqual([]);

    const [chunk] = await ask(
      `select format('%I.%I', chunk_schema, chunk_name) as name from timescaledb_information.chunks
       where hypertable_schema = 'live' order by range_start limit 1`,
    );
    const late = "'2044-01-01', 1, 'a', 'late', 'b'";
    for (const sql of [
      `insert into live.telemetry_data (timestamp, device_id, data_type, data_key, data_value) values (${late})`,
      "update live.telemetry_data set data_value = 'late'",
      'delete from live.telemetry_data',
      'truncate live.telemetry_data',
      `delete from ${chunk?.name}`,
    ])
      await expect(ask(sql), sql).rejects.toThrow('AutoCore Migrate');
    await ask('drop schema live cascade; drop schema autocore_migration cascade');
    await asAdmin(
      "do $$ begin execute format('alter role installer in database %I reset all', current_database()); end $$",
    );
    expect(await stands()).toEqual(before);
  });
});
