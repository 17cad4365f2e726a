import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Profile } from '../../../../shared/model/index.ts';
import { reasonsOf } from '../../../engine/report/audit.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles } from '../options.ts';
import type { Report } from '../output.ts';

interface Options {
  source: string;
  profile: Profile;
  extras: 'on' | 'off';
  set: string[];
  out: string;
  sql?: string;
  alembic?: string;
  schema?: string;
}

export function addPlan(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--source <FILE>', 'source').makeOptionMandatory())
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.oneOf('--extras <on|off>', 'extras', ['on', 'off']).default('on'))
    .addOption(make.choices())
    .addOption(make.text('--out <FILE>', 'planOut').makeOptionMandatory())
    .addOption(make.text('--sql <FILE>', 'sql'))
    .addOption(make.text('--alembic <FILE>', 'alembic'))
    .addOption(make.text('--schema <NAME>', 'planSchema'))
    .action(act(plan));
}

async function plan({ options, run, t, workspace }: Invocation<Options>): Promise<Report> {
  const { profile, set, extras } = options;
  const [source, out] = [resolve(options.source), resolve(options.out)];
  const sql = options.sql === undefined ? null : resolve(options.sql);
  const alembic = options.alembic === undefined ? null : resolve(options.alembic);
  const { schema = 'public' } = options;
  const made = await run('plan', { workspace, source, profile, set, extras: extras === 'on', schema });
  // Loaded by those who write one: with all that makes plans it is more than the rest of the command line.
  const { writePlan } = await import('../../../engine/run/plan-file.ts');
  await telling(out, writePlan(out, made.plan, writeFile));
  if (sql !== null) await telling(sql, writeFile(sql, made.sql));
  if (alembic !== null) await telling(alembic, writeFile(alembic, made.alembic));
  const lines = [
    t('cli.plan.done', { path: out, count: made.plan.tables.length }),
    ...(sql === null ? [] : [t('cli.plan.sql', { path: sql })]),
    ...(alembic === null ? [] : [t('cli.plan.alembic', { path: alembic })]),
    t(`cli.audit.levels.${made.audit.score.level}`, { count: reasonsOf(made.audit) }),
    t('cli.plan.next', { source, path: out }),
  ];
  const { findings, score } = made.audit;
  return {
    json: { plan: out, sql, alembic, tables: made.plan.tables.length, findings, score },
    text: lines.join('\n'),
  };
}

async function telling(path: string, written: Promise<void>): Promise<void> {
  await written.catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('output.unwritable', { path, reason: cause.message }, { cause });
  });
}
