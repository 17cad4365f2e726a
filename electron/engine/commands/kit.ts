import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { alembicRevision, revisionOf } from '../kit/alembic.ts';
import { page } from '../kit/page.ts';
import { settingsFile } from '../kit/settings.ts';
import { environment, staticFiles } from '../kit/templates.ts';
import { planSql } from '../plan/ddl.ts';
import { readPlan } from '../run/plan-file.ts';
import { openWorkspace } from '../run/workspace.ts';
import { thisMachine } from '../server/machine.ts';
import { planSource } from './plan.ts';

export interface KitInput {
  workspace: string;
  /** Id of a run, or null with `plan`. */
  run: string | null;
  /** Path of a saved plan, or null with `run`. */
  plan: string | null;
  /** Folder to write; it is made. What it holds of an earlier kit is replaced, but for `.env`. */
  out: string;
}

export interface Kit {
  path: string;
  /** Relative to `path`, sorted. */
  files: string[];
  revision: string;
}

/**
 * Writes everything that a new server and the application need: server, roles, backups, Alembic, engine settings, and
 * what changes in the code. @throws AppError run.unknown, plan.unreadable, output.unwritable {path, reason}
 */
export async function writeKit(input: KitInput, ctx: EngineContext): Promise<Kit> {
  const { plan, enhanced, schema } = await plansOf(input, ctx);
  const path = resolve(input.out);
  try {
    await mkdir(path, { recursive: true });
    const files = new Map(await staticFiles());
    files.set('postgresql/autocore.conf', settingsFile(await thisMachine(path)));
    files.set('schema.sql', planSql(plan, schema));
    files.set(`alembic/versions/${revisionOf(plan)}_autocore_postgresql.py`, alembicRevision(plan, schema));
    if (enhanced) {
      const name = `${revisionOf(enhanced)}_autocore_postgresql_enhanced.py`;
      files.set(`alembic/enhanced/${name}`, alembicRevision(enhanced, schema));
    }
    files.set('LEIAME.md', page(plan, enhanced));
    for (const [name, text] of files) await write(join(path, name), text, name.endsWith('.sh'));
    const secrets = join(path, '.env');
    // Passwords that a server may have already.
    if (!existsSync(secrets)) await writeFile(secrets, environment(), { mode: 0o600, flag: 'wx' });
    return { path, files: [...files.keys(), '.env'].sort(), revision: revisionOf(plan) };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new AppError('output.unwritable', { path, reason }, { cause });
  }
}

interface Plans {
  plan: Plan;
  enhanced: Plan | null;
  schema: string;
}

/** The plan asked for, and the enhanced one of the same data where it can be told: it needs the snapshot. */
async function plansOf(input: KitInput, ctx: EngineContext): Promise<Plans> {
  if (input.run === null) {
    return { plan: await readPlan(input.plan ?? ''), enhanced: null, schema: 'public' };
  }
  const workspace = openWorkspace(input.workspace, {});
  const { schema } = (await workspace.readState(input.run)).target;
  const folder = workspace.runFolder(input.run);
  const plan = await readPlan(folder.plan);
  if (plan.profile === 'enhanced' || !existsSync(folder.snapshot)) return { plan, enhanced: null, schema };
  const made = await planSource(
    {
      workspace: input.workspace,
      source: folder.snapshot,
      profile: 'enhanced',
      extras: plan.extras,
      set: [],
    },
    ctx,
  );
  return { plan, enhanced: made.plan, schema };
}

async function write(file: string, text: string, executable: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  // The mode of an existing file would stay.
  await chmod(file, executable ? 0o755 : 0o644);
}
