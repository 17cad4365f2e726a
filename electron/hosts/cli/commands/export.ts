import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Profile } from '../../../../shared/model/index.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles } from '../options.ts';
import type { Report } from '../output.ts';
import { exportDocument, exportText } from '../text/export.ts';

interface Options {
  source: string;
  out: string;
  plan?: string;
  profile: Profile;
  set: string[];
  schema?: string;
  extras: 'on' | 'off';
  yes?: boolean;
}

export function addExport(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--source <FILE>', 'source').makeOptionMandatory())
    .addOption(make.text('--out <FOLDER>', 'exportOut').makeOptionMandatory())
    .addOption(make.text('--plan <FILE>', 'plan').conflicts(['profile', 'set']))
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.texts('--set <table.column=TYPE>', 'set', /^.+\..+=.+$/s, 'expectedColumnType'))
    .addOption(make.text('--schema <NAME>', 'schema'))
    .addOption(make.oneOf('--extras <on|off>', 'extras', ['on', 'off']).default('on'))
    .addOption(make.flag('--yes', 'yes'))
    .action(act(exportFiles));
}

async function exportFiles({
  options,
  run,
  t,
  language,
  workspace,
  env,
}: Invocation<Options>): Promise<Report> {
  const { plan, profile, set, schema = null, extras, yes = false } = options;
  const result = await run('export', {
    workspace,
    source: resolve(options.source),
    out: resolve(options.out),
    env: { ...env },
    schema,
    plan: plan === undefined ? null : resolve(plan),
    profile,
    set,
    extras: extras === 'on',
    acceptDefaults: yes,
    language,
  });
  return { json: exportDocument(result), text: exportText(result, t, language) };
}
