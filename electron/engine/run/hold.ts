import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { EngineContext } from '../context.ts';
import { settleNodes } from '../target/citus.ts';
import type { TargetConfig } from '../target/config.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { losesSession } from '../target/pooler.ts';
import { markSession, outliveOthers } from '../target/presence.ts';
import { targetParams } from '../target/sqlstate.ts';
import type { Target } from './target.ts';

/**
 * Runs `work` with a connection that keeps everybody else off the schema: other runs by a lock, earlier sessions of
 * this run by waiting for their end. What the journal says then stays true until `work` does something.
 * @throws AppError target.busy, target.pooler {host, port, database, user, reason}
 */
export async function holdSchema<T>(
  target: Target,
  { run, schema }: { run: string; schema: string },
  ctx: EngineContext,
  work: (control: pg.Client, ctx: EngineContext) => Promise<T>,
): Promise<T> {
  return target.withScope(1, ctx.signal, async ({ clients: [control], signal }) => {
    await requireOwnSession(control, target.config);
    await settleNodes(control);
    const { config, pids, tuning } = target;
    await outliveOthers(control, config, run, pids, tuning.patience.earlier, signal);
    await markSession(control, run);
    return withAdvisoryLock(control, config, `schema:${schema}`, () => work(control, { ...ctx, signal }));
  });
}

/**
 * One connection with a session of its own, for work that is not tried again.
 * @throws AppError target.pooler {host, port, database, user, reason}, and what the server says
 */
export async function withOwnSession<T>(target: Target, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return target.withClients(1, async ([client]) => {
    await requireOwnSession(client, target.config);
    await settleNodes(client);
    return work(client);
  });
}

/**
 * A lock or a setting made through a pooler would stay behind in somebody else's session.
 * @throws AppError target.pooler {host, port, database, user, reason}
 */
export async function requireOwnSession(client: pg.Client, config: TargetConfig): Promise<void> {
  const lost = await losesSession(client, config);
  if (lost !== null) throw new AppError('target.pooler', targetParams(lost, config));
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

/** The connections of a stage that works on several at once. */
export interface Workers {
  clients: [pg.Client, ...pg.Client[]];
  /** Ends what all of them are doing. */
  stop(reason: unknown): void;
}
