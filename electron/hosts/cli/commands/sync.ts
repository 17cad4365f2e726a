import type { Command } from 'commander';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { table } from '../text/table.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions {
  sameSource?: boolean;
  full?: boolean;
}

export function addSync(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make)
    .addOption(make.flag('--same-source', 'sameSource'))
    .addOption(make.flag('--full', 'full'))
    .action(act(sync));
}

/** Says per table what was brought over. */
async function sync({ options, run, t, language, workspace, env }: Invocation<Options>): Promise<Report> {
  const { run: id, target = null, sameSource = false, full = false } = options;
  const result = await run('sync', {
    workspace,
    run: id,
    target,
    env: { ...env },
    language,
    sameSource,
    full,
  });
  if (result.rows === 0) return { json: result, text: t(`cutover.sync.${full ? 'nothingFull' : 'nothing'}`) };
  const columns = ['inserted', 'changed', 'deleted', 'quarantined'] as const;
  const head = ['table', ...columns].map((name) => t(`cutover.sync.columns.${name}`));
  const rows = result.tables.map((each) => [each.name, ...columns.map((name) => each[name])]);
  const lines = [
    t('cutover.sync.done', { rows: result.rows, seconds: result.seconds.total }),
    '',
    table(head, rows, language),
    ...(result.kept === null
      ? []
      : [
          '',
          t(`cutover.sync.${result.kept.endsWith('.db') ? 'keptSnapshot' : 'keptRows'}`, {
            path: result.kept,
          }),
        ]),
    '',
    t('cutover.sync.next', { run: id }),
  ];
  return { json: result, text: lines.join('\n') };
}
