import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { resume } from '../../../electron/engine/commands/resume.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { testTarget } from '../../../electron/engine/commands/test-target.ts';
import type { EngineContext } from '../../../electron/engine/context.ts';
import { clearLive } from '../../../electron/engine/cutover/live-mark.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { withPg } from '../../helpers/postgres.ts';
import { python } from '../../helpers/python.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { afterMigration, watched } from './live.ts';
import { canWrite } from './living.ts';
import { context, migrated } from './scene.ts';

type Live = Awaited<ReturnType<typeof live>>;

async function live(given: Parameters<typeof migrated>[0] = { rows: 50 }) {
  const scene = await afterMigration(given);
  await scene.commands.cutover(scene.url, context());
  return scene;
}

/** Another migration into the same database, from a workspace that knows of no run there. */
function again(scene: Pick<Live, 'source' | 'url'>, given: object = {}, ctx: EngineContext = context()) {
  return migrate(
    {
      ...{
        workspace: tempFolder(),
        source: scene.source,
        target: scene.url,
        env: {},
        schema: null,
        plan: null,
      },
      ...({ profile: 'compatible', extras: true, ifNotEmpty: 'replace', rehearse: false } as const),
      ...({ acceptDefaults: true, language: 'en' } as const),
      ...given,
    },
    ctx,
  );
}

/** Where every table is and what is in it, as the server tells. */
async function everything(url: string): Promise<unknown> {
  return withPg(url, async (client) => {
    const { rows } = await client.query<{ schema: string; name: string; oid: string }>(
      `select n.nspname as schema, c.relname as name, c.oid::text as oid from pg_class c join pg_namespace n
         on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v') and n.nspname !~ '^(pg_|information_schema)'
       order by 1, 2`,
    );
    const counts = [];
    for (const { schema, name } of rows) {
      if (schema === 'autocore_migration' && name === 'run') continue;
      counts.push((await client.query(`select count(*) as n from "${schema}"."${name}"`)).rows[0].n);
    }
    return { rows, counts };
  });
}

