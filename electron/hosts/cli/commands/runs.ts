import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Language, type Translate } from '../../../../shared/messages/index.ts';
import type { ToldRun } from '../../../engine/commands/runs.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { Report } from '../output.ts';
import { table } from '../text/table.ts';

export function addRuns(command: Command, act: Act): void {
  command.action(act(runs));
}

async function runs({ run, t, exact, language, workspace }: Invocation<object>): Promise<Report> {
  const listed = await run('runs', { workspace });
  return {
    json: { runs: listed.map((each) => document(each, exact)) },
    text: listed.length === 0 ? t('cli.runs.none', { path: workspace }) : list(listed, t, language),
  };
}

function list(listed: readonly ToldRun[], t: Translate, language: Language): string {
  const head = ['run', 'status', 'created', 'file', 'target'].map((name) => t(`cli.columns.${name}`));
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const rows = listed.map((each) => {
    if ('error' in each) return [each.id, t('cli.runs.damaged'), '', '', ''];
    const { status, createdAt, source, target } = each.state;
    return [each.id, t(`statuses.${status}`), time.format(new Date(createdAt)), source.path, target.url];
  });
  return table(head, rows, language);
}

function document(each: ToldRun, t: Translate): object {
  if ('error' in each) {
    const { code, message, hint } = errorData(new AppError(each.error.code, each.error.params), t);
    return { run: each.id, error: { code, message, hint } };
  }
  const { status, stage, createdAt, finishedAt, profile, source, target, error } = each.state;
  return { run: each.id, status, stage, createdAt, finishedAt, profile, source, target, error };
}
