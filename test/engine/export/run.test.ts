import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import type { Certificate } from '../../../shared/model/index.ts';
import { isLong } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { findPsql, runPsql } from '../../helpers/psql.ts';
import { afterwards, place, type ServerSide, serverSide, servers } from './scene.ts';

const hasPsql = findPsql() !== null;

const journal = `select (select count(*) from autocore_migration.object)::int as objects,
  (select count(*) from autocore_migration.chunk)::int as chunks`;

async function ask<T extends object>({ url }: ServerSide, sql: string): Promise<T> {
  return withPg(url, async (client) => (await client.query<T>(sql)).rows[0] as T);
}

describe.skipIf(!hasPsql).each(servers)('what is run with psql on %s', (server) => {
  it('is a run like any other: validated, caught up, undone', async () => {
    const here = await place({ rows: 3000, dirty: true });
    const { state } = await here.export({ env: { AUTOCORE_MIGRATE_TUNING: '{"fileBytes":100000}' } });
    const there = await serverSide(server, here);
    const { validate, sync, rollback } = afterwards(here, state.id, 'plain');
    const certificate = (): Certificate =>
      JSON.parse(readFileSync(openWorkspace(here.workspace, {}).runFolder(state.id).certificateJson, 'utf8'));
    expect(state.status).toBe('exported');
    expect(certificate().outcome).toBe('exported');

    await expect(validate()).rejects.toMatchObject({ code: 'run.noTarget' });
    await expect(validate(there.url)).rejects.toMatchObject({ code: 'run.notRunThere' });
    await expect(rollback(there.url)).rejects.toMatchObject({ code: 'run.notRunThere' });

    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    const made = await ask<object>(there, journal);
    // Nothing is done twice.
    expect(await there.psql()).toMatchObject({
      stderr: '',
      code: 0,
      stdout: expect.stringContaining('is all here already'),
    });
    expect(await ask(there, journal)).toEqual(made);
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });

    const validated = await validate(there.url);
    expect(validated).toMatchObject({
      status: 'succeeded',
      validation: { status: 'identical', differences: 0 },
      objects: { missing: [] },
      tables: state.tables.map((each) => ({ ...each, digest: expect.anything() })),
    });
    expect(JSON.stringify(validated.target)).not.toContain('plain:');
    const now = certificate();
    expect(now.outcome).toBe('identical');
    expect(now.exceptions.length).toBeGreaterThan(5);

    here.change((db) => {
      db.exec(`update devices set name = 'Novo' where id = 1`);
      db.exec('delete from telemetry_data where id between 11 and 20');
    });
    // The target is remembered, without its password.
    expect(await sync()).toMatchObject({ rows: 11 });
    expect((await validate()).validation).toMatchObject({ status: 'identical' });
    expect(await there.psql('check.sql')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('validate'),
    });
    await rollback();
    expect(
      await ask(there, `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace`),
    ).toEqual({ n: 0 });
    expect(await ask(there, `select to_regnamespace('autocore_migration') as journal`)).toEqual({
      journal: null,
    });
  });

  it.runIf(isLong)('goes on where the server ended it', async () => {
    const here = await place({ rows: 4000 });
    const { state } = await here.export();
    const there = await serverSide(server, here);
    const { validate, sync } = afterwards(here, state.id, 'plain');
    await killIn(there, join(here.out, 'data', '003_'));
    const before = await ask<{ chunks: number; objects: number }>(there, journal);
    // The third table is not there, and all of the two before it.
    expect(before.chunks).toBe(2);
    await killIn(there, join(here.out, 'objects.sql'));
    await expect(validate(there.url)).rejects.toMatchObject({ code: 'run.notRunThere' });
    await expect(sync(there.url)).rejects.toMatchObject({ code: 'run.notRunThere' });
    expect((await ask<{ objects: number }>(there, journal)).objects).toBe(before.objects);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    expect((await sync(there.url)).rows).toBe(0);
    expect((await validate()).validation).toMatchObject({ status: 'identical' });
  });

  it.runIf(isLong)('refuses what was changed on the way, by the name of its table', async () => {
    const here = await place({ rows: 500, dirty: true });
    await here.export();
    const there = await serverSide(server, here);
    const data = join(here.out, 'data');
    const [devices = ''] = readdirSync(data).filter((name) => /_devices\.copy$/.test(name));
    const text = readFileSync(join(data, devices), 'utf8');
    writeFileSync(join(data, devices), text.replace('\n1\t', '\n99\t'));
    expect(await there.psql()).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('devices does not hold what was exported'),
    });
    // Of that table nothing stays, and the right file goes on from there.
    expect(await ask(there, 'select count(*)::int as n from devices')).toEqual({ n: 0 });
    writeFileSync(join(data, devices), text);
    const kept = readdirSync(data).findLast((name) => name.endsWith('.exceptions.copy')) ?? '';
    const ledger = readFileSync(join(data, kept), 'utf8');
    writeFileSync(join(data, kept), ledger.replace(/\n[^\n]+\n\\\./, '\n\\.'));
    expect(await there.psql()).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('ledger of exceptions'),
    });
    writeFileSync(join(data, kept), ledger);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    await withPg(there.url, (client) => client.query(`update devices set name = 'other' where id = 1`));
    expect(await there.psql('check.sql')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('devices'),
    });
  });

  it('touches nothing that is there, and no database that will not do', async () => {
    const here = await place({ rows: 10 });
    await here.export();
    const there = await serverSide(server, here);
    await withPg(there.url, (client) => client.query('create table public.theirs (a int)'));
    expect(await there.psql()).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/not empty \(theirs\)/),
    });
    expect(await ask(there, `select to_regnamespace('autocore_migration') as journal`)).toEqual({
      journal: null,
    });
    await withPg(there.url, (client) =>
      client.query('drop table theirs; alter role current_user set default_transaction_read_only = on'),
    );
    expect(await there.psql()).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('takes no changes'),
    });
    const { url, name, drop } = await freshDatabase(server);
    onTestFinished(drop);
    await withPg(url, (client) =>
      client.query(
        `create database ${name}_l template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
      ),
    );
    try {
      expect(await runPsql(`${url}_l`, join(here.out, 'run.sql'))).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('this one uses LATIN1'),
      });
    } finally {
      await withPg(url, (client) => client.query(`drop database ${name}_l with (force)`));
    }
  });
});

it('has a folder that is whole, or says that it is not', async () => {
  const here = await place({ rows: 2000 });
  const cancel = new AbortController();
  const stopped = here.export(
    {},
    {
      ...quiet,
      signal: cancel.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'export' && done > 0) cancel.abort();
      },
    },
  );
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  expect(existsSync(here.out)).toBe(false);
  expect(await openWorkspace(here.workspace, {}).listRuns()).toEqual([]);
  const { state, files } = await here.export();
  expect(readdirSync(here.out).sort()).toEqual(
    ['LEIA-ME.txt', 'check.sql', 'data', 'manifest.json', 'objects.sql', 'run.sql', 'schema.sql'].sort(),
  );
  expect(files.at(-1)?.path).toBe('run.sql');
  await expect(here.export()).rejects.toMatchObject({ code: 'output.notEmpty' });
  // An attempt that was killed leaves its mark.
  writeFileSync(join(here.out, 'INCOMPLETO-UNFINISHED.txt'), '');
  const second = await here.export();
  expect(second.state.id).not.toBe(state.id);
  expect(existsSync(join(here.out, 'INCOMPLETO-UNFINISHED.txt'))).toBe(false);
});

/** Runs all of it, and ends psql's session at the end of that script, where nothing of it is committed yet. */
async function killIn(there: ServerSide, script: string): Promise<void> {
  const folder = dirname(script);
  const name = readdirSync(folder).find((each) => join(folder, each).startsWith(script)) ?? '';
  const whole = readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, name), `${whole}\ndo 'begin perform pg_sleep(600); end';\n`);
  await withPg(there.url, async (client) => {
    const psql = there.psql();
    const own = `from pg_stat_activity where datname = current_database() and query like '%pg_sleep(600)%'
      and pid <> pg_backend_pid()`;
    await expect.poll(async () => (await client.query(`select ${own}`)).rowCount).toBe(1);
    await client.query(`select pg_terminate_backend(pid) ${own}`);
    expect((await psql).code).not.toBe(0);
  });
  writeFileSync(join(folder, name), whole);
}
