import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/folder.ts';
import { ask, printedLink, WebClient } from '../../helpers/web-client.ts';

const main = fileURLToPath(new URL('../../../electron/hosts/cli/main.ts', import.meta.url));

it('serves the wizard until it is told to stop', async () => {
  const folder = tempFolder();
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, AUTOCORE_MIGRATE_HOME: join(folder, 'workspace') };
  const child = spawn(process.execPath, [main, 'serve', '--lang', 'en', '--folder', folder], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const client = await WebClient.open(await printedLink(child.stdout));
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

it.skipIf(process.platform !== 'linux')(
  'opens a browser without a word of the link in its command line',
  async () => {
    const folder = tempFolder();
    const { PATH = '' } = process.env;
    const told = join(folder, 'opened');
    // A browser that says what it was started with.
    const browser = `#!/bin/sh\nprintf '%s\\n' "$@" > "${told}.part" && mv "${told}.part" "${told}"\n`;
    writeFileSync(join(folder, 'xdg-open'), browser, { mode: 0o755 });
    const env = { PATH: `${folder}:${PATH}`, HOME: folder, AUTOCORE_MIGRATE_HOME: join(folder, 'workspace') };
    const child = spawn(process.execPath, [main, 'serve', '--open', '--lang', 'en'], { env });
    onTestFinished(() => void child.kill('SIGKILL'));
    const link = await printedLink(child.stdout);
    await expect.poll(() => existsSync(told)).toBe(true);
    const path = readFileSync(told, 'utf8').trim();
    expect(path).not.toContain(new URL(link).hash.slice(1));
    expect(readFileSync(path, 'utf8')).toContain(`url=${link}"`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await WebClient.open(link);
    // Once the link is used, nothing leads to it.
    const pages = () => readdirSync(folder).filter((name) => name.endsWith('.html'));
    await expect.poll(pages).toEqual([]);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);
