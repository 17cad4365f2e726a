import type pg from 'pg';
import type { EngineContext } from '../context.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { markSession, outliveOthers } from '../target/presence.ts';
import type { Target } from './target.ts';

/**
 * Runs `work` with a connection that keeps everybody else off the schema: other runs by a lock, earlier sessions of
 * this run by waiting for their end. What the journal says then stays true until `work` does something.
 * @throws AppError target.busy {host, port, database, user, reason}
 */
export async function holdSchema<T>(
  target: Target,
  { run, schema }: { run: string; schema: string },
  ctx: EngineContext,
  work: (control: pg.Client, ctx: EngineContext) => Promise<T>,
  before: (control: pg.Client) => Promise<void> = async () => {},
): Promise<T> {
  return target.withScope(1, ctx.signal, async ({ clients: [control], signal }) => {
    await before(control);
    const { config, pids, tuning } = target;
    await outliveOthers(control, config, run, pids, tuning.patience.earlier, signal);
    await markSession(control, run);
    return withAdvisoryLock(control, config, `schema:${schema}`, () => work(control, { ...ctx, signal }));
  });
}

/** More connections of the same run, beside the one that holds its schema. */
export async function withWorkers<T>(
  target: Target,
  { run, n }: { run: string; n: number },
  ctx: EngineContext,
  work: (
    clients: [pg.Client, ...pg.Client[]],
    ctx: EngineContext,
    stop: (reason: unknown) => void,
  ) => Promise<T>,
): Promise<T> {
  return target.withScope(n, ctx.signal, async ({ clients, signal, stop }) => {
    for (const client of clients) await markSession(client, run);
    return work(clients, { ...ctx, signal }, stop);
  });
}
