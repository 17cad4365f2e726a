import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

it('follows, goes live and comes back from the command line', async () => {
  const { folder, env } = sandbox();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 50 });
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const call = (...args: string[]) => cli([...args, '--target', url, '--progress', 'none'], { env });
  const { run } = JSON.parse((await call('migrate', '--source', source, '--yes', '--json')).stdout);

  const db = new Database(source);
  db.exec(`update devices set name = 'mudou' where id = 1`);
  db.close();
  const synced = await call('sync', '--run', run);
  expect(synced.code).toBe(0);
  expect(synced.stdout).toMatch(/^devices +0 +1 +0 +0$/m);
  expect(JSON.parse((await call('sync', '--run', run, '--json')).stdout)).toMatchObject({ run, rows: 0 });

  const file = join(folder, '.env');
  writeFileSync(file, 'DB_PASSWORD=antiga\n');
  const shown = await call('cutover', '--run', run, '--env', file);
  expect(shown.code).toBe(3);
  expect(shown.stdout).toContain('+ DATABASE_TYPE=postgresql');
  expect(shown.stdout).toContain('+ DB_PASSWORD=***');
  expect(shown.stdout).toContain('systemctl stop autocore-gateway');
  expect(readFileSync(file, 'utf8')).toBe('DB_PASSWORD=antiga\n');
  const missing = await call('cutover', '--run', run, '--env', join(folder, 'nenhum.env'), '--yes', '--json');
  expect(missing.code).toBe(2);
  expect(JSON.parse(missing.stdout).error.code).toBe('cutover.envUnusable');

  const live = await call('cutover', '--run', run, '--env', file, '--yes');
  expect(live.code).toBe(0);
  expect(live.stdout).toContain(`autocore-migrate rollback --run ${run}`);
  expect(live.stdout).not.toContain(decodeURIComponent(new URL(url).password));
  expect((await call('sync', '--run', run)).code).toBe(2);

  await withPg(url, (client) =>
    client.query(`update devices set name = 'de volta' where id = 1;
      create table viagens (id int primary key, km numeric); insert into viagens values (1, 12.5), (2, 'NaN');
      alter table themes rename to aparencias`),
  );
  const asked = await call('rollback', '--run', run);
  expect(asked.code).toBe(3);
  expect(asked.stdout).toContain(source);
  expect(asked.stdout).toMatch(/^ +tabela viagens, 2 linhas: vai junto$/m);
  expect(asked.stdout).toContain('O PostgreSQL não tem mais themes');
  const stopped = await call('rollback', '--run', run, '--yes', '--json');
  expect(stopped.code).toBe(4);
  expect(JSON.parse(stopped.stdout).error).toMatchObject({
    code: 'restore.missing',
    message: expect.stringContaining('themes → aparencias'),
  });
  await withPg(url, (client) => client.query('alter table aparencias rename to themes'));
  const back = await call('rollback', '--run', run, '--yes', '--json');
  expect(back.code).toBe(0);
  expect(JSON.parse(back.stdout).restored).toMatchObject({
    ...{ done: true, rows: 3, missing: [], displaced: [], leftBehind: [] },
    added: [{ kind: 'table', name: 'viagens', rows: 2, brought: true, reason: null }],
    spelled: [{ table: 'viagens', column: 'km', as: 'notNumber', values: 1, key: 'id=2', value: 'NaN' }],
  });
  expect(readFileSync(file, 'utf8')).toBe('DB_PASSWORD=antiga\n');
  const now = new Database(source, { readonly: true });
  expect(now.prepare('select name from devices where id = 1').pluck().get()).toBe('de volta');
  now.close();
});
