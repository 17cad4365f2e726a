import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { validateRun } from '../../../electron/engine/commands/validate.ts';
import { rebuild } from '../../../electron/engine/cutover/rebuild.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import type { WayBackChoices } from '../../../shared/contract.ts';
import type { Choices, Plan, Profile, RunState } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { copyOfRun } from '../../helpers/template.ts';

export const context = () => ({ signal: new AbortController().signal, onProgress: () => {}, log: silentLog });

/** A sample that has been migrated, and the calls that come after. */
export async function migrated(
  given: {
    rows?: number;
    dirty?: boolean;
    /** Where source and workspace are; a folder of their own without it. */
    folder?: string;
    prepare?: (db: Database.Database) => void;
    /** Writes the source in place of a sample. */
    write?: (path: string) => void;
    profile?: Profile;
    extras?: boolean;
    /** What a person decided. */
    choices?: Choices;
    /** The target; a database of its own without it. */
    url?: string;
  } = {},
) {
  const folder = given.folder ?? tempFolder();
  const source = join(folder, 'autocore.db');
  if (!given.write && !given.prepare && !given.choices && !given.url) {
    const { rows = 300, dirty = false, profile = 'compatible', extras = true } = given;
    const copy = await copyOfRun({ rows, dirty, profile, extras }, folder);
    onTestFinished(copy.drop);
    return calls(folder, copy.url, copy.state);
  }
  if (given.write) given.write(source);
  else await writeSample({ out: source, rows: given.rows ?? 300, dirty: given.dirty ?? false });
  if (given.prepare) change(source, given.prepare);
  const url = given.url ?? (await databaseOfItsOwn());
  const workspace = join(folder, 'trabalho');
  const state = await migrate(
    {
      ...{ workspace, source, target: url, env: {}, schema: null, plan: null },
      profile: given.profile ?? 'compatible',
      ...(given.choices ? { choices: given.choices } : {}),
      ...{
        extras: given.extras ?? true,
        ifNotEmpty: 'abort',
        rehearse: false,
        acceptDefaults: true,
        language: 'en',
      },
    },
    context(),
  );
  return calls(folder, url, state);
}

/** The calls that come after a migration. */
function calls(folder: string, url: string, state: RunState) {
  const source = join(folder, 'autocore.db');
  const workspace = join(folder, 'trabalho');
  const call = { workspace, run: state.id, target: url, env: {}, language: 'en' } as const;
  return {
    ...{ folder, source, url, workspace, state, call },
    sync: () => syncRun(call, context()),
    validate: () => validateRun({ ...call, level: 'rows' }, context()),
    change: (work: (db: Database.Database) => void) => change(source, work),
  };
}

async function databaseOfItsOwn(): Promise<string> {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  return url;
}

/** The file that the way back would put in the place of the source, now. */
export async function rebuilt(scene: Awaited<ReturnType<typeof migrated>>, choices: WayBackChoices = {}) {
  const folder = openWorkspace(scene.workspace, {}).runFolder(scene.state.id);
  const to = join(scene.folder, 'back.db');
  const plan = JSON.parse(readFileSync(folder.plan, 'utf8')) as Plan;
  const result = await withClient(targetConfig(scene.url, {}), (client) =>
    rebuild({
      ...{ client, run: scene.state.id, schema: 'public', plan, snapshot: folder.snapshot, to, wal: false },
      ...{ choices, signal: context().signal, onRows: () => {} },
    }),
  );
  return { result, to, snapshot: folder.snapshot };
}

/** Rows of a SQLite file, as lists. */
export function select(path: string, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}

/** Writes as AutoCore does: no foreign keys, no checks by name. */
export function change(path: string, work: (db: Database.Database) => void): void {
  const db = new Database(path);
  db.pragma('foreign_keys = off');
  db.pragma('ignore_check_constraints = on');
  try {
    work(db);
  } finally {
    db.close();
  }
}
