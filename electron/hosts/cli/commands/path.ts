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

async function path(invocation: Invocation<Options>, change: PathChange): Promise<Report> {
  const { t } = invocation;
  if (process.platform !== 'win32') {
    const link = `/usr/local/bin/${programName}`;
    const add = (): string => `sudo ln -s "${join(folderOf(invocation), programName)}" ${link}`;
    throw new AppError('path.byHand', { command: change === 'add' ? add() : `sudo rm ${link}` });
  }
  const folder = folderOf(invocation);
  const changed = await changeUserPath(change, folder, thisSystem).catch((error: Error) => {
    throw new AppError('path.refused', { reason: error.message }, { cause: error });
  });
  const said = changed ? (change === 'add' ? 'added' : 'removed') : 'asItWas';
  return { json: { folder, changed }, text: t(`cli.path.${said}`, { folder }) };
}

/**
 * The folder that was named, or that the file names which starts the program; a checkout has none. Never the one where
 * somebody happens to be: whatever lies there could be started by its name then.
 * @throws AppError usage {reason}
 */
function folderOf({ options, env, t }: Invocation<Options>): string {
  const folder = options.folder ?? env.AUTOCORE_MIGRATE_BIN;
  if (folder) return resolve(folder);
  throw new AppError('usage', { reason: t('cli.problems.missingOption', { name: '--folder <DIR>' }) });
}
