import { join } from 'node:path';
import type { Prediction, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { amendCertificate } from '../report/amend.ts';
import { auditFiles } from '../run/audit-folder.ts';
import { readKept } from '../run/kept-audit.ts';
import { named } from '../run/progress.ts';
import { makeScratch } from '../run/scratch-folder.ts';
import { openWorkspace } from '../run/workspace.ts';
import { managedServer } from '../server/managed.ts';
import { writeAtomic } from '../system/atomic.ts';
import { rm } from '../system/files.ts';
import { targetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { ownWay } from '../target/own-way.ts';
import { drill } from './drill.ts';
import { type MigrateInput, migrate } from './migrate.ts';
import { measureBandwidth, predict, sizesOf } from './predict.ts';
import type { RunResult } from './run-result.ts';

export interface RehearseInput extends Omit<MigrateInput, 'target' | 'schema' | 'ifNotEmpty' | 'rehearse'> {
  /** URL of the real target, to measure the way to it; nothing is written there. */
  against?: string | null;
  /** The application's .env files: going live and coming back are tried with copies of them. */
  envFiles?: readonly string[];
}

/** A rehearsal with what it says of the real migration. */
export interface RehearsalResult extends RunResult {
  prediction: Prediction;
}

/**
 * Migrates into a local server that is made for it and thrown away afterwards, whatever happens. What stays is the
 * run's account: certificate, exceptions, how long it took, and what that says of the real migration. A rehearsal that
 * does not come to its end leaves nothing.
 */
export async function rehearse(
  { against = null, envFiles = [], ...input }: RehearseInput,
  ctx: EngineContext,
): Promise<{ state: RunState; prediction: Prediction }> {
  // Before anything else: a target that cannot be reached must cost no time.
  const bandwidth =
    against === null
      ? null
      : await withClient(targetConfig(against, input.env), measureBandwidth, { signal: ctx.signal });
  const workspace = openWorkspace(input.workspace, input.env);
  const folder = await makeScratch(workspace.dir, 'rehearsal');
  const server = managedServer({ workspace: folder, log: ctx.log, outlives: false });
  let run: string | null = null;
  const watched: EngineContext = {
    ...ctx,
    onProgress: (progress) => {
      run = progress.run ?? run;
      ctx.onProgress(progress);
    },
  };
  try {
    const lease = await named(ctx, 'server', () => server.acquire('rehearsal'));
    try {
      const { config } = lease;
      const way = ownWay(config, input.env);
      const request = { ...input, ...way, schema: null, ifNotEmpty: 'abort', rehearse: true } as const;
      const state = await migrate(request, watched);
      const sizes = await withClient(config, (client) => sizesOf(client, state.target.schema));
      const wayBack = await drill(
        {
          ...{ workspace: workspace.dir, state, config, env: input.env, language: input.language, envFiles },
          scratch: join(folder, 'drill'),
        },
        watched,
      );
      const { audited } = input;
      const kept = audited
        ? await readKept(auditFiles({ workspace: workspace.dir, session: audited }))
        : null;
      const before = kept?.sha256 === state.source.sha256 ? kept.seconds : null;
      const prediction = { ...predict(state, sizes, bandwidth, before), wayBack };
      const paths = workspace.runFolder(state.id);
      await writeAtomic(paths.prediction, `${JSON.stringify(prediction, null, 2)}\n`);
      await amendCertificate(paths, { prediction });
      await rm(paths.snapshot, { force: true });
      return { state, prediction };
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
