import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/folder.ts';
import { ask, WebClient } from '../../helpers/web-client.ts';

const main = fileURLToPath(new URL('../../../electron/hosts/cli/main.ts', import.meta.url));

it('serves the wizard until it is told to stop', async () => {
  const folder = tempFolder();
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, AUTOCORE_MIGRATE_HOME: join(folder, 'workspace') };
  const child = spawn(process.execPath, [main, 'serve', '--lang', 'en', '--folder', folder], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  let link = '';
  for await (const line of lines) {
    if (line.startsWith('http://')) link = line;
    if (link) break;
  }
  const client = await WebClient.open(link);
  expect(await client.value('app.info', {})).toMatchObject({
    host: 'browser',
    workspace: env.AUTOCORE_MIGRATE_HOME,
  });
  expect(await client.value('files.roots', {})).toMatchObject([{ path: folder }]);
  const { status, body } = await ask(client.port, { path: '/' });
  expect(status).toBe(200);
  expect(body).toContain('<script type="module"');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
