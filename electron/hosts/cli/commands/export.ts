import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Profile } from '../../../../shared/model/index.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles } from '../options.ts';
import type { Report } from '../output.ts';
import { exportDocument, exportText } from '../text/export.ts';

interface Options {
  source?: string;
  out?: string;
  plan?: string;
  profile: Profile;
  set: string[];
  schema?: string;
  adopt?: string;
  adoptQuery?: string;
  extras: 'on' | 'off';
  yes?: boolean;
}

export function addExport(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--source <FILE>', 'source'))
    .addOption(make.text('--out <FOLDER>', 'exportOut'))
    .addOption(make.text('--plan <FILE>', 'plan').conflicts(['profile', 'set']))
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.choices())
    .addOption(make.text('--schema <NAME>', 'schema').conflicts('adopt'))
    .addOption(make.text('--adopt <FILE>', 'adopt'))
    .addOption(make.text('--adopt-query <FILE>', 'adoptQuery').conflicts(['source', 'out', 'adopt']))
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
  const { source, out, plan, profile, set, schema = null, adopt, adoptQuery, extras, yes = false } = options;
  if (adoptQuery !== undefined) {
    const made = await run('adoptQuery', { out: resolve(adoptQuery), schema });
    return { json: made, text: t('export.query', { path: made.path }) };
  }
  if (source === undefined || out === undefined)
    throw new AppError('usage', { reason: t('export.needsSource') });
  const result = await run('export', {
    workspace,
    source: resolve(source),
    out: resolve(out),
    env: { ...env },
    schema,
    plan: plan === undefined ? null : resolve(plan),
    adopt: adopt === undefined ? null : resolve(adopt),
    profile,
    set,
    extras: extras === 'on',
    acceptDefaults: yes,
    language,
  });
  return { json: exportDocument(result), text: exportText(result, t, language) };
}
