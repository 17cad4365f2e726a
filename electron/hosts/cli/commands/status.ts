import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { statusText } from '../text/status.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions {
  backups?: string;
}

export function addStatus(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make).addOption(make.text('--backups <DIR>', 'backups')).action(act(status));
}

async function status({ options, run, t, language, workspace, env }: Invocation<Options>): Promise<Report> {
  const { run: id, target = null } = options;
  const backups = options.backups === undefined ? null : resolve(options.backups);
  const found = await run('status', { workspace, run: id, target, env: { ...env }, backups });
  return { json: found, text: statusText(found, t, language) };
}
