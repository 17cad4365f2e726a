import { realpath } from 'node:fs/promises';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { type CutoverState, isLive, readCutover } from '../cutover/state.ts';
import { isSwapped } from '../cutover/swap.ts';
import type { Workspace } from '../run/workspace.ts';
import { isFenced, lowerFence } from '../target/fence.ts';

interface Left {
  client: pg.Client;
  state: RunState;
  ctx: EngineContext;
}

/**
 * Lets the application of a live run write again, where a way back (or one more file of going live) was killed while it
 * kept everybody out. The caller holds the run, so nobody is on the way. A run that is halfway, or back, stays closed.
 */
export async function lowerLeft({ client, state, ctx }: Left, live: CutoverState): Promise<void> {
  const { path } = state.source;
  if (live.finishedAt === null || (await isSwapped(live, await realpath(path).catch(() => path)))) return;
  if (!(await isLeft({ client, state }))) return;
  await lowerFence(client, state.target.schema);
  ctx.log.warn(
    { run: state.id },
    'PostgreSQL refused writes since a command that was killed: it takes them again',
  );
}

/** The same for a command that does not hold the run. Whoever works on it keeps writers out rightly. */
export async function lowerLeftIfFree(left: Left, workspace: Workspace): Promise<void> {
  const { state, ctx } = left;
  if (!(await isLeft(left))) return;
  const lower = async (): Promise<void> => {
    const live = await readCutover(workspace.runFolder(state.id).dir);
    if (isLive(live)) await lowerLeft(left, live);
  };
  await workspace.withRunLock(state.id, lower).catch((err: unknown) => {
    if (err instanceof AppError && err.code === 'run.busy') return;
    // A role that may only look.
    ctx.log.warn(
      { run: state.id, err },
      'PostgreSQL still refuses writes: repeat the way back, or going live',
    );
  });
}

function isLeft({ client, state }: Omit<Left, 'ctx'>): Promise<boolean> {
  return isFenced(
    client,
    state.target.schema,
    state.tables.map((table) => table.target),
  );
}
