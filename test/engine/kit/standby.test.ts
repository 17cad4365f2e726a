import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';
import { run } from '../../helpers/python.ts';
import { standbyOf, systemPrograms } from '../../helpers/standby.ts';
import { until } from '../../helpers/until.ts';

const able = existsSync(join(systemPrograms, 'pg_basebackup'));

describe.skipIf(!able)(
  `a second server (${able ? systemPrograms : 'skipped: no pg_basebackup here'})`,
  () => {
    it('takes the place of the first one with every row that was committed', async () => {
      const folder = tempFolder();
      await chmod(folder, 0o755);
      const programs = { initdb: join(systemPrograms, 'initdb'), postgres: join(systemPrograms, 'postgres') };
      const first = await startCluster(programs, { synchronous_commit: 'on' });
      onTestFinished(() => first.stop());

      // A kit, its database, a run that is live with it.
      const source = join(folder, 'autocore.db');
      const workspace = join(folder, 'trabalho');
      await operations.sample({ rows: 300, out: source, dirty: false }, quiet);
      const shared = { workspace, env: {}, language: 'pt-BR' } as const;
      const plan = join(folder, 'plan.json');
      const made = await operations.plan(
        { workspace, source, profile: 'compatible', set: [], extras: true },
        quiet,
      );
      await writeFile(plan, JSON.stringify(made.plan));
      const kit = join(folder, 'kit da São José');
      const { files } = await operations.kit({ workspace, run: null, plan, out: kit }, quiet);
      expect(files).toContain('standby/LEIAME.md');
      for (const file of await readdir(join(kit, 'standby'))) {
        if (file.endsWith('.sh')) await run('bash', ['-n', join(kit, 'standby', file)]);
      }
      const standby = await standbyOf(first, kit, folder);
      onTestFinished(() => standby.stop());
      const settings = await readFile(join(kit, '.env'), 'utf8');
      const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(settings)?.[1] ?? '';
      await run('bash', ['-euc', 'set -a; . ./.env; set +a; psql "$ADMIN" -q -f init.sql'], {
        ...{ cwd: kit, env: { ADMIN: first.url, PATH: `${systemPrograms}:${process.env.PATH}` } },
      });
      const login = (user: string, password: string) =>
        `postgresql://${user}:${value(password)}@127.0.0.1:${first.port}/autocore`;
      const owner = login('autocore_owner', 'OWNER_PASSWORD');
      const { state } = await operations.migrate(
        {
          ...{ ...shared, source, target: owner, schema: null, plan, profile: 'compatible', extras: true },
          ...{ ifNotEmpty: 'abort', rehearse: false, acceptDefaults: true },
        },
        quiet,
      );
      const id = { ...shared, run: state.id };
      await mkdir(join(folder, 'aplicação'));
      const env = join(folder, 'aplicação', '.env');
      const before = `A=1\nDB_USER=${value('DB_USER')}\nDB_PASSWORD=${value('DB_PASSWORD')}\n`;
      await writeFile(env, before);
      const live = await operations.cutover({ ...id, target: owner, envFiles: [env], confirm: true }, quiet);
      expect(live).toMatchObject({ live: true, moved: null });
      const status = (target: string) => operations.status({ ...id, target, backups: null }, quiet);

      // The second server. Nobody waits for one that is not there, and twice is as good as once.
      expect(await standby.primary('--sync', 'on')).toMatchObject({
        ...{ code: 3, output: expect.stringContaining('não acompanha agora') },
      });
      for (let time = 0; time < 2; time++) {
        const done = await standby.primary();
        expect(done.output).toContain('Pronto para o segundo servidor');
        expect(done.code).toBe(0);
      }
      const hba = await readFile(join(first.data, 'pg_hba.conf'), 'utf8');
      const ours = 'host replication autocore_standby 127.0.0.1/32 scram-sha-256 # autocore\n';
      expect(hba.endsWith(ours)).toBe(true);
      expect(hba.replace(ours, '')).toBe(
        await readFile(join(first.data, 'pg_hba.conf.antes-autocore'), 'utf8'),
      );
      expect((await status(owner)).warnings).toMatchObject([
        { code: 'slotInactive', name: 'autocore_standby' },
      ]);
      const copied = await standby.copy();
      expect(copied.output).toContain('Cópia pronta');
      expect((await standby.copy()).output).toContain('nada foi feito');
      const home = join(folder, 'cópia do João', 'data');
      expect(await readFile(join(home, 'postgresql.auto.conf'), 'utf8')).not.toContain(
        value('STANDBY_PASSWORD'),
      );
      standby.start();
      const follows = () =>
        until(async () => (await status(owner)).replication.standbys[0]?.state === 'streaming');
      await follows();
      expect(await standby.primary('--sync', 'on')).toMatchObject({ code: 0 });
      await until(async () => (await status(owner)).replication.standbys[0]?.sync === 'sync');
      const well = await status(owner);
      expect(well.warnings).toEqual([]);
      expect(well.replication).toMatchObject({
        ...{ recovering: false, waits: true },
        standbys: [{ name: 'autocore_standby', address: '127.0.0.1', lagBytes: expect.any(Number) }],
        slots: [{ name: 'autocore_standby', active: true, status: 'reserved' }],
      });
      const there = standby.url(owner);
      const second = await status(there);
      expect(second.replication).toMatchObject({ recovering: true, standbys: [], slots: [] });
      expect(second.warnings).toMatchObject([{ code: 'recovering' }]);

      // It stops: told, and it goes on where it was.
      await standby.stop();
      await until(async () => {
        const { standbys, slots } = (await status(owner)).replication;
        return standbys.length === 0 && slots[0]?.active === false;
      });
      expect((await status(owner)).warnings).toMatchObject([
        { code: 'standbyMissing' },
        { code: 'slotInactive' },
      ]);
      standby.start();
      await follows();

      // The application writes until the first one is gone; what was confirmed is counted.
      expect(await standby.promote()).toMatchObject({ code: 3, output: expect.stringContaining('responde') });
      const acknowledged: string[] = [];
      const writing = withPg(login('autocore_user', 'DB_PASSWORD'), async (client) => {
        for (let n = 0; ; n++) {
          await client.query(
            `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
           values (now() at time zone 'utc', 1, 'standby', $1, 'x')`,
            [`k${n}`],
          );
          acknowledged.push(`k${n}`);
        }
      }).catch((error: Error) => error);
      await until(() => acknowledged.length >= 300);
      await first.kill();
      expect(await writing).toBeInstanceOf(Error);

      const move = (target: string, confirm: boolean, acceptCopy = false) =>
        operations.cutover({ ...id, target, envFiles: [], confirm, acceptCopy }, quiet);
      await expect(move(there, true)).rejects.toMatchObject({ code: 'cutover.standby' });
      const promoted = await standby.promote();
      expect(promoted.output).toContain('Promovido.');
      expect(promoted.code).toBe(0);
      expect((await standby.promote()).output).toContain('nada foi feito');
      const keys = await withPg(
        there,
        async (client) =>
          (await client.query("select data_key from telemetry_data where data_type = 'standby'")).rows,
      );
      const arrived = new Set(keys.map(({ data_key }) => data_key));
      expect(acknowledged.filter((key) => !arrived.has(key))).toEqual([]);

      // Another database there came from a copy that nobody can vouch for.
      const admin = standby.url(first.url);
      await withPg(admin, (client) =>
        client.query('create database other template autocore owner autocore_owner'),
      );
      const other = there.replace(/autocore$/, 'other');
      await expect(move(other, true)).rejects.toMatchObject({ code: 'cutover.otherCopy' });
      expect(await move(other, false, true)).toMatchObject({ live: false });

      // Two that take writes: whoever has the old settings would write where nobody looks.
      await first.restart('kill');
      await expect(move(there, true)).rejects.toMatchObject({ code: 'cutover.firstAnswers' });
      await first.kill();
      const shown = await move(there, false);
      const from = `127.0.0.1:${first.port}`;
      expect(shown.moved).toEqual({ from, until: expect.stringMatching(/^\d{4}-.*Z$/) });
      expect(shown.envs).toEqual([
        { path: env, difference: [`- DB_PORT=${first.port}`, `+ DB_PORT=${standby.port}`] },
      ]);
      expect(await readFile(env, 'utf8')).toContain(`DB_PORT=${first.port}`);
      // Stopped in between: the new mark is there, and the folder does not say so yet.
      const cutover = join(workspace, 'runs', state.id, 'cutover.json');
      const halfway = JSON.parse(await readFile(cutover, 'utf8'));
      const moving = new Date().toISOString();
      await writeFile(cutover, JSON.stringify({ ...halfway, moving }));
      await withPg(there, (client) =>
        client.query("update autocore_migration.object set parent = $1 where kind = 'live'", [moving]),
      );
      expect(await move(there, true)).toMatchObject({ live: true, moved: { from } });
      expect(JSON.parse(await readFile(cutover, 'utf8'))).toMatchObject({
        ...{ moving: null, liveSince: moving, earlier: [halfway.liveSince] },
        server: { system: halfway.server.system, timeline: halfway.server.timeline + 1 },
      });
      expect(await readFile(env, 'utf8')).toContain(`DB_PORT=${standby.port}`);
      expect((await openWorkspace(workspace, {}).readState(state.id)).target.url).toContain(
        `:${standby.port}/autocore`,
      );
      // Again, and nothing moves.
      expect(await move(there, true)).toMatchObject({ live: true, moved: null });
      expect((await status(there)).replication).toMatchObject({ recovering: false, waits: false, slots: [] });
      await withPg(there, (client) => client.query("update devices set name = 'depois' where id = 1"));

      // The first one comes back, as it was: nobody takes it for the right one.
      await first.restart('kill');
      expect((await status(owner)).warnings[0]).toEqual({ code: 'leftBehind' });
      const back = { ...id, confirm: true };
      for (const stale of [
        () => operations.rollback({ ...back, target: owner }, quiet),
        () => operations.cutover({ ...back, target: owner, envFiles: [env] }, quiet),
      ]) {
        await expect(stale()).rejects.toMatchObject({ code: 'run.otherServer' });
      }

      // Back to SQLite, from the new one, with everything.
      const restored = await operations.rollback({ ...back, target: there }, quiet);
      expect(restored.restored).toMatchObject({ done: true });
      expect(await readFile(env, 'utf8')).toBe(before);
      const db = new Database(source, { readonly: true });
      onTestFinished(() => void db.close());
      const kept = db
        .prepare("select data_key from telemetry_data where data_type = 'standby'")
        .pluck()
        .all();
      expect(acknowledged.filter((key) => !kept.includes(key))).toEqual([]);
      expect(db.prepare('select name from devices where id = 1').pluck().get()).toBe('depois');
    });
  },
);
