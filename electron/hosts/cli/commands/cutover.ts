import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { checkLines, doneLines, planLines } from '../text/cutover.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions {
  env: string[];
  yes?: boolean;
  wait?: boolean;
  sameSource?: boolean;
  acceptCopy?: boolean;
}

export function addCutover(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make)
    .addOption(make.texts('--env <FILE>', 'env', /\S/, 'expectedText'))
    .addOption(make.flag('--same-source', 'sameSource'))
    .addOption(make.flag('--accept-copy', 'acceptCopy'))
    .addOption(make.flag('--wait', 'wait'))
    .addOption(make.flag('--yes', 'yesCutover'))
    .action(act(cutover));
}

/** Without --yes it only says what it sees and what would change. */
async function cutover({ options, run, t, language, workspace, env }: Invocation<Options>): Promise<Report> {
  const { run: id, target = null, yes: confirm = false, sameSource = false, wait = false } = options;
  const { acceptCopy = false } = options;
  const envFiles = options.env.map((file) => resolve(file));
  const input = {
    ...{ workspace, run: id, target, env: { ...env }, language },
    ...{ envFiles, confirm, sameSource, wait, acceptCopy },
  };
  const result = await run('cutover', input);
  if (result.live) return { json: result, text: doneLines(result, t).join('\n') };
  return {
    json: result,
    text: [...checkLines(result.use, t), '', ...planLines(result, t)].join('\n'),
    problem: new AppError('cutover.unconfirmed', { run: id }),
  };
}
