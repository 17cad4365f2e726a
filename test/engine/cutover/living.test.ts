import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { hasAttributes, immutable } from '../../helpers/immutable.ts';
import { isLong } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration, envBefore, watched } from './live.ts';
import { canWrite, inSqlite, lost, startApplication } from './living.ts';
import { context } from './scene.ts';

async function liveScene() {
  const scene = await afterMigration({ rows: 200 });
  await scene.commands.cutover(scene.url, context());
  return scene;
}

/** Tries again until it is done; each refusal must say that somebody still writes. */
async function untilBack(scene: Awaited<ReturnType<typeof liveScene>>): Promise<void> {
  for (let back = false; !back; ) {
    back = await scene.commands.rollback(scene.url, context()).then(
      () => true,
      (error) => {
        expect(error).toMatchObject({ code: 'restore.targetInUse' });
        return false;
      },
    );
  }
}

const canFreeze = hasAttributes();

describe.runIf(canWrite)('going back while the application lives', () => {
  it('does not begin while it is connected, says who it is, and changes nothing', async () => {
    const scene = await liveScene();
    const before = dump(scene.source);
    const live = readFileSync(scene.file, 'utf8');
    const app = await startApplication(scene, 'keep');
    await app.more(20);
    const error = await scene.commands.rollback(scene.url, context()).catch((e) => e);
    expect(error).toMatchObject({ code: 'restore.targetInUse' });
    expect(error.params.by).toContain('autocore-gateway');
    // It goes on undisturbed.
    await app.more(20);
    expect(app.refused()).toEqual([]);
    expect(dump(scene.source)).toEqual(before);
    expect(readFileSync(scene.file, 'utf8')).toBe(live);
    await app.stop();
    await scene.commands.rollback(scene.url, context());
    expect(lost(app, inSqlite(scene.source))).toEqual([]);
    expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  });

  it('loses no row of one that connects for each, and lets none into PostgreSQL afterwards', async () => {
    const scene = await liveScene();
    // It keeps the settings it began with, as a service does that nobody restarted.
    const old = { ...scene, file: `${scene.file}.old` };
    copyFileSync(scene.file, old.file);
    const app = await startApplication(old, 'each');
    await app.more(10);
    await untilBack(scene);
    await app.more(5, true);
    await app.stop();
    expect(lost(app, inSqlite(scene.source))).toEqual([]);
    const written = await withPg(scene.url, async (client) =>
      client.query(`select payload from event_logs where source = 'writer'`),
    );
    expect(new Set(written.rows.map((r) => r.payload))).toEqual(inSqlite(scene.source));
    expect(app.refused().at(-1)).toContain('AutoCore Migrate');
  });

  it('brings one that follows its .env file back into SQLite without losing a row', async () => {
    const scene = await liveScene();
    const app = await startApplication(scene, 'each');
    await app.more(10);
    await untilBack(scene);
    await app.more(10);
    await app.stop();
    expect(lost(app, inSqlite(scene.source))).toEqual([]);
  });

  it.runIf(isLong)(
    'can be rehearsed at any time on the real target, which goes on being written to',
    async () => {
      const scene = await liveScene();
      const [before, live] = [dump(scene.source), readFileSync(scene.file, 'utf8')];
      const app = await startApplication(scene, 'keep');
      await app.more(20);
      const { restored } = await rollbackRun({ ...scene.call, confirm: false, rehearse: true }, context());
      expect(restored).toMatchObject({ done: false });
      expect(restored?.rehearsed?.rows).toBeGreaterThan(19);
      expect(restored?.rehearsed?.stop.join()).toContain('autocore-gateway');
      await app.more(5);
      expect(app.refused()).toEqual([]);
      await app.stop();
      expect(dump(scene.source)).toEqual(before);
      expect(readFileSync(scene.file, 'utf8')).toBe(live);
      expect(readdirSync(join(scene.workspace, 'runs', scene.state.id))).not.toContain('rehearsed.db');
    },
  );

  it.runIf(canFreeze)(
    'tries what can fail first: an .env file that nobody can replace stops it before anything is done',
    async () => {
      const scene = await liveScene();
      const before = dump(scene.source);
      immutable(scene.file, true);
      const error = await scene.commands.rollback(scene.url, context()).catch((e) => e);
      expect(error).toMatchObject({ code: 'restore.envUnusable' });
      expect(error.params.files).toContain(scene.file);
      expect(dump(scene.source)).toEqual(before);
      // The application goes on in PostgreSQL, and what it writes comes along.
      const app = await startApplication(scene, 'each');
      await app.more(5);
      await app.stop();
      expect(app.refused()).toEqual([]);
      immutable(scene.file, false);
      await scene.commands.rollback(scene.url, context());
      expect(lost(app, inSqlite(scene.source))).toEqual([]);
    },
  );

  it.runIf(isLong && canFreeze)(
    'an .env file that cannot be written after the swap: it says so, no row gets lost, the repeat ends it',
    async () => {
      const scene = await liveScene();
      const app = await startApplication(scene, 'each');
      await app.more(5);
      let error: { code?: string; params?: Record<string, unknown> } = {};
      do {
        error = await scene.commands
          .rollback(
            scene.url,
            watched((moment) => {
              if (moment === 'swap') immutable(scene.file, true);
            }),
          )
          .catch((e) => e);
      } while (error.code === 'restore.targetInUse');
      expect(error).toMatchObject({ code: 'restore.envPending', params: { path: scene.source } });
      // The application still has its old settings, and is refused.
      await app.more(5, true);
      expect(lost(app, inSqlite(scene.source))).toEqual([]);
      immutable(scene.file, false);
      await untilBack(scene);
      await app.more(5);
      await app.stop();
      expect(lost(app, inSqlite(scene.source))).toEqual([]);
      expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
      expect(readdirSync(dirname(scene.file)).filter((name) => /part$|incoming/.test(name))).toEqual([]);
    },
  );

  it.runIf(isLong)(
    'a repeat looks at the target again: rows that came past the fence come along, or are named',
    async () => {
      const scene = await liveScene();
      const stopping = watched((moment) => {
        if (moment === 'env') throw new Error('stopped here');
      });
      await expect(scene.commands.rollback(scene.url, stopping)).rejects.toThrow('stopped here');
      // A superuser took the fence away and wrote.
      await withPg(scene.url, async (client) => {
        await client.query('alter table event_logs disable trigger all');
        await client.query(
          `insert into event_logs (timestamp, event_type, source, payload) values (now(), 'x', 'writer', 'late')`,
        );
      });
      await scene.commands.rollback(scene.url, context());
      expect(inSqlite(scene.source)).toContain('late');
      await withPg(scene.url, async (client) => {
        await client.query('alter table event_logs disable trigger all');
        await client.query(
          `insert into event_logs (timestamp, event_type, source, payload) values (now(), 'x', 'writer', 'later')`,
        );
      });
      const error = await scene.commands.rollback(scene.url, context()).catch((e) => e);
      expect(error).toMatchObject({ code: 'restore.writtenSince' });
      expect(error.params.tables).toContain('event_logs');
    },
  );
});
