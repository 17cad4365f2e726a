import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { operations } from '../../electron/engine/operations.ts';
import { openWorkspace } from '../../electron/engine/run/workspace.ts';
import type { RunState } from '../../shared/model/index.ts';
import { quiet } from './migrated.ts';
import { freshDatabase, withPg } from './postgres.ts';

/** A support bundle of a real run. */
export interface Written {
  /** Path of the .zip. */
  path: string;
  state: RunState;
}

/** Writes the bundle of a run of a workspace. */
export async function writeBundle(workspace: string, state: RunState): Promise<Written> {
  const path = join(workspace, 'suporte.zip');
  await operations.supportBundle({ workspace, run: state.id, out: path, language: 'pt-BR' }, quiet);
  return { path, state };
}

/** The bundle of a run that loaded all rows of a sample with troubles, and whose server's disk was full at an index. */
export async function bundleOfFullDisk(workspace: string): Promise<Written> {
  const source = join(workspace, 'oficina.db');
  await operations.sample({ out: source, rows: 300, dirty: true }, quiet);
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  await withPg(url, (client) =>
    client.query(`
      create schema trap;
      create function trap.fail() returns event_trigger language plpgsql as
        $$ begin raise exception 'could not extend file "base/1/2"' using errcode = '53100'; end $$;
      create event trigger trap on ddl_command_start when tag in ('CREATE INDEX') execute function trap.fail()`),
  );
  const input = {
    ...{ workspace, source, target: url, env: {}, schema: null, plan: null, extras: true },
    ...{ rehearse: false, acceptDefaults: true },
    profile: 'compatible',
    ifNotEmpty: 'abort',
    language: 'pt-BR',
  } as const;
  await expect(operations.migrate(input, quiet)).rejects.toMatchObject({ code: 'target.noSpace' });
  const [run] = await openWorkspace(workspace, {}).listRuns();
  if (run === undefined || 'error' in run) throw new Error('no run');
  return writeBundle(workspace, run.state);
}
