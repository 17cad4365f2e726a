import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { isLong } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { findPsql } from '../../helpers/psql.ts';
import { afterwards, place, serverSide } from './scene.ts';

const sql = `create table t (id integer primary key, t text); insert into t values (1, 'a'), (2, 'b')`;

it.skipIf(process.platform === 'win32')('holds what the customer has for its owner alone', async () => {
  const here = await place({ rows: 20, dirty: true });
  await here.export();
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([mode(here.out), mode(join(here.out, 'data'))]).toEqual([0o700, 0o700]);
  const files = readdirSync(here.out, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const { parentPath, name } of files) expect(mode(join(parentPath, name)), name).toBe(0o600);
});

it('is one export at a time', async () => {
  const here = await place({ rows: 2000 });
  let second: Promise<unknown> | null = null;
  const first = await here.export(
    {},
    {
      ...quiet,
      onProgress: ({ stage }) => {
        if (stage === 'export') second ??= here.export().catch((error: unknown) => error);
      },
    },
  );
  expect(await second).toMatchObject({ code: 'output.busy', params: { path: here.out } });
  expect(first.state.status).toBe('exported');
  expect(readdirSync(here.out)).not.toContainEqual(expect.stringContaining('UNFINISHED'));
  await expect(here.export()).rejects.toMatchObject({ code: 'output.notEmpty' });
});

it('is not made of a plan for tables that an application made', async () => {
  const here = await place({ sql });
  const path = join(here.folder, 'plan.json');
  const input = {
    workspace: here.workspace,
    source: here.source,
    profile: 'compatible',
    extras: true,
    set: [],
  };
  const { plan } = await operations.plan({ ...input, schema: 'public' } as never, quiet);
  writeFileSync(path, JSON.stringify({ ...plan, tables: [], aside: plan.tables }));
  await expect(here.export({ plan: path })).rejects.toMatchObject({ code: 'plan.adopts', params: { path } });
  writeFileSync(path, JSON.stringify(plan));
  expect((await here.export({ plan: path })).state.status).toBe('exported');
});

it('says how it is run, and what is needed', async () => {
  const here = await place({ sql });
  await here.export({ schema: 'app' });
  const page = readFileSync(join(here.out, 'LEIA-ME.txt'), 'utf8');
  expect(page).toContain('-f PASTA/run.sql');
  expect(page).toContain('-f FOLDER/run.sql');
  expect(page).toContain('grant create on database');
});

it.runIf(isLong && findPsql() !== null)(
  'may be run at more than one server: the one named last counts',
  async () => {
    const here = await place({ sql });
    const { state } = await here.export();
    const [one, other] = [await serverSide('pg18', here), await serverSide('pg18', here)];
    const { validate, sync, rollback } = afterwards(here, state.id, 'plain');
    const known = async () => (await openWorkspace(here.workspace, {}).readState(state.id)).target.url;
    for (const side of [one, other]) expect(await side.psql()).toMatchObject({ stderr: '', code: 0 });
    const database = ({ url }: { url: string }) => new URL(url).pathname.slice(1);
    await validate(one.url);
    expect(await known()).toContain(database(one));
    // Not where it was never run.
    const third = await serverSide('pg18', here);
    await expect(validate(third.url)).rejects.toMatchObject({ code: 'run.notRunThere' });
    expect(await known()).toContain(database(one));
    await sync(other.url);
    expect(await known()).toContain(database(other));
    await rollback();
    await expect(validate()).rejects.toMatchObject({ code: 'run.noTarget' });
    expect((await validate(one.url)).validation).toMatchObject({ status: 'identical' });
    await rollback();
    // The same files again, where they were taken out.
    await expect(validate(other.url)).rejects.toMatchObject({ code: 'run.notRunThere' });
    expect(await other.psql()).toMatchObject({ stderr: '', code: 0 });
    expect((await validate(other.url)).validation).toMatchObject({ status: 'identical' });
  },
);
