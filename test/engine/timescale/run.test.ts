import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

const chosen = ['--set', 'telemetry=hypertable'];

describeOnTimescale('a run with a hypertable', ({ at, ask, asAdmin, stands }) => {
  /** The command line, with a sample of its own. */
  async function workshop() {
    const { folder, env: own } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 1_500 });
    const env = { ...own, PGPASSWORD: decodeURIComponent(new URL(at.url).password) };
    const plain = at.url.replace(/:[^:@/]*@/, '@');
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await cli([...words, '--json', '--progress', 'none'], { env });
      return { code, document: stdout === '' ? null : JSON.parse(stdout), stderr };
    };
    const migrate = (schema: string, ...more: string[]) =>
      run(
        'migrate',
        ...['--source', source, '--target', plain, '--schema', schema, '--yes'],
        ...(more.length === 0 ? chosen : more),
      );
    return { source, run, migrate, plain };
  }

  const chunks = async (schema: string) =>
    (
      await ask(
        `select count(*)::int as n from timescaledb_information.chunks where hypertable_schema = '${schema}'`,
      )
    )[0]?.n;

  it('is loaded and compared, follows its source, is kept up, and leaves nothing', async () => {
    const { source, run, migrate } = await workshop();
    const before = await stands();
    const db = new Database(source);
    // A clock that stood in 1970, a GPS fix of 2080: each has a chunk.
    db.exec(`update telemetry_data set timestamp = '1970-01-01 00:00:07' where id = 1;
      update telemetry_data set timestamp = '2080-05-05 00:00:00' where id = 2`);
    const { code, document, stderr } = await migrate('one');
    expect(code, stderr).toBe(0);
    expect(document.validation).toMatchObject({ status: 'identical' });
    expect(document.objects.missing).toEqual([]);
    await expectSameRows(source, at.url, 'one');
    expect(
      await ask(
        `select column_name, time_interval::text from timescaledb_information.dimensions where hypertable_schema = 'one'`,
      ),
    ).toEqual([{ column_name: 'timestamp', time_interval: '30 days' }]);
    const made = await chunks('one');
    expect(made).toBeGreaterThanOrEqual(3);

    // As the application writes: without id, and a time that nobody foresaw; without a time as in SQLite: refused.
    const row = (
      time: string,
    ) => `insert into one.telemetry_data (timestamp, device_id, data_type, data_key, data_value)
      values (${time}, 1, 'x', 'y', 'z') returning id`;
    for (const time of ["'2031-01-01'", "'1969-07-20 20:17:40'", "'9999-12-31 23:59:59.999999'"])
      expect(await ask(row(time))).toHaveLength(1);
    expect(await chunks('one')).toBe(made + 3);
    await expect(ask(row('null'))).rejects.toThrow('not-null');
    await expect(ask(row("'294277-01-01'"))).rejects.toThrow('out of range');
    await ask("delete from one.telemetry_data where data_key = 'y' and data_type = 'x'");

    db.exec(`update devices set name = name || 'x' where id = 1; delete from event_logs where id % 3 = 0;
      delete from telemetry_data where id % 7 = 0;
      update telemetry_data set data_value = 'changed' where id % 50 = 1;
      update telemetry_data set timestamp = datetime(timestamp, '+2 months') where id % 100 = 0`);
    db.close();
    const synced = await run('sync', '--run', document.run);
    expect(synced.code, synced.stderr).toBe(0);
    await expectSameRows(source, at.url, 'one');
    const validated = await run('validate', '--run', document.run);
    expect(validated.document.validation).toMatchObject({ status: 'identical' });

    const { document: status } = await run('status', '--run', document.run);
    expect(status.hypertables).toEqual([{ table: 'telemetry_data', chunks: await chunks('one') }]);
    expect(status.partitions).toEqual([]);
    expect(status.unusedIndexes.filter((i: { table: string }) => i.table === 'telemetry_data')).toEqual([]);
    const telemetry = status.tables.find((t: { name: string }) => t.name === 'telemetry_data');
    expect(telemetry.bytes).toBeGreaterThan(50_000);

    const { n: old } = (
      await ask(
        `select count(*)::int as n from timescaledb_information.chunks
         where hypertable_schema = 'one' and range_end <= now() - interval '20 years'`,
      )
    )[0] as { n: number };
    // That of 1970, and the empty one of 1969.
    expect(old).toBe(2);
    expect(
      await ask("select * from autocore_migration.maintain_partitions(3, interval '20 years', 'one')"),
    ).toEqual([{ made: 0, dropped: old }]);
    expect(
      await ask('select min(extract(year from timestamp))::int as y from one.telemetry_data'),
    ).not.toEqual([{ y: 1970 }]);

    const undone = await run('rollback', '--run', document.run, '--yes');
    expect(undone.code, undone.stderr).toBe(0);
    expect(await stands()).toEqual(before);
  });

  it.runIf(isLong)('moves a hypertable aside with its chunks, and brings it back', async () => {
    const { source, run, migrate } = await workshop();
    const before = await stands();
    const first = await migrate('two');
    const made = await chunks('two');
    const second = await migrate('two', '--if-not-empty', 'replace', ...chosen);
    expect(second.code, second.stderr).toBe(0);
    expect(await ask('select count(*)::int as n from timescaledb_information.hypertables')).toEqual([
      { n: 2 },
    ]);
    expect((await run('rollback', '--run', second.document.run, '--yes')).code).toBe(0);
    await expectSameRows(source, at.url, 'two');
    expect(await chunks('two')).toBe(made);
    expect((await run('rollback', '--run', first.document.run, '--yes')).code).toBe(0);
    expect(await stands()).toEqual(before);
  });

  it.runIf(isLong)('goes into a hypertable that the application made, and out of it again', async () => {
    const { source, run, migrate } = await workshop();
    const before = await stands();
    const plan = join(source, '..', 'plan.json');
    const sql = join(source, '..', 'plan.sql');
    await run('plan', '--source', source, '--out', plan, '--sql', sql, '--schema', 'theirs', ...chosen);
    await ask(readFileSync(sql, 'utf8'));
    const { code, document, stderr } = await migrate('theirs', '--if-not-empty', 'adopt');
    expect(code, stderr).toBe(0);
    await expectSameRows(source, at.url, 'theirs');
    const db = new Database(source);
    db.exec(`delete from telemetry_data where id % 7 = 0;
      update telemetry_data set timestamp = datetime(timestamp, '+2 months') where id % 100 = 0`);
    db.close();
    const synced = await run('sync', '--run', document.run);
    expect(synced.code, synced.stderr).toBe(0);
    await expectSameRows(source, at.url, 'theirs');
    const undone = await run('rollback', '--run', document.run, '--yes');
    expect(undone.code, undone.stderr).toBe(0);
    expect(await ask('select count(*)::int as n from theirs.telemetry_data')).toEqual([{ n: 0 }]);
    await ask('drop schema theirs cascade');
    expect(await stands()).toEqual(before);
  });

  it.runIf(isLong)('says before anything is made that the database has no TimescaleDB', async () => {
    const { source, run, plain } = await workshop();
    const target = plain.replace(/\/[^/]*$/, '/bare');
    const refused = await run('migrate', '--source', source, '--target', target, '--yes', ...chosen);
    expect(refused).toMatchObject({ code: 5, document: { error: { code: 'target.noTimescale' } } });
    expect(refused.document.error.message).toContain('não foi criado neste banco');
    expect(refused.document.error.hint).toContain('create extension timescaledb');
    const plan = join(source, '..', 'plan.json');
    expect((await run('plan', '--source', source, '--out', plan, ...chosen)).code).toBe(0);
    const planned = await run('migrate', '--source', source, '--target', target, '--yes', '--plan', plan);
    expect(planned).toMatchObject({ code: 5, document: { error: { code: 'target.noTimescale' } } });
    const wrong = await run('migrate', '--source', source, '--target', target, '--set', 'telemetry=weeks');
    expect(wrong.code).toBe(2);
  });

  it('never calls what somebody else put beside the functions of TimescaleDB', async () => {
    const { migrate } = await workshop();
    await asAdmin(
      `create function public.by_range(name, interval) returns text language sql as $$ select 'mine' $$`,
    );
    const before = await stands();
    const { code, stderr } = await migrate('stranger');
    expect(code).not.toBe(0);
    expect(stderr + code).toContain('somebody else');
    expect(await stands()).toEqual(before);
    await asAdmin('drop function public.by_range(name, interval)');
  });
});
