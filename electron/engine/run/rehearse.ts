import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { managedServer } from '../server/managed.ts';
import { safeUrl } from '../target/config.ts';
import { type MigrateInput, migrate } from './migrate.ts';
import { openWorkspace } from './workspace.ts';

export type RehearseInput = Omit<MigrateInput, 'target' | 'schema' | 'ifNotEmpty' | 'rehearse'>;

/**
 * Migrates into a local server that is made for it and thrown away afterwards, whatever happens. What stays is the
 * run's account: certificate, exceptions and how long it took. A rehearsal that does not come to its end leaves nothing.
 */
export async function rehearse(input: RehearseInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  const folder = join(workspace.dir, 'rehearsals', randomUUID().slice(0, 8));
  const server = managedServer({ workspace: folder, log: ctx.log });
  let run: string | null = null;
  const watched: EngineContext = {
    ...ctx,
    onProgress: (progress) => {
      run = progress.run ?? run;
      ctx.onProgress(progress);
    },
  };
  try {
    const lease = await server.acquire('rehearsal');
    try {
      const { config } = lease;
      const env = { ...input.env, PGPASSWORD: config.password ?? undefined };
      const target = safeUrl(config);
      const request = { ...input, env, target, schema: null, ifNotEmpty: 'abort', rehearse: true } as const;
      const state = await migrate(request, watched);
      await rm(workspace.runFolder(state.id).snapshot, { force: true });
      return state;
    } finally {
      await lease.release();
    }
  } catch (error) {
    if (run !== null) await rm(workspace.runFolder(run).dir, { recursive: true, force: true });
    throw error;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
