import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { alembicRevision, revisionOf } from '../kit/alembic.ts';
import { attach } from '../kit/checkout/history.ts';
import { lookAtApplication, usualApplication } from '../kit/checkout/look.ts';
import type { FoundPlace } from '../kit/checkout/types.ts';
import { renderEnv, renderSettings } from '../kit/env.ts';
import { page } from '../kit/page.ts';
import { standbyPage } from '../kit/page-standby.ts';
import { settingsFile } from '../kit/settings.ts';
import { environment, staticFiles } from '../kit/templates.ts';
import { planSql } from '../plan/ddl.ts';
import { planFile, readPlan } from '../run/plan-file.ts';
import { openWorkspace } from '../run/workspace.ts';
import { thisMachine } from '../server/machine.ts';
import { openSource } from '../source/open.ts';
import { alembicVersions, revisionIds } from '../source/versions.ts';
import { rm } from '../system/files.ts';
import { closeToOthers } from '../system/secret.ts';
import { planSource } from './plan.ts';

export interface KitInput {
  workspace: string;
  /** Id of a run, or null with `plan`. */
  run: string | null;
  /** Path of a saved plan, or null with `run`. */
  plan: string | null;
  /** Folder to write; it is made. What it holds of an earlier kit is replaced, but for `.env`. */
  out: string;
  /** A checkout of the application to look into; null or left out: what is known of AutoCore. */
  application?: string | null;
}

export interface Kit {
  path: string;
  /** Relative to `path`, sorted. */
  files: string[];
  revision: string;
  /** What was found in the checkout; empty without one. */
  places: FoundPlace[];
}

/**
 * Writes everything that a new server and the application need: server, roles, backups, Alembic, engine settings, and
 * what changes in the code. All of it is for `public` of a new server, wherever the run has its tables.
 * @throws AppError run.unknown, plan.unreadable, output.unwritable {path, reason},
 * application.missing {path}, application.unreadable {path, reason}, application.noPython {path}
 */
export async function writeKit(input: KitInput, ctx: EngineContext): Promise<Kit> {
  const { plan, enhanced, versions } = await plansOf(input, ctx);
  const path = resolve(input.out);
  const application = input.application
    ? await lookAtApplication(resolve(input.application), path, plan, versions)
    : usualApplication(plan, versions);
  const { join: at, place, found, history, config } = application;
  try {
    await mkdir(path, { recursive: true });
    const files = new Map(await staticFiles());
    files.set('postgresql/autocore.conf', settingsFile(await thisMachine(path)));
    files.set('schema.sql', planSql(plan, schema));
    files.set('plan.json', planFile(plan));
    const settings = 'application/database_config.py';
    files.set(settings, renderSettings(files.get(settings) ?? '', config));
    files.set('alembic/env.py', renderEnv(files.get('alembic/env.py') ?? '', plan, place));
    files.set(
      `alembic/versions/${revisionOf(plan)}_autocore_postgresql.py`,
      alembicRevision(plan, schema, at),
    );
    if (enhanced) {
      const id = revisionOf(enhanced);
      const text = alembicRevision(enhanced, schema, attach(history, versions ?? [], id));
      files.set(`alembic/enhanced/${id}_autocore_postgresql_enhanced.py`, text);
    }
    files.set('standby/LEIAME.md', standbyPage);
    files.set('LEIAME.md', page(plan, enhanced, application));
    for (const [name, text] of files) await write(join(path, name), text, name.endsWith('.sh'));
    const patch = join(path, 'autocore.patch');
    // One of an earlier kit is for another state of the code.
    if (found?.patch) await writeFile(patch, found.patch, 'latin1');
    else await rm(patch, { force: true });
    const secrets = join(path, '.env');
    // Passwords that a server may have already.
    if (!existsSync(secrets)) await writeSecrets(secrets, ctx);
    const names = [...files.keys(), '.env', ...(found?.patch ? ['autocore.patch'] : [])];
    return { path, files: names.sort(), revision: revisionOf(plan), places: found?.places ?? [] };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new AppError('output.unwritable', { path, reason }, { cause });
  }
}

/** The schema of a new server that init.sql, the page and the settings of the application speak of. */
const schema = 'public';

/** Closed to others before a password is in it, where the file system knows of others. */
async function writeSecrets(file: string, { log }: EngineContext): Promise<void> {
  await writeFile(file, '', { mode: 0o600, flag: 'wx' });
  await closeToOthers(file).catch((error) => log.warn({ err: error }, 'the file is not closed to others'));
  await writeFile(file, environment());
}

interface Plans {
  plan: Plan;
  enhanced: Plan | null;
  /** What `alembic_version` of the source holds; null where neither plan nor snapshot says. */
  versions: string[] | null;
}

/** The plan asked for, and the enhanced one of the same data where it can be told: it needs the snapshot. */
async function plansOf(input: KitInput, ctx: EngineContext): Promise<Plans> {
  if (input.run === null) {
    const plan = await readPlan(input.plan ?? '');
    return { plan, enhanced: null, versions: versionsOf(plan) };
  }
  const workspace = openWorkspace(input.workspace, {});
  // There may be none of that id.
  await workspace.readState(input.run);
  const folder = workspace.runFolder(input.run);
  const plan = await readPlan(folder.plan);
  if (!existsSync(folder.snapshot)) return { plan, enhanced: null, versions: versionsOf(plan) };
  const versions = versionsIn(folder.snapshot);
  if (plan.profile === 'enhanced') return { plan, enhanced: null, versions };
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
  return { plan, enhanced: made.plan, versions };
}

/** A plan is a file that somebody may have edited. */
function versionsOf({ source }: Plan): string[] | null {
  return source.versions ? revisionIds(source.versions) : null;
}

function versionsIn(snapshot: string): string[] {
  const { db, close } = openSource(snapshot);
  try {
    return alembicVersions(db);
  } finally {
    close();
  }
}

async function write(file: string, text: string, executable: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  // The mode of an existing file would stay.
  await chmod(file, executable ? 0o755 : 0o644);
}
