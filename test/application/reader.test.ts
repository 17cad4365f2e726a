import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../electron/engine/operations.ts';
import { startCluster } from '../helpers/cluster.ts';
import { tempFolder } from '../helpers/folder.ts';
import { quiet } from '../helpers/migrated.ts';
import { commandsOf, copyProject, programs } from '../helpers/project.ts';
import { hasPython, python, run } from '../helpers/python.ts';
import { findInitdb } from '../setup/initdb.mjs';

const flows = fileURLToPath(new URL('flows.py', import.meta.url));
const server = dirname(findInitdb() ?? '');
const hasPsql = existsSync(join(server, 'psql'));
if (!hasPsql) console.log('No psql beside a server of this machine: the page of the kit is not followed.');
const ready = hasPsql && hasPython('sqlalchemy', 'alembic', 'psycopg2', 'dotenv');
/** Docker, systemd and services are for a machine of their own; `init.sql` makes the same database without them. */
const elsewhere = /^(docker|sudo) /;
/** The other way to the same tables, which test/engine/kit/alembic.test.ts goes. */
const otherWay = /alembic upgrade/;

describe.skipIf(!ready)('the page of the kit', () => {
  it('leads its reader from SQLite to PostgreSQL and back, word by word', async () => {
    const folder = tempFolder();
    // A server of its own: the page makes roles, which all databases of a server share.
    const [cluster, project] = await Promise.all([
      startCluster({ initdb: join(server, 'initdb'), postgres: join(server, 'postgres') }),
      copyProject(),
    ]);
    onTestFinished(() => cluster.stop());
    const twin = join(folder, 'twin');
    await cp(project, twin, { recursive: true });

    const source = join(project, 'database', 'autocore.db');
    const made = await operations.plan(
      { workspace: folder, source, profile: 'compatible', set: [], extras: true },
      quiet,
    );
    const plan = join(folder, 'plan.json');
    await writeFile(plan, JSON.stringify(made.plan));
    const kit = join(folder, 'kit');
    await operations.kit({ workspace: folder, run: null, plan, out: kit, application: project }, quiet);
    const secrets = join(kit, '.env');
    await writeFile(
      secrets,
      (await readFile(secrets, 'utf8')).replace('DB_PORT=5432', `DB_PORT=${cluster.port}`),
    );

    const blocks = commandsOf(await readFile(join(kit, 'LEIAME.md'), 'utf8'));
    const followed = blocks.filter((block) => !elsewhere.test(block) && !otherWay.test(block));
    expect([blocks.length, followed.length]).toEqual([15, 8]);
    const back = followed.findIndex((block) => block.includes('rollback'));
    const look = (name: string, ...args: string[]) =>
      `(env -u DATABASE_TYPE -u DB_USER -u DB_PASSWORD -u DB_HOST -u DB_PORT -u DB_NAME python3 '${flows}' "$AUTOCORE" ${args.join(' ')} > '${join(folder, name)}')\n`;
    const script = [
      'set -eu -o pipefail\n',
      ...followed.slice(0, back),
      look('live'),
      ...followed.slice(back),
      look('back', 'rows'),
    ].join('\n');
    const env = {
      PATH: `${programs(join(folder, 'bin'))}:${server}:${process.env.PATH}`,
      AUTOCORE_MIGRATE_HOME: join(folder, 'work'),
      ADMIN: cluster.url,
    };
    // The twin knows nothing of all this: its code, its file.
    const [asBefore] = await Promise.all([
      run(python, [flows, twin]),
      run('bash', ['-c', script], { cwd: kit, env }),
    ]);
    const expected = asBefore.trimEnd().split('\n');
    const live = (await readFile(join(folder, 'live'), 'utf8')).trimEnd().split('\n');
    const count = expected.findIndex((line) => line.startsWith('["average"')) + 1;
    expect(count).toBeGreaterThanOrEqual(40);
    expect(live).toEqual(expected);
    const returned = (await readFile(join(folder, 'back'), 'utf8')).trimEnd().split('\n');
    expect(returned).toEqual(expected.slice(count));
    expect(await readFile(join(project, '.env'), 'utf8')).not.toContain('DATABASE_TYPE=postgresql');
  });
});
