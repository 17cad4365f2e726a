import type { Command } from 'commander';
import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { SyncedTable } from '../../../engine/stages/catch-up-apply.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { table } from '../text/table.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions {
  follow?: boolean;
  sameSource?: boolean;
  full?: boolean;
}

export function addSync(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make)
    .addOption(make.flag('--follow', 'follow'))
    .addOption(make.flag('--same-source', 'sameSource'))
    .addOption(make.flag('--full', 'full'))
    .action(act((invocation) => (invocation.options.follow ? follow(invocation) : sync(invocation))));
}

/** Until Ctrl-C, which is its regular end: what it brought over, and the moment that the target has everything of. */
async function follow({ options, run, t, language, workspace, env }: Invocation<Options>): Promise<Report> {
  const { run: id, target = null, sameSource = false, full = false } = options;
  const result = await run('follow', {
    ...{ workspace, run: id, target, env: { ...env }, language },
    ...{ sameSource, full },
  });
  const lines = [
    t('cutover.follow.ended', { at: Date.parse(result.lastCaughtUp), rows: result.rows }),
    ...(result.tables.length > 0 ? ['', tablesOf(result.tables, t, language)] : []),
    '',
    t('cutover.sync.next', { run: id }),
  ];
  return { json: result, text: lines.join('\n') };
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
  const lines = [
    t('cutover.sync.done', { rows: result.rows, seconds: result.seconds.total }),
    '',
    tablesOf(result.tables, t, language),
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

function tablesOf(tables: readonly SyncedTable[], t: Translate, language: Language): string {
  const columns = ['inserted', 'changed', 'deleted', 'quarantined'] as const;
  const head = ['table', ...columns].map((name) => t(`cutover.sync.columns.${name}`));
  const rows = tables.map((each) => [each.name, ...columns.map((name) => each[name])]);
  return table(head, rows, language);
}
