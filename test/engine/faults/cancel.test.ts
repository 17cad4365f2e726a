import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { cliUntil, runsOf, stateOf } from '../../helpers/kill.ts';
import { servers } from '../../helpers/long.ts';
import { quickTuning } from '../../helpers/migration.ts';
import { freshDatabase, type TestServer, withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { slowToCheck } from '../../helpers/slow-check.ts';
import { until } from '../../helpers/until.ts';

/** Seconds; longer than any test may last. */
const forever = 36_000;

async function scene(rows: number, server: TestServer = 'pg18') {
  const { folder, env } = sandbox();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows });
  const { url, drop } = await freshDatabase(server);
  onTestFinished(drop);
  const tuned = { ...env, AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning) };
  const args = ['migrate', '--source', source, '--target', url, '--yes', '--json', '--lang', 'en'];
  return { source, url, env: tuned, args, workspace: env.AUTOCORE_MIGRATE_HOME };
}

/** Sessions of ours that are left, besides the one that asks. */
function sessions(url: string): Promise<number> {
  return withPg(url, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rows[0].n;
  });
}

describe('Ctrl-C', () => {
  it.each<[Stage, number, TestServer]>([
    ['snapshot', 0, 'pg18'],
    ['audit', 3, 'pg18'],
    ...servers().map((server): [Stage, number, TestServer] => ['load', 3_000, server]),
    ['indexes', 3, 'pg18'],
    ['validate', 1, 'pg18'],
  ])('in the stage %s at %i on %s: stopped, in the server as well', async (stage, done, server) => {
    const { args, env, url, source, workspace } = await scene(20_000, server);
    const stopped = await cliUntil(args, { stage, done, signal: 'SIGINT' }, { env });
    expect(stopped.hit).toBe(true);
    expect(await sessions(url)).toBe(0);
    expect(stopped.code).toBe(6);
    const { error } = JSON.parse(stopped.stdout);
    expect(error.code).toBe('interrupted');
    // What is told is what is there.
    const state = stateOf(workspace, error.run);
    expect(state).toMatchObject({ status: 'interrupted', error: { code: 'interrupted' } });
    const told = Number(/for good: ([\d,]+)/.exec(stopped.stderr)?.[1]?.replaceAll(',', ''));
    expect(told).toBe(await loadedRows(url));
    expect(stopped.stderr).toContain(`resume --run ${error.run}`);
    expect(stopped.stderr).toContain(`rollback --run ${error.run} --yes`);

    const resumed = await cli(['resume', '--run', error.run, '--target', url, '--json'], { env });
    expect(resumed.code).toBe(0);
    await expectSameRows(source, url);
  });

  it('in a long index build', async () => {
    const { args, env, url } = await scene(1_000);
    // The first index would take for ever.
    await withPg(url, (client) =>
      client.query(`
        create schema trap;
        create function trap.slow() returns event_trigger language plpgsql as
          $$ begin perform pg_sleep(${forever}); end $$;
        create event trigger slow on ddl_command_start when tag in ('CREATE INDEX') execute function trap.slow()`),
    );
    const building = () =>
      withPg(url, (client) =>
        until(async () => {
          const { rows } = await client.query(
            `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          );
          return rows.length > 0;
        }),
      );
    const stopped = await cliUntil(args, { stage: 'indexes', when: building, signal: 'SIGINT' }, { env });
    expect(stopped).toMatchObject({ hit: true, code: 6 });
    expect(await sessions(url)).toBe(0);
  });

  it('while SQLite reads and hears nothing', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    slowToCheck(source);
    const args = ['migrate', '--source', source, '--yes', '--json', '--workspace', env.AUTOCORE_MIGRATE_HOME];
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    // All is copied: what is left of the stage is the check.
    const moment = { stage: 'snapshot', done: statSync(source).size, signal: 'SIGINT' } as const;
    const stopped = await cliUntil([...args, '--target', url], moment, { env });
    expect(stopped).toMatchObject({ hit: true, code: 6 });
    const [run = ''] = runsOf(env.AUTOCORE_MIGRATE_HOME);
    expect(JSON.parse(stopped.stdout).error).toMatchObject({ code: 'interrupted', run });
    expect(stateOf(env.AUTOCORE_MIGRATE_HOME, run).status).toBe('interrupted');
    const files = readdirSync(join(env.AUTOCORE_MIGRATE_HOME, 'runs', run));
    expect(files.filter((name) => name.includes('.part'))).toEqual([]);
    expect(await sessions(url)).toBe(0);
  });

  it.each(['made before', 'made for it'])(
    'while SQLite reads for an export into a folder %s: nothing is left of it',
    async (made) => {
      const { folder, env } = sandbox();
      const source = join(folder, 'autocore.db');
      const out = join(folder, 'saída');
      if (made === 'made before') mkdirSync(out);
      slowToCheck(source);
      const args = ['export', '--source', source, '--out', out, '--yes', '--json'];
      const moment = { stage: 'snapshot', done: statSync(source).size, signal: 'SIGINT' } as const;
      const stopped = await cliUntil(args, moment, { env });
      expect(stopped).toMatchObject({ hit: true, code: 6 });
      const { error } = JSON.parse(stopped.stdout);
      expect(error.code).toBe('interrupted');
      expect(error).not.toHaveProperty('run');
      if (made === 'made before') expect(readdirSync(out)).toEqual([]);
      else expect(existsSync(out)).toBe(false);
      expect(runsOf(env.AUTOCORE_MIGRATE_HOME)).toEqual([]);
    },
  );
});

it('is obeyed on the managed server, which stops as well', async () => {
  const { source, env, workspace } = await scene(20_000);
  const args = ['migrate', '--source', source, '--yes', '--json'];
  const stopped = await cliUntil(args, { stage: 'load', done: 3_000, signal: 'SIGINT' }, { env });
  expect(stopped).toMatchObject({ hit: true, code: 6 });
  const status = JSON.parse((await cli(['server', 'status', '--json'], { env })).stdout);
  expect(status).toMatchObject({ running: false, users: [] });
  const [run = ''] = runsOf(workspace);
  expect(existsSync(join(workspace, 'runs', run, 'snapshot.db'))).toBe(true);
});

async function loadedRows(url: string): Promise<number> {
  return withPg(url, async (client) => {
    const there = await client.query(`select to_regclass('autocore_migration.chunk') is not null as there`);
    if (!there.rows[0].there) return 0;
    const { rows } = await client.query(
      `select (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from public.%I', relname), false, true, '')))[1]::text::int as n
       from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    return rows.reduce((sum, { n }) => sum + n, 0);
  });
}
