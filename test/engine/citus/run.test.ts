import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { describeOnCitus } from '../../helpers/citus.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

describeOnCitus('a run on Citus', ({ nodes, ask, everywhere }) => {
  /** The command line, with a sample of its own. */
  async function workshop() {
    const { folder, env: own } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 1_500 });
    const env = { ...own, PGPASSWORD: decodeURIComponent(new URL(nodes.coordinator).password) };
    const urlOf = (url: string) => url.replace(/:[^:@/]*@/, '@');
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await cli([...words, '--json', '--progress', 'none'], { env });
      return { code, document: stdout === '' ? null : JSON.parse(stdout), stderr };
    };
    const migrate = (schema: string, ...more: string[]) =>
      run(
        'migrate',
        '--source',
        source,
        '--target',
        urlOf(nodes.coordinator),
        '--schema',
        schema,
        '--yes',
        ...more,
      );
    return { folder, source, run, migrate, urlOf };
  }

  it('goes to a node, keeps its journal on the coordinator, follows its source, and leaves nothing', async () => {
    const { source, run, migrate } = await workshop();
    const before = await everywhere();
    const { code, document, stderr } = await migrate('one');
    expect(code, stderr).toBe(0);
    expect(document.validation).toMatchObject({ status: 'identical' });
    await expectSameRows(source, nodes.coordinator, 'one');
    expect(await ask('select schemaid::regnamespace::text as name from pg_dist_schema')).toEqual([
      { name: 'one' },
    ]);
    expect(
      await ask("select from pg_dist_partition where logicalrelid::text like 'autocore_migration.%'"),
    ).toEqual([]);

    const db = new Database(source);
    db.exec(`update devices set name = name || 'x' where id = 1; delete from event_logs where id % 3 = 0;
      update telemetry_data set timestamp = datetime(timestamp, '+1 month') where id % 100 = 0;
      insert into themes select id + 1000, 'new'${themeColumns(db)} from themes where id = 1`);
    db.close();
    const synced = await run('sync', '--run', document.run);
    expect(synced.code, synced.stderr).toBe(0);
    await expectSameRows(source, nodes.coordinator, 'one');
    const status = await run('status', '--run', document.run);
    expect(status.document.placement.schemas).toMatchObject([{ schema: 'one' }]);
    const telemetry = status.document.tables.find((t: { name: string }) => t.name === 'telemetry_data');
    expect(telemetry.bytes).toBeGreaterThan(50_000);

    const undone = await run('rollback', '--run', document.run, '--yes');
    expect(undone.code, undone.stderr).toBe(0);
    expect(await everywhere()).toEqual(before);
  });

  it.runIf(isLong)('moves a schema aside as a whole, and brings it back', async () => {
    const { source, run, migrate } = await workshop();
    const before = await everywhere();
    const first = await migrate('two');
    const second = await migrate('two', '--if-not-empty', 'replace');
    expect(second.code, second.stderr).toBe(0);
    expect(await ask('select count(*)::int as n from pg_dist_schema')).toEqual([{ n: 2 }]);
    expect((await run('rollback', '--run', second.document.run, '--yes')).code).toBe(0);
    await expectSameRows(source, nodes.coordinator, 'two');
    expect((await run('rollback', '--run', first.document.run, '--yes')).code).toBe(0);
    expect(await everywhere()).toEqual(before);
  });

  it.runIf(isLong)('says before anything is done what cannot be', async () => {
    const { run, migrate, source, urlOf } = await workshop();
    const before = await everywhere();
    const wrong = await run(
      'migrate',
      '--source',
      source,
      '--target',
      urlOf(nodes.workers[0] ?? ''),
      '--yes',
    );
    expect(wrong).toMatchObject({ code: 5, document: { error: { code: 'citus.worker' } } });
    await ask('set citus.enable_schema_based_sharding = on; create schema adopted');
    await ask('create table adopted.devices (id bigint primary key)');
    const adopt = await migrate('adopted', '--if-not-empty', 'adopt');
    expect(adopt).toMatchObject({ code: 5, document: { error: { code: 'citus.adopted' } } });
    await ask('drop schema adopted cascade');
    expect(await everywhere()).toEqual(before);
  });

  it.runIf(isLong)('goes live and comes back, and meanwhile no node lets anybody write', async () => {
    const { folder, source, run, migrate } = await workshop();
    const before = await everywhere();
    const { document } = await migrate('live');
    const env = join(folder, '.env');
    writeFileSync(env, 'DATABASE_URL=sqlite:///autocore.db\n');
    const gone = await run('cutover', '--run', document.run, '--env', env, '--yes');
    expect(gone.code, gone.stderr).toBe(0);
    await ask("update live.devices set name = 'written in PostgreSQL' where id = 1");
    const back = await run('rollback', '--run', document.run, '--yes');
    expect(back.code, back.stderr).toBe(0);
    const db = new Database(source, { readonly: true });
    expect(db.prepare('select name from devices where id = 1').pluck().get()).toBe('written in PostgreSQL');
    db.close();
    for (const url of [nodes.coordinator, ...nodes.workers]) {
      await expect(ask("update live.devices set name = 'late'", url)).rejects.toThrow('AutoCore Migrate');
      await expect(ask('delete from live.telemetry_data', url)).rejects.toThrow('AutoCore Migrate');
    }
    await expect(ask('truncate live.telemetry_data')).rejects.toThrow('AutoCore Migrate');
    await ask('drop schema live cascade; drop schema autocore_migration cascade');
    await ask('alter role postgres in database postgres reset all');
    expect(await everywhere()).toEqual(before);
  });
});

function themeColumns(db: Database.Database): string {
  const names = db.pragma('table_info(themes)') as { name: string }[];
  return names
    .filter(({ name }) => !['id', 'name'].includes(name))
    .map(({ name }) => `, ${name}`)
    .join('');
}
