import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Profile } from '../../../../shared/model/index.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles, takesTarget } from '../options.ts';
import type { Report } from '../output.ts';
import { auditText } from '../text/audit.ts';

interface Options {
  source: string;
  profile: Profile;
  report?: string;
  target?: string;
  schema?: string;
}

export function addAudit(command: Command, make: OptionMaker, act: Act): void {
  command.addOption(make.text('--source <FILE>', 'source').makeOptionMandatory());
  takesTarget(command, make, 'adoptedTarget')
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.text('--schema <NAME>', 'schema'))
    .addOption(make.matching('--report <FILE>', 'report', /\.html?$/i, 'expectedReport'))
    .action(act(audit));
}

async function audit({ options, run, t, language, workspace, env }: Invocation<Options>): Promise<Report> {
  const { source, profile } = options;
  const report = options.report === undefined ? null : resolve(options.report);
  const { target, schema = 'public' } = options;
  const adopt = target === undefined ? null : { target, schema, env: { ...env } };
  const found = await run('audit', { workspace, source: resolve(source), profile, report, language, adopt });
  const written = report === null ? [] : [t('cli.audit.report', { path: report })];
  return { json: found, text: [auditText(found, t, language), ...written].join('\n') };
}
