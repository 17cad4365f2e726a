import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { findPsql, ownedDatabase, runPsql } from '../../helpers/psql.ts';

async function scene() {
  const { folder, env } = sandbox();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 300, dirty: true });
  const out = join(folder, 'para o servidor');
  const run = async (args: string[], more: Record<string, string> = {}) => {
    const result = await cli([...args, '--lang', 'en', '--progress', 'none', '--json'], {
      env: { ...env, ...more },
    });
    return { code: result.code, json: JSON.parse(result.stdout) };
  };
  return { folder, source, out, env, run };
}

it.skipIf(findPsql() === null)(
  'writes a folder, says so as JSON, and goes on once psql was there',
  async () => {
    const { source, out, run } = await scene();
    const { code, json } = await run(['export', '--source', source, '--out', out, '--yes']);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ run: expect.stringMatching(/^\d{8}-/), out, peakRssMiB: expect.any(Number) },
      exceptions: expect.stringMatching(/exceptions\.ndjson$/),
      seconds: { snapshot: expect.any(Number), export: expect.any(Number), total: expect.any(Number) },
    });
    expect(json.tables[0]).toMatchObject({ name: expect.any(String), target: expect.any(String), source: 2 });
    for (const { path, bytes } of json.files) expect(readFileSync(join(out, path)).length).toBe(bytes);
    expect(readFileSync(json.exceptions, 'utf8').split('\n').length).toBeGreaterThan(5);
    const [listed] = (await run(['runs'])).json.runs;
    expect(listed).toMatchObject({ run: json.run, status: 'exported' });

    const again = ['--run', json.run];
    const errorOf = async (args: string[]) => (await run(args)).json.error.code;
    expect(await errorOf(['validate', ...again])).toBe('run.noTarget');
    expect(await errorOf(['resume', ...again])).toBe('run.exported');
    expect(await errorOf(['export', '--source', source, '--out', out, '--yes'])).toBe('output.notEmpty');
    const url = await ownedDatabase('pg18');
    expect(await errorOf(['validate', ...again, '--target', url])).toBe('run.notRunThere');
    expect(await runPsql(url, join(out, 'run.sql'))).toMatchObject({ code: 0, stderr: '' });
    const validated = await run(['validate', ...again, '--target', url]);
    expect(validated).toMatchObject({ code: 0, json: { status: 'succeeded' } });
    // The target is remembered, and its password is not.
    expect(validated.json.target.url).not.toContain('plain:');
    const password = { PGPASSWORD: 'plain' };
    expect((await run(['sync', ...again], password)).json).toMatchObject({ rows: 0 });
    const env = join(out, 'app.env');
    writeFileSync(env, 'DATABASE_PATH=/opt/autocore.db\n');
    const live = await run(['cutover', ...again, '--env', env], password);
    expect(live).toMatchObject({ code: 3, json: { live: false } });
    expect(await run(['rollback', ...again, '--yes'], password)).toMatchObject({
      code: 0,
      json: { undone: true },
    });
  },
);

it('asks for decisions first, and leaves nothing then', async () => {
  const { source, out, run } = await scene();
  const db = new Database(source);
  db.exec('create table words (id integer primary key, n integer); insert into words values (1, 2)');
  db.close();
  const missing = await run(['export', '--source', source, '--out', out]);
  expect(missing).toMatchObject({ code: 3, json: { error: { code: 'decisions.missing' } } });
  expect((await run(['runs'])).json.runs).toEqual([]);
  const set = [
    '--set',
    'words.n=TEXT',
    '--set',
    'lengths=declared',
    '--extras',
    'off',
    '--schema',
    'garagem',
  ];
  expect((await run(['export', '--source', source, '--out', out, '--yes', ...set])).code).toBe(0);
  expect(readFileSync(join(out, 'schema.sql'), 'utf8')).toMatch(
    /create table "garagem"."words" \([\s\S]{0,99}"n" text/,
  );
});

it('writes the query for tables of the application, and asks for what it needs', async () => {
  const { folder, source, run } = await scene();
  const path = join(folder, 'consulta do João.sql');
  expect(await run(['export', '--adopt-query', path, '--schema', 'garagem'])).toEqual({
    code: 0,
    json: { path },
  });
  expect(readFileSync(path, 'utf8')).toContain("'garagem'");
  const usage = { code: 2, json: { error: { code: 'usage' } } };
  expect(await run(['export', '--source', source])).toMatchObject(usage);
  expect(await run(['export', '--adopt-query', path, '--source', source])).toMatchObject(usage);
  const unreadable = ['export', '--source', source, '--out', join(folder, 'out'), '--adopt', path];
  expect(await run(unreadable)).toMatchObject({ code: 2, json: { error: { code: 'adopt.unreadable' } } });
});
