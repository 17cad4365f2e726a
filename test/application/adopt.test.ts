import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../electron/engine/operations.ts';
import { everything } from '../engine/adopt/scene.ts';
import { tempFolder } from '../helpers/folder.ts';
import { firstOf } from '../helpers/long.ts';
import { quiet } from '../helpers/migrated.ts';
import { freshDatabase, withPg } from '../helpers/postgres.ts';
import { copyProject } from '../helpers/project.ts';
import { hasPython, python, run } from '../helpers/python.ts';

/** The application's own models make the tables: what `create_all` does on PostgreSQL. */
const createAll = `
import sys
from sqlalchemy import create_engine
sys.path.insert(0, 'src')
from models.models import Base
Base.metadata.create_all(create_engine(sys.argv[1]))
`;

async function scene(dirty: boolean) {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  await operations.sample({ rows: 400, out: source, dirty }, quiet);
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const adopt = () =>
    operations.migrate(
      {
        ...{ workspace: join(folder, 'trabalho'), source, target: database.url, env: {}, schema: null },
        ...{ plan: null, profile: 'compatible', extras: true, ifNotEmpty: 'adopt', rehearse: false },
        ...{ acceptDefaults: true, language: 'pt-BR' },
      },
      quiet,
    );
  return { folder, source, url: database.url, adopt };
}

const shape = async (url: string) =>
  (await everything(url)).filter((line) => /^(column|rule|index|trigger)/.test(line));

describe.skipIf(!hasPython('sqlalchemy', 'psycopg2'))("AutoCore's own tables", () => {
  it.each(firstOf([false, true]))(
    'as create_all makes them are adopted, untouched (dirty: %s)',
    async (dirty) => {
      const { url, adopt } = await scene(dirty);
      const project = await copyProject(0);
      await run(python, ['-c', createAll, url], { cwd: join(project, 'database') });
      const before = await shape(url);
      expect(before.length).toBeGreaterThan(100);
      const { state } = await adopt();
      expect(state.validation).toMatchObject({ level: 'rows', status: 'identical', differences: 0 });
      expect(await shape(url)).toEqual(before);
      const devices = await withPg(url, (client) => client.query('select count(*)::int as n from devices'));
      expect(devices.rows[0].n).toBe(state.tables.find((t) => t.name === 'devices')?.migrated);
    },
  );

  it("as the kit's revision makes them are adopted", async () => {
    const { folder, source, url, adopt } = await scene(false);
    const wishes = { profile: 'compatible', extras: true, schema: 'public' } as const;
    const { alembic } = await operations.plan({ workspace: folder, source, ...wishes, set: [] }, quiet);
    writeFileSync(join(folder, 'revision.py'), alembic);
    const upgrade = `
import sys
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine
sys.path.insert(0, sys.argv[2])
import revision
with create_engine(sys.argv[1]).begin() as connection:
    with Operations.context(MigrationContext.configure(connection)):
        revision.upgrade()
`;
    await run(python, ['-c', upgrade, url, folder], { cwd: folder });
    const before = await shape(url);
    const { state } = await adopt();
    expect(state.validation).toMatchObject({ level: 'rows', status: 'identical', differences: 0 });
    expect(state.tables.every((t) => t.quarantined === 0)).toBe(true);
    expect(await shape(url)).toEqual(before);
  });
});
