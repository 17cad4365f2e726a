import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { sourceUse } from '../../../electron/engine/cutover/source-use.ts';
import { processExists } from '../../../electron/engine/system/process.ts';
import { tempFolder } from '../../helpers/folder.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) console.log('Programs of the system that hang are not tried: Linux alone is asked by them.');

it.runIf(isLinux)('a program of the system that hangs tells nothing, and does not stay behind', async () => {
  const folder = tempFolder();
  for (const name of ['systemctl', 'crontab']) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho $$ > ${folder}/${name}.pid\nexec sleep 300\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
  try {
    expect(await sourceUse(join(folder, 'a.db'))).toEqual({ writers: [], services: null, cron: null });
  } finally {
    vi.unstubAllEnvs();
  }
  for (const name of ['systemctl', 'crontab']) {
    const pid = join(folder, `${name}.pid`);
    expect(existsSync(pid)).toBe(true);
    await expect.poll(() => processExists(Number(readFileSync(pid, 'utf8')))).toBe(false);
  }
});
