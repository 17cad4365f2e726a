import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rm } from '../../engine/system/files.ts';
import { root } from '../due.ts';
import { programIn } from './editions.ts';

const run = promisify(execFile);

/**
 * `npm run test:packed`: the program that was packed for this system makes a database and migrates it into a server of
 * its own. On Windows and macOS Electron itself reads the words, from its archive and with its switches, and calls the
 * console program; on Linux the script that has the program's name does.
 */
async function tryOut(): Promise<void> {
  const packages = join(root, 'dist/packages');
  const name = programIn(existsSync(packages) ? await readdir(packages) : [], process.platform, process.arch);
  if (name === null) throw new Error('nothing was packed for this system: npm run pack');
  const folder = await mkdtemp(join(tmpdir(), 'autocore-packed-'));
  try {
    const program = join(packages, name);
    const source = join(folder, 'São João.db');
    const words = ['--json', '--progress', 'none', '--workspace', join(folder, 'migrações')];
    const autocore = async (...args: string[]): Promise<string> => {
      const { stdout } = await run(program, [...args, ...words], { maxBuffer: 1e8, timeout: 300_000 });
      return stdout;
    };
    await autocore('sample', '--rows', '300', '--dirty', '--out', source);
    const done = JSON.parse(await autocore('migrate', '--source', source, '--yes'));
    if (done.validation?.status !== 'identical') throw new Error(`validated as ${done.validation?.status}`);
    console.log(`${name}: migrated, and nothing differs`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await tryOut().catch((error: Error & { stderr?: string }) => {
  console.error(`${error.message}\n${error.stderr ?? ''}`);
  process.exit(1);
});
