import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Profile } from '../../../../shared/model/index.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles } from '../options.ts';
import type { Report } from '../output.ts';
import { auditText } from '../text/audit.ts';

interface Options {
  source: string;
  profile: Profile;
  report?: string;
}

export function addAudit(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--source <FILE>', 'source').makeOptionMandatory())
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.matching('--report <FILE>', 'report', /\.html?$/i, 'expectedReport'))
    .action(act(audit));
}

async function audit({ options, run, t, language, workspace }: Invocation<Options>): Promise<Report> {
  const { source, profile } = options;
  const report = options.report === undefined ? null : resolve(options.report);
  const found = await run('audit', { workspace, source: resolve(source), profile, report, language });
  const written = report === null ? [] : [t('cli.audit.report', { path: report })];
  return { json: found, text: [auditText(found, t, language), ...written].join('\n') };
}
