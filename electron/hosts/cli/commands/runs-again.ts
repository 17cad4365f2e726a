import type { Command } from 'commander';
import type { ValidationLevel } from '../../../../shared/model/index.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, takesTarget } from '../options.ts';
import type { Report } from '../output.ts';
import { runReport } from './migrate.ts';

/** Options that name a run and the way to its target. */
export interface RunOptions {
  run: string;
  target?: string;
}

/** Adds the options of `RunOptions`. */
export function takesRun(command: Command, make: OptionMaker): Command {
  command.addOption(make.text('--run <ID>', 'run').makeOptionMandatory());
  return takesTarget(command, make, 'targetAgain');
}

export function addResume(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make).action(act(resume));
}

export function addValidate(command: Command, make: OptionMaker, act: Act): void {
  const levels = ['counts', 'segments', 'rows'];
  takesRun(command, make)
    .addOption(make.oneOf('--level <LEVEL>', 'level', levels).default('rows'))
    .action(act(validate));
}

async function resume(invocation: Invocation<RunOptions>): Promise<Report> {
  const { options, run, workspace, env, language } = invocation;
  const { target = null } = options;
  const result = await run('resume', { workspace, run: options.run, target, env: { ...env }, language });
  return runReport(result, invocation);
}

async function validate(invocation: Invocation<RunOptions & { level: ValidationLevel }>): Promise<Report> {
  const { options, run, workspace, env, language } = invocation;
  const { target = null, level } = options;
  const result = await run('validate', {
    workspace,
    run: options.run,
    target,
    level,
    env: { ...env },
    language,
  });
  return runReport(result, invocation);
}
