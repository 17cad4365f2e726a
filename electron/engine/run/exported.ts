import type pg from 'pg';
import { serverFacts, strangersIn } from '../target/preflight-queries.ts';
import type { RunSession } from './session.ts';
import { describeTarget, nowhere, type Target } from './target.ts';

/**
 * From the first meeting on, an exported run knows where its files were run, as if it had loaded them there itself. To
 * be asked once the target is known to have the run; nothing happens for a run that knows its target.
 */
export async function rememberTarget(
  { workspace, state }: Pick<RunSession, 'workspace' | 'state'>,
  target: Target,
  client: pg.Client,
): Promise<void> {
  if (state.target.url !== nowhere || state.options.exportTo === undefined) return;
  const { schema } = state.target;
  const { version } = await serverFacts(client);
  const strangers = await strangersIn(client, schema);
  state.target = {
    ...describeTarget(target, schema, `PostgreSQL ${version}`),
    ...(strangers === null ? {} : { strangers }),
  };
  await workspace.writeState(state);
}
