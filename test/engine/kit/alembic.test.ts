import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { alembic, commandsOf, copyProject, head, programs, settingsOf } from '../../helpers/project.ts';
import { hasPython, run } from '../../helpers/python.ts';

/** A database of its own, and how the application is told of it. */
async function target() {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return { url: database.url, env: settingsOf(database.url) };
}

/** The project with the files of its kit in place, as the page says. */
async function prepared(project: string, kit: { path: string; revision: string }) {
  const database = join(project, 'database');
  await cp(
    join(kit.path, 'application', 'database_config.py'),
    join(database, 'shared', 'database_config.py'),
  );
  await cp(join(kit.path, 'alembic', 'env.py'), join(database, 'alembic', 'env.py'));
  const revision = `${kit.revision}_autocore_postgresql.py`;
  await cp(join(kit.path, 'alembic', 'versions', revision), join(database, 'alembic', 'versions', revision));
}

/** What Alembic would do to make the database what the models say, after these commands. */
async function proposed(
  project: string,
  env: Record<string, string>,
  ...before: string[][]
): Promise<string> {
  const ask = ['revision', '--autogenerate', '-m', 'nothing', '--rev-id', 'ffff'];
  const said = await alembic(project, [...before, ask], env);
  const file = /Generating (.*\.py)/.exec(said.replace(/\s*\n\s+/g, ''))?.[1] ?? '';
  const text = await readFile(file, 'utf8');
  return /def upgrade\(\):\n([\s\S]*?)\n\n\ndef downgrade/.exec(text)?.[1] ?? text;
}

const nothing = /^\s*(#[^\n]*\n\s*)?pass(\s*#[^\n]*)?$/;

async function migratedProject() {
  const project = await copyProject();
  const workspace = tempFolder();
  const database = await target();
  const source = join(project, 'database', 'autocore.db');
  const { state } = await operations.migrate(
    {
      ...{ workspace, source, target: database.url, env: {}, schema: null, plan: null },
      ...{ profile: 'compatible', extras: true, ifNotEmpty: 'abort', rehearse: false },
      ...{ acceptDefaults: true, language: 'pt-BR' },
    },
    quiet,
  );
  return { project, workspace, state, ...database };
}

/** A kit without a run: the plan says where the source stands. */
async function kitOfPlan(project: string, workspace: string) {
  const source = join(project, 'database', 'autocore.db');
  const made = await operations.plan(
    { workspace, source, profile: 'compatible', set: [], extras: true },
    quiet,
  );
  const plan = join(workspace, 'plan.json');
  await writeFile(plan, JSON.stringify(made.plan));
  const out = join(workspace, 'kit');
  const kit = await operations.kit({ workspace, run: null, plan, out, application: project }, quiet);
  return { kit, out };
}

describe.skipIf(!hasPython('sqlalchemy', 'alembic', 'psycopg2'))("the application's Alembic", () => {
  it('is stamped after a migration, and proposes nothing', async () => {
    const { project, workspace, state, env, url } = await migratedProject();
    const out = join(workspace, 'kit');
    const kit = await operations.kit(
      { workspace, run: state.id, plan: null, out, application: project },
      quiet,
    );
    await prepared(project, kit);
    // Partitions of months to come are the database's own affair.
    await withPg(url, (c) => c.query('select autocore_migration.maintain_partitions(9)'));
    expect(await proposed(project, env, ['stamp', kit.revision])).toMatch(nothing);
    const ask = async () =>
      (await withPg(url, (c) => c.query('select version_num from alembic_version'))).rows;
    expect(await ask()).toEqual([{ version_num: kit.revision }]);
    // What the models say and the database has not is told as ever.
    await withPg(url, (c) =>
      c.query('drop index idx_devices_status; alter table users drop column pin_code'),
    );
    const left = join(project, 'database', 'alembic', 'versions', 'ffff_nothing.py');
    expect(await readFile(left, 'utf8')).toContain(`down_revision = '${kit.revision}'`);
    await rm(left);
    const told = await proposed(project, env);
    expect(told).toContain('idx_devices_status');
    expect(told).toContain("op.add_column('users'");
    expect(told.split('op.').length - 1).toBe(2);
  });

  it('makes an empty database by the commands of the page, and proposes nothing', async () => {
    const project = await copyProject();
    const workspace = tempFolder();
    const { env, url } = await target();
    const { kit, out } = await kitOfPlan(project, workspace);
    await prepared(project, kit);
    const blocks = commandsOf(await readFile(join(out, 'LEIAME.md'), 'utf8'));
    const block = blocks.find((text) => text.includes('alembic upgrade')) ?? '';
    expect(block).toContain(`alembic stamp ${head}\n`);
    const script = block.replaceAll('DB_USER=autocore_owner', `DB_USER=${env.DB_USER}`);
    const PATH = `${programs(join(workspace, 'bin'))}:${process.env.PATH}`;
    await run('bash', ['-euc', script], {
      env: { ...env, PATH, AUTOCORE: project, OWNER_PASSWORD: env.DB_PASSWORD },
    });
    expect(await proposed(project, env)).toMatch(nothing);
    const versions = await withPg(url, (c) => c.query('select version_num from alembic_version'));
    expect(versions.rows).toEqual([{ version_num: kit.revision }]);
  });

  it('is joined where the source stands, in a branch where the project has gone on', async () => {
    const project = await copyProject();
    const workspace = tempFolder();
    const later = `revision = "aa00bb11cc22"\ndown_revision = "${head}"\nbranch_labels = depends_on = None\n
def upgrade():\n    pass\n`;
    await writeFile(join(project, 'database', 'alembic', 'versions', 'later.py'), later);
    const { kit, out } = await kitOfPlan(project, workspace);
    await prepared(project, kit);
    expect(await readFile(join(out, 'LEIAME.md'), 'utf8')).toContain('alembic upgrade postgresql@head');
    const heads = await alembic(project, [['heads']]);
    expect(heads.trim().split('\n').sort()).toEqual(
      [`${kit.revision} (postgresql) (head)`, 'aa00bb11cc22 (head)'].sort(),
    );
  });
});
