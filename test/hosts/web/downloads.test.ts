import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { sendDownload } from '../../../electron/hosts/web/download-route.ts';
import { Downloads } from '../../../electron/hosts/web/downloads.ts';
import { web } from '../../../shared/contract/web.ts';
import { tempFolder } from '../../helpers/folder.ts';

it('a document is given once, to who has its token, and nothing stays behind', async () => {
  const folder = tempFolder();
  const downloads = new Downloads(folder);
  const add = (name: string) =>
    downloads.add({ name, extension: 'json', write: async (path) => writeFileSync(path, name) });
  const tokens: string[] = [];
  for (const name of ['a.json', 'b — ção.json']) {
    const saved = await add(name);
    expect(saved).toMatchObject({ kind: 'download', name });
    const url = saved.kind === 'download' ? saved.url : '';
    expect(url.startsWith(web.download)).toBe(true);
    tokens.push(url.slice(web.download.length));
  }
  const [first = '', second = ''] = tokens;
  expect(first).not.toBe(second);
  for (const none of ['', `${first}x`, '../a.json']) expect(downloads.take(none)).toBeNull();
  const given = downloads.take(first);
  expect(given?.name).toBe('a.json');
  // Though its file is still there: whoever fetches it removes it afterwards.
  expect(existsSync(given?.path ?? '')).toBe(true);
  expect(downloads.take(first)).toBeNull();
  expect(downloads.take(second)?.name).toBe('b — ção.json');
  expect(downloads.take(second)).toBeNull();
  expect(readdirSync(join(folder, 'scratch'))).toHaveLength(1);
  await downloads.close();
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
});

it('a folder that could not be made is made for the next document', async () => {
  const folder = tempFolder();
  // A file where the folder should be.
  writeFileSync(join(folder, 'scratch'), '');
  const downloads = new Downloads(folder);
  const add = () => downloads.add({ name: 'a.json', extension: 'json', write: async () => {} });
  await expect(add()).rejects.toMatchObject({ code: 'output.unwritable', params: { path: folder } });
  rmSync(join(folder, 'scratch'));
  expect(await add()).toMatchObject({ kind: 'download' });
  await downloads.close();
});

it('a file that stays ends nothing', async () => {
  const reply = {
    header: () => reply,
    send: (stream: Readable) => {
      stream.on('error', () => {}).resume();
      return reply;
    },
  };
  const told: unknown[] = [];
  // A folder can neither be read nor removed as a file.
  sendDownload(reply as never, { path: tempFolder(), name: 'a.json' }, (error) => told.push(error));
  await expect.poll(() => told).toHaveLength(1);
});
