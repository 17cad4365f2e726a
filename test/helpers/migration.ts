import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type MigrateInput, migrate } from '../../electron/engine/commands/migrate.ts';
import { resume } from '../../electron/engine/commands/resume.ts';
import { rollbackRun } from '../../electron/engine/commands/rollback.ts';
import type { EngineContext } from '../../electron/engine/context.ts';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { Progress, RunState } from '../../shared/model/index.ts';
import { tempFolder } from './folder.ts';
import { silentLog } from './log.ts';
import { freshDatabase, type TestServer } from './postgres.ts';
import { copyOfRun } from './template.ts';

/** Small chunks, and little patience with silence; how long an answer takes is the computer's affair. */
export const quickTuning = {
  chunkBytes: 100_000,
  rowsPerBlock: 250,
  retry: { attempts: 6, firstDelay: 20, longestDelay: 200 },
  patience: { silence: 300, answer: 300_000, earlier: 300_000 },
};

export interface Scene {
  folder: string;
  workspace: string;
  source: string;
  /** The target without anything in between. */
  url: string;
  env: Record<string, string>;
  /** Ends what runs. */
  cancel: AbortController;
  /** Called with every progress. */
  onProgress: (progress: Progress) => void;
  migrate(given?: Partial<MigrateInput>): Promise<RunState>;
  resume(run: string, target?: string): Promise<RunState>;
  rollback(run: string, confirm?: boolean, target?: string): ReturnType<typeof rollbackRun>;
}

/** A sample, a workspace and an empty database that are gone after the test. */
export async function migrationScene(
  rows: number,
  {
    server = 'pg18',
    tuning = {},
    dirty = false,
  }: { server?: TestServer; tuning?: object; dirty?: boolean } = {},
): Promise<Scene> {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows, dirty });
  const { url, drop } = await freshDatabase(server);
  onTestFinished(drop);
  return sceneWith({ folder, source, url, tuning });
}

/** A scene whose sample was migrated already, into `public` and with the usual choices; `first` is that run. */
export async function migratedScene(rows: number): Promise<{ scene: Scene; first: RunState }> {
  const folder = tempFolder();
  const wishes = { rows, dirty: false, profile: 'compatible', extras: true } as const;
  const { state, url, source, workspace, drop } = await copyOfRun(wishes, folder);
  onTestFinished(drop);
  return { scene: sceneWith({ folder, source, url, workspace }), first: state };
}

/** The same for a source and a target that are there. */
export function sceneWith(given: {
  folder: string;
  source: string;
  url: string;
  workspace?: string;
  tuning?: object;
}): Scene {
  const { folder, source, url, tuning = {} } = given;
  const { workspace = join(folder, 'workspace') } = given;
  const env = { HOME: folder, AUTOCORE_MIGRATE_TUNING: JSON.stringify({ ...quickTuning, ...tuning }) };
  const ctx = (): EngineContext => ({
    signal: scene.cancel.signal,
    onProgress: (progress) => scene.onProgress(progress),
    log: silentLog,
  });
  const scene: Scene = {
    folder,
    workspace,
    source,
    url,
    env,
    cancel: new AbortController(),
    onProgress: () => {},
    migrate: (input = {}) =>
      migrate(
        {
          workspace,
          source,
          target: url,
          env,
          schema: null,
          plan: null,
          profile: 'compatible',
          extras: true,
          ifNotEmpty: 'abort',
          rehearse: false,
          acceptDefaults: true,
          language: 'en',
          ...input,
        },
        ctx(),
      ),
    resume: (run, target = url) => resume({ workspace, run, target, env, language: 'en' }, ctx()),
    rollback: (run, confirm = true, target = url) =>
      rollbackRun({ workspace, run, target, env, confirm }, ctx()),
  };
  return scene;
}
