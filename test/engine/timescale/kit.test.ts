import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';
import { run } from '../../helpers/python.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';
import { findInitdb } from '../../setup/initdb.mjs';

const initdb = findInitdb();
/** psql and pg_dump of the installed server stand beside its initdb. */
const programs = initdb === null ? '' : dirname(initdb);
const hasDump = existsSync(join(programs, 'pg_dump'));
if (!hasDump) console.log('No pg_dump beside initdb: a copy with a hypertable is not brought back.');

describeOnTimescale('a copy with a hypertable', ({ at }) => {
  it.runIf(hasDump)(
    'is brought back by the kit, over what is there and into an empty database, or nothing is changed',
    async ({ skip }) => {
      const { server } = at;
      // Roles and databases of the kit are made on a server of the test's own alone.
      if (!server) {
        console.log('The server of AUTOCORE_TIMESCALE_URL is not ours to make roles on: skipped.');
        return skip();
      }
      const workspace = tempFolder();
      const source = join(workspace, 'autocore.db');
      await operations.sample({ out: source, rows: 200 }, quiet);
      const set = ['telemetry=hypertable'];
      const given = { workspace, source, profile: 'compatible', extras: true } as const;
      const { plan } = await operations.plan({ ...given, set }, quiet);
      const file = join(workspace, 'plan.json');
      await writeFile(file, JSON.stringify(plan));
      const out = join(workspace, 'kit');
      await operations.kit({ workspace, run: null, plan: file, out }, quiet);
      const settings = join(out, '.env');
      await writeFile(
        settings,
        (await readFile(settings, 'utf8')).replace('DB_PORT=5432', `DB_PORT=${server.port}`),
      );
      const env = Object.fromEntries(
        [...(await readFile(settings, 'utf8')).matchAll(/^(\w+)=(.*)$/gm)].map((m) => [
          m[1] ?? '',
          m[2] ?? '',
        ]),
      ) as Record<string, string>;
      const psql = (...args: string[]) => run(join(programs, 'psql'), ['-X', '-q', ...args], { env });
      await psql('-d', server.url, '-f', join(out, 'init.sql'));
      const admin = (database: string) => server.url.replace(/\/postgres$/, `/${database}`);
      const name = env.DB_NAME ?? '';
      await psql('-d', admin(name), '-c', 'create extension timescaledb');
      await psql('-d', server.url, '-c', 'create database other owner autocore_owner');
      const owner = new URL(admin(name));
      owner.username = 'autocore_owner';
      owner.password = env.OWNER_PASSWORD ?? '';
      const rest = { ifNotEmpty: 'abort', rehearse: false, acceptDefaults: true, language: 'en' } as const;
      const { state } = await operations.migrate(
        { ...given, ...rest, target: owner.href, env: {}, schema: null, plan: file },
        quiet,
      );
      expect(state.status).toBe('succeeded');

      const shell = (script: string, args: string[], more: Record<string, string>) =>
        run('bash', [join(out, 'backup', script), ...args], {
          env: { PATH: `${programs}:${process.env.PATH}`, RESTORE_CONFIRM: 'sim', ...more },
        });
      const copy = (await shell('backup.sh', [], {})).trim();
      const look = async (database: string) => {
        const { rows } = await withPg(admin(database), (client) =>
          client.query(`select (select count(*)::int from telemetry_data) as rows,
            (select count(*)::int from timescaledb_information.hypertables) as tables,
            (select tableowner::text from pg_tables where tablename = 'telemetry_data') as owner,
            current_setting('timescaledb.restoring') as restoring`),
        );
        return rows[0];
      };
      const whole = { rows: 200, tables: 1, owner: 'autocore_owner', restoring: 'off' };
      await withPg(owner.href, (client) => client.query('delete from telemetry_data where id > 50'));
      // Without the superuser nothing is changed.
      await expect(shell('restore.sh', [copy], { RESTORE_PASSWORD: 'wrong' })).rejects.toThrow('TimescaleDB');
      expect(await look(name)).toEqual({ ...whole, rows: 50 });
      const password = { RESTORE_PASSWORD: new URL(server.url).password };
      await shell('restore.sh', [copy], password);
      expect(await look(name)).toEqual(whole);
      await shell('restore.sh', [copy, 'other'], password);
      expect(await look('other')).toEqual(whole);
      for (const database of [name, 'other']) {
        await psql(
          '-d',
          admin(database),
          '-c',
          `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
           values ('2055-01-01', 1, 'a', 'new', 'b')`,
        );
        expect((await look(database)).rows).toBe(201);
      }
    },
  );
});
