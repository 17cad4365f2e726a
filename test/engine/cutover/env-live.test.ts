// biome-ignore-all lint/suspicious/noTemplateCurlyInString: .env files have such values
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import type { EngineContext } from '../../../electron/engine/context.ts';
import { envReaders } from '../../helpers/env-readers.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { hasAttributes, immutable } from '../../helpers/immutable.ts';
import { isLong } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { afterMigration } from './live.ts';
import { context } from './scene.ts';

const before =
  '# AutoCore\r\nexport DB_USER = "x" # hoje\r\nDATABASE_TYPE=sqlite # hoje\r\nMQTT_HOST=localhost';

async function scene() {
  const made = await afterMigration({ rows: 20 });
  const other = join(made.folder, 'gateway', '.env');
  mkdirSync(dirname(other));
  for (const path of [made.file, other]) writeFileSync(path, before);
  const envFiles = [made.file, other];
  return {
    ...{ ...made, envFiles },
    live: (more: Partial<Parameters<typeof cutoverRun>[0]> = {}, ctx: Partial<EngineContext> = {}) =>
      cutoverRun({ ...made.call, envFiles, confirm: true, ...more }, { ...context(), ...ctx }),
    /** Nothing was written anywhere, and the source is followed as before. */
    async untouched() {
      for (const path of envFiles) {
        expect(readFileSync(path, 'utf8')).toBe(before);
        expect(readdirSync(dirname(path)).filter((name) => /before|part/.test(name))).toEqual([]);
      }
      expect(await made.sync()).toMatchObject({ rows: 0 });
    },
  };
}

it('what is written is read by all, and comes back byte for byte', async () => {
  const readers = envReaders(tempFolder());
  onTestFinished(() => readers?.close());
  const { url, live, envFiles, commands } = await scene();
  const user = `app_${Date.now()}`;
  const password = `a'b"c#d e\\f;g$ ç!`;
  await withPg(url, (client) =>
    client.query(`create role ${user} login password ${client.escapeLiteral(password)}`),
  );
  onTestFinished(() =>
    withPg(url, async (client) => {
      await client.query(`drop owned by ${user}`);
      await client.query(`drop role ${user}`);
    }),
  );
  const target = new URL(url);
  expect(await live({ application: { user, password } })).toMatchObject({ live: true });
  const wanted = {
    ...{ DATABASE_TYPE: 'postgresql', DB_HOST: target.hostname, DB_PORT: target.port },
    ...{ DB_NAME: target.pathname.slice(1), DB_USER: user, DB_PASSWORD: password },
  };
  for (const path of envFiles) {
    const found = await readers?.read(readFileSync(path), Object.keys(wanted));
    if (!found) continue;
    expect(found.bash).toEqual(wanted);
    for (const read of [found.dotenv, found.loaded, found.systemd]) {
      expect(read).toMatchObject({ ...wanted, MQTT_HOST: 'localhost' });
    }
  }
  // As the file says it: the login that the application will use is the one that is tried.
  expect(await live()).toMatchObject({ role: user });
  await commands.rollback(url, context());
  for (const path of envFiles) expect(readFileSync(path, 'utf8')).toBe(before);
});

it('a password that has no form is refused before anything is written, and not shown', async () => {
  const { live, untouched } = await scene();
  for (const [password, characters] of [
    ['segredo${HOME}', '${…}'],
    ["segredo'$x", "' $"],
    ['segredo\\\\`', '\\ `'],
  ]) {
    const refused = { code: 'cutover.envValue', params: { key: 'DB_PASSWORD', characters } };
    for (const confirm of [false, true]) {
      const failed = live({ confirm, application: { user: 'x', password: password ?? '' } });
      const error = await failed.catch((thrown: Error) => thrown);
      expect(error).toMatchObject(refused);
      expect(String(error)).not.toContain('segredo');
    }
  }
  await untouched();
});

it.runIf(isLong)(
  'a file that says something else when it is read again is put back, and so are the others',
  async () => {
    const { live, envFiles, file, untouched, change, sync } = await scene();
    // A redeploy that comes while the files are written.
    const onProgress: EngineContext['onProgress'] = ({ stage, done }) => {
      if (stage === 'env' && done === 2) appendFileSync(file, 'DATABASE_TYPE=sqlite\n');
    };
    const refused = { path: file, key: 'DATABASE_TYPE', reader: 'python-dotenv' };
    await expect(live({}, { onProgress })).rejects.toMatchObject({
      code: 'cutover.envMisread',
      params: refused,
    });
    expect(readFileSync(file, 'utf8')).not.toContain('postgresql');
    writeFileSync(file, before);
    await untouched();
    // What the application writes until the next attempt is taken along.
    change((db) => db.exec(`update devices set name = 'mudou' where id = 1`));
    expect(await live()).toMatchObject({ live: true, rows: 1 });
    for (const path of envFiles) expect(readFileSync(path, 'utf8')).toContain('DATABASE_TYPE=postgresql');
    await expect(sync()).rejects.toMatchObject({ code: 'cutover.done' });
  },
);

const isTried = isLong && hasAttributes();

it.runIf(isTried)('a file that cannot be replaced keeps the first from being written', async () => {
  const { live, envFiles, untouched } = await scene();
  const [, other = ''] = envFiles;
  immutable(other, true);
  const params = { path: other, reason: expect.stringContaining('EPERM') };
  for (const confirm of [false, true]) {
    await expect(live({ confirm })).rejects.toMatchObject({ code: 'cutover.envUnusable', params });
  }
  await untouched();
  immutable(other, false);
  // It becomes so when the others are compared: still before anything is written.
  const onProgress: EngineContext['onProgress'] = ({ stage }) => {
    if (stage === 'smoke') immutable(other, true);
  };
  await expect(live({}, { onProgress })).rejects.toMatchObject({ code: 'cutover.envUnusable' });
  await untouched();
  immutable(other, false);
  expect(await live()).toMatchObject({ live: true });
});
