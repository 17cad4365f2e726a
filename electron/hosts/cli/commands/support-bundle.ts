import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';

interface Options {
  run: string;
  out: string;
}

export function addSupportBundle(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--run <ID>', 'run').makeOptionMandatory())
    .addOption(make.matching('--out <FILE>', 'bundleOut', /\.zip$/i, 'expectedBundle').makeOptionMandatory())
    .action(act(supportBundle));
}

async function supportBundle({ options, run, t, workspace }: Invocation<Options>): Promise<Report> {
  const { path, files } = await run('supportBundle', {
    workspace,
    run: options.run,
    out: resolve(options.out),
  });
  return { json: { run: options.run, path, files }, text: t('cli.supportBundle.done', { path }) };
}
