import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { cliUntil, runsOf } from '../../helpers/kill.ts';
import { quickTuning } from '../../helpers/migration.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

describeOnTimescale('the life of a hypertable', ({ at, ask, asAdmin, stands }) => {
  async function workshop(rows: number, schema: string) {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows });
    const home = join(folder, 'workspace');
    const env = { AUTOCORE_MIGRATE_HOME: home, AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning) };
    const words = ['--source', source, '--target', at.url, '--schema', schema, '--yes'];
    const run = (...more: string[]) =>
      cli([...more, '--target', at.url, '--json', '--progress', 'none'], { env });
    return { folder, source, home, env, words: [...words, '--set', 'telemetry=hypertable'], run };
  }

  it('goes on where it was when the load and the indexes are killed', async () => {
    const before = await stands();
    const { source, home, env, words, run } = await workshop(20_000, 'killed');
    let ended = await cliUntil(['migrate', ...words], { stage: 'load', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const [id = ''] = runsOf(home);
    const again = ['resume', '--run', id, '--target', at.url];
    ended = await cliUntil(again, { stage: 'indexes', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const last = await cli(again, { env });
    expect(last.code, last.stderr).toBe(0);
    await expectSameRows(source, at.url, 'killed');
    const undone = await run('rollback', '--run', id, '--yes');
    expect(undone.code, undone.stderr).toBe(0);
    expect(await stands()).toEqual(before);
  });

  it('lets nobody write while it goes live and after it came back, into no chunk either', async () => {
    const before = await stands();
    const { folder, source, home, env, words, run } = await workshop(1_500, 'live');
    const made = await cli(['migrate', ...words], { env });
    expect(made.code, made.stderr).toBe(0);
    const [id = ''] = runsOf(home);
    const settings = join(folder, '.env');
    writeFileSync(settings, 'DATABASE_URL=sqlite:///autocore.db\n');
    const gone = await cli(['cutover', '--run', id, '--env', settings, '--target', at.url, '--yes'], { env });
    expect(gone.code, gone.stderr).toBe(0);
    await ask(`update live.devices set name = 'written in PostgreSQL' where id = 1;
      update live.telemetry_data set data_value = 'changed there' where id = 5;
      delete from live.telemetry_data where id = 6;
      insert into live.telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        values ('2033-03-03 03:03:03', 1, 'a', 'new', 'b')`);
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
    await asAdmin('alter role installer in database postgres reset all');
    expect(await stands()).toEqual(before);
  });
});
