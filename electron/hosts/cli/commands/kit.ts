import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { visible } from '../../../../shared/visible.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';

interface Options {
  run?: string;
  plan?: string;
  out: string;
  application?: string;
}

export function addKit(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--run <ID>', 'run'))
    .addOption(make.text('--plan <FILE>', 'plan').conflicts('run'))
    .addOption(make.text('--out <DIR>', 'kitOut').makeOptionMandatory())
    .addOption(make.text('--application <DIR>', 'application'))
    .action(act(kit));
}

async function kit({ options, run, t, workspace }: Invocation<Options>): Promise<Report> {
  const { run: id = null, plan, application } = options;
  if (id === null && plan === undefined) throw new AppError('usage', { reason: t('kit.needsRunOrPlan') });
  const made = await run('kit', {
    workspace,
    run: id,
    plan: plan === undefined ? null : resolve(plan),
    out: resolve(options.out),
    application: application === undefined ? null : resolve(application),
  });
  const patched = made.places.filter((place) => place.patched).length;
  const lines = [
    t('kit.done', { path: made.path, count: made.files.length }),
    ...made.files.map((name) => `  ${visible(name)}`),
    ...(application === undefined ? [] : [t('kit.found', { count: made.places.length, patched })]),
    ...made.places.map(({ file, line, found, change, patched: done }) =>
      visible(`  ${done ? '+' : ' '} ${file}:${line}  ${found}  →  ${change}`),
    ),
    t('kit.next', { path: made.path }),
  ];
  return { json: made, text: lines.join('\n') };
}
