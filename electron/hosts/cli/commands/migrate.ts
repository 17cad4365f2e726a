import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Profile } from '../../../../shared/model/index.ts';
import type { RehearsalResult } from '../../../engine/commands/rehearse.ts';
import type { RunResult } from '../../../engine/commands/run-result.ts';
import { environmentFilesFor } from '../../shared/places.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles, takesTarget } from '../options.ts';
import type { Report } from '../output.ts';
import { rehearsalText } from '../text/rehearsal.ts';
import { runDocument, runText } from '../text/run.ts';

interface Options {
  source: string;
  target?: string;
  schema?: string;
  plan?: string;
  profile: Profile;
  ifNotEmpty: 'abort' | 'replace' | 'adopt';
  set: string[];
  extras: 'on' | 'off';
  rehearse?: boolean;
  yes?: boolean;
}

export function addMigrate(command: Command, make: OptionMaker, act: Act): void {
  command.addOption(make.text('--source <FILE>', 'source').makeOptionMandatory());
  takesTarget(command, make, 'target')
    .addOption(make.text('--schema <NAME>', 'schema'))
    .addOption(make.text('--plan <FILE>', 'plan').conflicts('profile'))
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.choices())
    .addOption(
      make.oneOf('--if-not-empty <WHAT>', 'ifNotEmpty', ['abort', 'replace', 'adopt']).default('abort'),
    )
    .addOption(make.oneOf('--extras <on|off>', 'extras', ['on', 'off']).default('on'))
    .addOption(make.flag('--rehearse', 'rehearse'))
    .addOption(make.flag('--yes', 'yes'))
    .action(act(migrate));
}

async function migrate(invocation: Invocation<Options>): Promise<Report> {
  const { options, run, language, workspace, env } = invocation;
  const { target = null, schema = null, profile, ifNotEmpty, extras, yes = false } = options;
  const wishes = {
    workspace,
    source: resolve(options.source),
    env: { ...env },
    plan: options.plan === undefined ? null : resolve(options.plan),
    profile,
    set: options.set,
    extras: extras === 'on',
    acceptDefaults: yes,
    language,
  };
  // A rehearsal has a server of its own, in which the application has made nothing.
  if (options.rehearse && ifNotEmpty === 'adopt')
    throw new AppError('usage', { reason: '--rehearse --if-not-empty adopt' });
  if (options.rehearse) {
    const found = await environmentFilesFor(wishes.source, process.cwd());
    const envFiles = found.map(({ path }) => path);
    return rehearsalReport(await run('rehearse', { ...wishes, against: target, envFiles }), invocation);
  }
  const place = { target, schema, ifNotEmpty, rehearse: false };
  return runReport(await run('migrate', { ...wishes, ...place }), invocation);
}

/** What a rehearsal says of the real migration, behind its report. */
function rehearsalReport(result: RehearsalResult, invocation: Invocation<object>): Report {
  const { prediction } = result;
  const report = runReport(result, invocation);
  const text = rehearsalText(result, invocation.t, invocation.language);
  const json = { ...(report.json as object), rehearsal: prediction };
  const { wayBack } = prediction;
  if (wayBack?.outcome !== 'failed' || report.problem) return { ...report, json, text };
  const { code, params } = wayBack.reason ?? { code: 'internal' as const, params: {} };
  return { ...report, json, text, problem: new AppError(code, params) };
}

/** The report of a run that came to its end; differences are a problem. */
export function runReport(
  result: RunResult,
  { t, exact, language }: Pick<Invocation<object>, 't' | 'exact' | 'language'>,
): Report {
  const { id, status, validation } = result.state;
  const report = { json: runDocument(result, exact), text: runText(result, t, language) };
  if (status !== 'differences') return report;
  const differences = validation?.differences ?? 0;
  return { ...report, problem: new AppError('validation.differences', { run: id, differences }) };
}
