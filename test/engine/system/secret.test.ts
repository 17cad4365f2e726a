import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCredentials } from '../../../electron/engine/server/credentials.ts';
import type { Output, System } from '../../../electron/engine/system/programs.ts';
import { closeToOthers } from '../../../electron/engine/system/secret.ts';
import { tempFolder } from '../../helpers/folder.ts';

const sid = 'S-1-5-21-1004336348-1177238915-682003330-512';
const whoami = { ok: true, output: `"oficina\\joão","${sid}"` };

/** Windows, as far as a file's rights are concerned; `seen` gets what the file held when it was closed to others. */
function windows(answers: { whoami?: Output; icacls?: Output } = {}) {
  const calls: string[][] = [];
  const seen: string[] = [];
  const system: System = {
    platform: 'win32',
    run: async (program, args) => {
      calls.push([program.split('\\').at(-1) ?? '', ...args]);
      if (program.includes('whoami')) return answers.whoami ?? whoami;
      seen.push(readFileSync(args[0] ?? '', 'utf8'));
      return answers.icacls ?? { ok: true, output: '' };
    },
  };
  return { system, calls, seen };
}

const credentials = { superuser: 'a password of the superuser', owner: 'a password of the owner' };

test('passwords go into a file that is closed to others already', async () => {
  const file = join(tempFolder(), 'credentials.json');
  const { system, calls, seen } = windows();
  await writeCredentials(file, credentials, system);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(credentials);
  expect(seen).toEqual(['']);
  expect(calls[1]?.slice(2)).toEqual(['/inheritance:r', '/grant:r', `*${sid}:F`]);
});

test.each([
  ['who it is', { whoami: { ok: false, output: 'no such program' } }],
  ['whose number it is', { whoami: { ok: true, output: '"joão"' } }],
  ['a file system with rights', { icacls: { ok: false, output: 'not supported' } }],
])('without %s no password is written', async (_, answers) => {
  const folder = tempFolder();
  const file = join(folder, 'credentials.json');
  const written = writeCredentials(file, credentials, windows(answers).system);
  await expect(written).rejects.toMatchObject({
    code: 'server.credentials',
    params: { path: file, reason: expect.stringMatching(/whoami|icacls/) },
  });
  expect(existsSync(file)).toBe(false);
});

test('elsewhere the mode of the file does it', async () => {
  const { system, calls } = windows();
  await closeToOthers(join(tempFolder(), 'none'), { ...system, platform: 'linux' });
  expect(calls).toEqual([]);
});
