import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Era, eras } from '../../../engine/sample/eras.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { table } from '../text/table.ts';

interface Options {
  rows: number;
  out: string;
  seed: number;
  dirty?: boolean;
  era: Era;
  force?: boolean;
}

export function addSample(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.number('--rows <N>', 'rows', 0, 1_000_000_000).makeOptionMandatory())
    .addOption(make.text('--out <FILE>', 'sampleOut').makeOptionMandatory())
    .addOption(make.number('--seed <S>', 'seed', 0, 4_294_967_295).default(1))
    .addOption(make.flag('--dirty', 'dirty'))
    .addOption(make.oneOf('--era <ERA>', 'era', eras).default('14'))
    .addOption(make.flag('--force', 'force'))
    .action(act(sample));
}

async function sample({ options, run, t, language }: Invocation<Options>): Promise<Report> {
  const { rows, seed, era, dirty = false, force = false } = options;
  const out = resolve(options.out);
  const { bytes, tables, hazards } = await run('sample', { out, rows, seed, era, dirty, force });
  const lines = [
    t('cli.sample.done', { path: out, mib: bytes / 1024 / 1024 }),
    ...(dirty ? [t('cli.sample.hazards', { count: hazards.length })] : []),
    '',
    table(
      [t('cli.columns.table'), t('cli.columns.rows')],
      tables.map((each) => [each.name, each.rows]),
      language,
    ),
  ];
  const planted = hazards.map((hazard) => ({ ...hazard, rowid: hazard.rowid?.toString() ?? null }));
  return { json: { path: out, bytes, tables, hazards: planted }, text: lines.join('\n') };
}
