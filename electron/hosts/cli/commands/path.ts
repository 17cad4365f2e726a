import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { thisSystem } from '../../../engine/system/programs.ts';
import { changeUserPath, type PathChange } from '../../../engine/system/user-path.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { programName } from '../program-name.ts';

interface Options {
  folder?: string;
}

/** Puts the folder of the program on the user's PATH, or takes it off: what the installer for Windows calls. */
export function addPathChange(command: Command, change: PathChange, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--folder <DIR>', 'pathFolder'))
    .action(act<Options>((invocation) => path(invocation, change)));
}

async function path({ options, env, t }: Invocation<Options>, change: PathChange): Promise<Report> {
  // Named by the file that starts the program; in a checkout there is none.
  const folder = resolve(options.folder ?? env.AUTOCORE_MIGRATE_BIN ?? '.');
  if (process.platform !== 'win32') {
    const link = `/usr/local/bin/${programName}`;
    const program = join(folder, programName);
    throw new AppError('path.byHand', {
      command: change === 'add' ? `sudo ln -s "${program}" ${link}` : `sudo rm ${link}`,
    });
  }
  const changed = await changeUserPath(change, folder, thisSystem).catch((error: Error) => {
    throw new AppError('path.refused', { reason: error.message }, { cause: error });
  });
  const said = changed ? (change === 'add' ? 'added' : 'removed') : 'asItWas';
  return { json: { folder, changed }, text: t(`cli.path.${said}`, { folder }) };
}