describe('a run that is live', () => {
  it('is neither moved nor filled by another migration, from whatever workspace', async () => {
    const scene = await live();
    const before = await everything(scene.url);
    const since = expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/);
    for (const ifNotEmpty of ['replace', 'abort'] as const)
      await expect(again(scene, { ifNotEmpty })).rejects.toMatchObject({
        code: 'target.live',
        params: { live: scene.state.id, schema: 'public', since },
      });
    expect(await everything(scene.url)).toEqual(before);
    // Beside it there is room.
    expect((await again(scene, { schema: 'beside', ifNotEmpty: 'abort' })).status).toBe('succeeded');
  });

  it('is seen by the test of the connection', async () => {
    const scene = await live();
    const test = (schema: string) =>
      testTarget(
        { workspace: scene.workspace, target: scene.url, env: {}, schema, ifNotEmpty: 'replace' },
        context(),
      );
    const checkOf = async (schema: string) => (await test(schema)).checks.find(({ id }) => id === 'live');
    expect(await checkOf('public')).toMatchObject({ status: 'failed', error: 'target.live' });
    expect(await checkOf('elsewhere')).toMatchObject({ status: 'ok', error: null });
  });

  it('is protected where its tables are, also under another name and when they are gone', async () => {
    const scene = await live();
    const refused = (schema: string) =>
      expect(again(scene, { schema })).rejects.toMatchObject({ code: 'target.live' });
    await withPg(scene.url, (client) => client.query('alter schema public rename to oficina'));
    await refused('oficina');
    await refused('public');
    await withPg(scene.url, (client) => client.query('drop schema oficina cascade'));
    await refused('public');
  });

  it('is not brought back over by the undo of a run that had moved it aside', async () => {
    const scene = await afterMigration({ rows: 50 });
    const later = await again(scene, { workspace: scene.workspace });
    const undo = (confirm: boolean) => rollbackRun({ ...scene.call, run: later.id, confirm }, context());
    // As an earlier version allowed it: live where the later run had put it.
    const aside = (
      await withPg(scene.url, (client) =>
        client.query(
          `select target_schema as name from autocore_migration.run where id = '${scene.state.id}'`,
        ),
      )
    ).rows[0].name;
    expect(aside).not.toBe('public');
    const mark = (parent: string) =>
      withPg(scene.url, (client) =>
        client.query(
          `insert into autocore_migration.object (run, kind, name, parent) values ($1, 'live', 'app', $2)`,
          [scene.state.id, parent],
        ),
      );
    await mark('2026-01-01T00:00:00.000Z');
    const before = await everything(scene.url);
    for (const confirm of [false, true])
      await expect(undo(confirm)).rejects.toMatchObject({
        code: 'target.live',
        params: { live: scene.state.id },
      });
    await expect(again(scene, { schema: aside })).rejects.toMatchObject({ code: 'target.live' });
    expect(await everything(scene.url)).toEqual(before);
    await withClient(targetConfig(scene.url, {}), (client) => clearLive(client, scene.state.id));
    expect((await undo(true)).broughtBack).toContain('table devices');
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('is left alone by the undo of a run that it had moved aside itself', async () => {
    const scene = await migrated({ rows: 50 });
    const later = await again(scene, { workspace: scene.workspace });
    await cutoverRun({ ...scene.call, run: later.id, envFiles: [], confirm: true }, context());
    const { dropped } = await rollbackRun({ ...scene.call, confirm: true }, context());
    expect(dropped).toContain('table devices');
    await expectSameRows(scene.source, scene.url);
  });

  it('is not resumed, followed or undone, nor from a folder that came from a backup', async () => {
    const scene = await afterMigration({ rows: 50 });
    const old = join(scene.folder, 'cópia');
    // Two of them: one from before going live was tried, one from a try that stopped.
    cpSync(scene.workspace, old, { recursive: true });
    const half = join(scene.folder, 'cópia-2');
    const stopped = new AbortController();
    const stop = watched((moment) => moment === 'validated done' && stopped.abort(), stopped.signal);
    await expect(scene.commands.cutover(scene.url, stop)).rejects.toThrow();
    cpSync(scene.workspace, half, { recursive: true });
    await scene.commands.cutover(scene.url, context());
    const before = await everything(scene.url);
    for (const attempt of [() => resume(scene.call, context()), () => scene.validate()])
      await expect(attempt()).rejects.toMatchObject({ code: 'cutover.done' });
    for (const [workspace, code] of [
      [old, 'run.incomplete'],
      [half, 'target.live'],
    ] as const) {
      const call = { ...scene.call, workspace };
      const files = { envFiles: [scene.file], confirm: true };
      for (const attempt of [
        () => resume(call, context()),
        () => syncRun(call, context()),
        () => cutoverRun({ ...call, ...files }, context()),
        () => rollbackRun({ ...call, confirm: true }, context()),
      ])
        await expect(attempt()).rejects.toMatchObject({ code });
    }
    expect(await everything(scene.url)).toEqual(before);
  });

  it('is missed in a target that came from a backup of before', async () => {
    const scene = await live();
    await withClient(targetConfig(scene.url, {}), (client) => clearLive(client, scene.state.id));
    await expect(scene.commands.cutover(scene.url, context())).rejects.toMatchObject({
      code: 'run.liveLost',
      params: { run: scene.state.id },
    });
  });

  it('is free again at the end of the way back', async () => {
    const scene = await live();
    await scene.commands.rollback(scene.url, context());
    expect((await scene.commands.rollback(scene.url, context())).restored).toMatchObject({ done: true });
    // What was written in PostgreSQL is no difference, and the run stays what it is.
    await expect(scene.validate()).rejects.toMatchObject({ code: 'run.notResumable' });
    expect((await again(scene)).status).toBe('succeeded');
  });

  it.each(['going live', 'the migration'])(
    'comes about whole or not at all where a migration would move it aside: %s came first',
    async (first) => {
      const scene = await afterMigration({ rows: 50 });
      let second: Promise<unknown> | undefined;
      const failure = (work: Promise<unknown>) =>
        work.then(
          () => null,
          (error: unknown) => error,
        );
      // Between the last comparison and the files; and when the schema has been moved aside.
      const at = (moment: string, other: () => Promise<unknown>) =>
        watched((now) => {
          if (now === moment) second = failure(other());
        });
      if (first === 'going live')
        await scene.commands.cutover(
          scene.url,
          at('validated done', () => again(scene)),
        );
      else
        await again(
          scene,
          {},
          at('load', () => scene.commands.cutover(scene.url, context())),
        );
      expect(await second).toMatchObject({
        code: expect.stringMatching(first === 'going live' ? /^target\.(busy|live)$/ : /^run\.moved$/),
      });
      const places = await withPg(scene.url, (client) =>
        client.query(
          `select r.id, r.target_schema as schema from autocore_migration.run r
             join autocore_migration.object o on o.run = r.id and o.kind = 'live'`,
        ),
      );
      const isOurs = first === 'going live';
      expect(places.rows).toEqual(isOurs ? [{ id: scene.state.id, schema: 'public' }] : []);
      expect(readFileSync(scene.file, 'utf8').includes('DATABASE_TYPE=postgresql')).toBe(isOurs);
    },
  );

  it.runIf(canWrite)('is told of by the command line, and its writer loses nothing', async () => {
    const scene = await live({ rows: 200 });
    const stop = join(scene.folder, 'stop');
    const writer = spawn(python, [join(import.meta.dirname, 'writer.py'), scene.url, stop]);
    onTestFinished(() => void writer.kill('SIGKILL'));
    let told = '';
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const { promise: begun, resolve: first } = Promise.withResolvers<void>();
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      first();
    });
    writer.on('close', () => resolve());
    await begun;
    const env = { AUTOCORE_MIGRATE_HOME: tempFolder() };
    const call = (...args: string[]) =>
      cli([...args, '--target', scene.url, '--progress', 'none', '--json'], { env });
    const replace = ['migrate', '--source', scene.source, '--if-not-empty', 'replace', '--yes'];
    const refused = await call(...replace);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: 'target.live',
      message: expect.stringContaining(scene.state.id),
    });
    writeFileSync(stop, '');
    await ended;
    const committed = told.trim().split('\n').map(Number);
    const found = await withPg(scene.url, (client) =>
      client.query(
        `select data_value from public.telemetry_data where data_key = 'writer' order by data_value::int`,
      ),
    );
    expect(found.rows.map((row) => Number(row.data_value))).toEqual(committed);
    expect(committed.length).toBeGreaterThan(0);
  });
});
