import type pg from 'pg';
import type { RunState } from '../../../shared/model/index.ts';
import { serverFacts, strangersIn } from '../target/preflight-queries.ts';
import type { RunSession } from './session.ts';
import { describeTarget, nowhere, type Target } from './target.ts';

/**
 * From the first meeting on, an exported run knows where its files were run, as if it had loaded them there itself. To
 * be asked once the target is known to have the run. A target that was named this time takes the place of the one
 * before: the files may have been run at more than one server.
 */
export async function rememberTarget(
  { workspace, state }: Pick<RunSession, 'workspace' | 'state'>,
  target: Target,
  client: pg.Client,
  given: string | null,
): Promise<void> {
  if (state.options.exportTo === undefined || (given === null && state.target.url !== nowhere)) return;
  const { schema } = state.target;
  const { version } = await serverFacts(client);
  const strangers = await strangersIn(client, schema);
  state.target = {
    ...describeTarget(target, schema, `PostgreSQL ${version}`),
    ...(strangers === null ? {} : { strangers }),
  };
  await workspace.writeState(state);
}

/** An exported run that was undone is where it was before its files were run anywhere. */
export function forgetTarget(state: RunState): void {
  if (state.options.exportTo === undefined) return;
  state.target = { managed: false, url: nowhere, server: null, schema: state.target.schema };
  state.stage = 'export';
  state.validation = null;
}
