import { mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rm } from '../../engine/system/files.ts';
import { root } from '../due.ts';
import { makePortable } from './make.ts';
import { nameOf, systemOf } from './systems.ts';

/**
 * `npm run portable -- --platform win32 --arch x64`: the portable edition for a system, this one where none is named, as
 * an archive under dist/, or in the folder that `--out` names. `--quick` makes one of the same content to try out: from
 * the packages that are installed here, where they are for that system, and hardly compressed.
 */
async function portable(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      platform: { type: 'string', default: process.platform },
      arch: { type: 'string', default: process.arch },
      out: { type: 'string', default: join(root, 'dist') },
      quick: { type: 'boolean', default: false },
    },
  });
  const system = systemOf(values.platform, values.arch);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  const name = `AutoCore-Migrate-${version}-${nameOf(system)}`;
  const scratch = await mkdtemp(join(tmpdir(), 'autocore-portable-'));
  try {
    const archive = join(out, `${name}${system.platform === 'win32' ? '.zip' : '.tar.gz'}`);
    const digest = await makePortable({ system, root, scratch, name, archive, quick: values.quick });
    const { size } = await stat(archive);
    console.log(`${archive}\n${(size / 1e6).toFixed(1)} MB, SHA-256 ${digest}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

await portable(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
