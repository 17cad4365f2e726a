import type { Command } from 'commander';
import type { WayBackChoices } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Translate } from '../../../../shared/messages/index.ts';
import { visible } from '../../../../shared/visible.ts';
import type { Undone } from '../../../engine/target/undo.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { restoreLines } from '../text/cutover.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions, WayBackChoices {
  yes?: boolean;
  snapshotOnly?: boolean;
  rehearse?: boolean;
}

export function addRollback(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make)
    .addOption(make.flag('--yes', 'yesRollback'))
    .addOption(make.flag('--snapshot-only', 'snapshotOnly'))
    .addOption(make.flag('--rehearse', 'rehearseBack').conflicts(['yes', 'snapshotOnly']));
  for (const [name, values] of Object.entries(choices))
    command.addOption(make.oneOf(`--${name} <WHAT>`, name, values).default(values[0]));
  command.action(act(rollback));
}

/** The first of each is what is done where nothing is said. */
const choices = {
  added: ['bring', 'leave'],
  missing: ['refuse', 'follow', 'snapshot'],
  numbers: ['exact', 'nearest'],
  unfit: ['refuse', 'aside'],
} as const satisfies { [Name in keyof WayBackChoices]-?: readonly WayBackChoices[Name][] };

/** Without --yes it only says what would be removed. */
async function rollback({ options, run, t, workspace, env }: Invocation<Options>): Promise<Report> {
  const { run: id, target = null, yes: confirm = false } = options;
  const { snapshotOnly = false, rehearse = false } = options;
  const { added, missing, numbers, unfit } = options as Required<WayBackChoices>;
  const chosen = { added, missing, numbers, unfit };
  const input = { workspace, run: id, target, env: { ...env }, confirm, snapshotOnly, rehearse, ...chosen };
  const { restored, ...undone } = await run('rollback', input);
  const { dropped, broughtBack, takenOut, givenBack } = undone;
  if (restored) {
    const report = { json: { run: id, restored }, text: restoreLines(restored, t).join('\n') };
    if (restored.done || restored.rehearsed) return report;
    return { ...report, problem: new AppError('restore.unconfirmed', { run: id }) };
  }
  const count = dropped.length;
  const json = { run: id, undone: confirm, ...undone };
  const rows = [...counted('takenOut', takenOut, t), ...counted('givenBack', givenBack, t)];
  if (rows.length > 0) {
    const objects = [...named('list', dropped, t), ...named('back', broughtBack, t)];
    if (confirm) return { json, text: [...rows, t('cli.rollback.rowsDone', { run: id })].join('\n') };
    const problem = new AppError('confirmation.missing', { run: id, count: takenOut.length + count });
    return { json, text: [...rows, ...objects].join('\n'), problem };
  }
  if (count === 0) return { json, text: t('cli.rollback.nothing', { run: id }) };
  if (confirm) return { json, text: t('cli.rollback.done', { run: id, count }) };
  return {
    json,
    text: [...named('list', dropped, t), ...named('back', broughtBack, t)].join('\n'),
    problem: new AppError('confirmation.missing', { run: id, count }),
  };
}

/** Rows by table, under a heading. */
function counted(key: 'takenOut' | 'givenBack', tables: Undone['takenOut'], t: Translate): string[] {
  return tables.length === 0
    ? []
    : [
        t(`cli.rollback.${key}`),
        ...tables.map(({ table, rows }) => `  ${visible(table)}: ${t('cli.rollback.rows', { count: rows })}`),
      ];
}

function named(key: 'list' | 'back', objects: readonly string[], t: Translate): string[] {
  return objects.length === 0
    ? []
    : [t(`cli.rollback.${key}`), ...objects.map((name) => `  ${visible(name)}`)];
}
