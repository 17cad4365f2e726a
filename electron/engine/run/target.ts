import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { RunState, RunTarget } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { type ManagedServer, managedServer } from '../server/managed.ts';
import { safeUrl, type TargetConfig, targetConfig } from '../target/config.ts';
import { type Scope, type ScopeRequest, withScope } from '../target/scope.ts';
import { toAppError } from '../target/sqlstate.ts';
import { named } from './progress.ts';
import { type Tuning, tuningOf } from './tuning.ts';

/** A target that can be reached, for as long as `withTarget` runs. */
export interface Target {
  /** Where it is now: the managed server may come back on another port. */
  readonly config: TargetConfig;
  managed: boolean;
  /** Folder whose disk the server writes to, where it is ours to know. */
  data: string | null;
  tuning: Tuning;
  /** Server processes of all connections that were ever opened here. */
  pids: ReadonlySet<number>;
  /** Opens up to `n` connections, at least one, that end with `work`, however it ends. */
  withScope<T>(n: number, signal: AbortSignal, work: (scope: Scope) => Promise<T>): Promise<T>;
  /** Opens exactly `n`, for work that is not tried again: errors of the target come as AppError. */
  withClients<T>(n: number, work: (clients: Scope['clients']) => Promise<T>): Promise<T>;
  /** Starts the managed server again where it went down; of any other, its owner takes care. */
  revive(): Promise<void>;
}

export interface TargetInput {
  workspace: string;
  /** URL or conninfo, completed by libpq's environment; null: the managed local server of the workspace. */
  url: string | null;
  env: NodeJS.ProcessEnv;
  /** Who uses it, for people who look at the managed server: the run's id. */
  user?: string;
}

/** Runs `work` with the target; the managed server is started when needed and given back at the end. */
export async function withTarget<T>(
  input: TargetInput,
  ctx: EngineContext,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  if (input.url !== null) {
    const config = targetConfig(input.url, input.env);
    return work(reachable({ config, managed: false, data: null, revive: async () => {} }, input, ctx));
  }
  const server = managedServer({ workspace: input.workspace, log: ctx.log });
  // The first start makes its data folder, which takes a while.
  const lease = await named(ctx, 'server', () =>
    server.acquire(input.user ?? `run-${randomUUID().slice(0, 8)}`),
  );
  const place: Place = {
    config: lease.config,
    managed: true,
    data: lease.data,
    revive: async () => {
      place.config = { ...place.config, port: await startAgain(server, place.config.port) };
    },
  };
  try {
    return await work(reachable(place, input, ctx));
  } finally {
    await lease.release();
  }
}

type Place = Omit<Target, 'config' | 'tuning' | 'pids' | 'withScope' | 'withClients'> & {
  config: TargetConfig;
};

function reachable(place: Place, { env }: TargetInput, ctx: EngineContext): Target {
  const tuning = tuningOf(env);
  const pids = new Set<number>();
  const scope = (n: number, least: number, signal: AbortSignal): ScopeRequest => {
    return { config: place.config, n, least, signal, patience: tuning.patience, pids };
  };
  return {
    get config() {
      return place.config;
    },
    managed: place.managed,
    data: place.data,
    tuning,
    pids,
    revive: place.revive,
    withScope: (n, signal, work) => withScope(scope(n, 1, signal), work),
    withClients: (n, work) =>
      withScope(scope(n, n, ctx.signal), ({ clients }) => work(clients)).catch((error: unknown) => {
        // A connection that was cut off because somebody stopped the work is not lost.
        throw ctx.signal.aborted ? error : toAppError(error, place.config);
      }),
  };
}

async function startAgain(server: ManagedServer, before: number): Promise<number> {
  const { port } = await server.start({ manual: false });
  return port ?? before;
}

/** The target as the state of a run keeps it: without a password. */
export function describeTarget(target: Target, schema: string, server: string | null): RunTarget {
  return { managed: target.managed, url: safeUrl(target.config), server, schema };
}

/** The target of an exported run before anybody named it. */
export const nowhere = '';

/**
 * URL to reach a run's target again: the managed server by its workspace, another by what the state remembers.
 * @throws AppError run.noTarget {run, out} for an exported run of which nobody has said yet where its files were run
 */
export function targetOf(state: RunState, given: string | null): string | null {
  if (given !== null) return given;
  const { exportTo } = state.options;
  if (exportTo !== undefined && state.target.url === nowhere)
    throw new AppError('run.noTarget', { run: state.id, out: exportTo });
  return state.target.managed ? null : state.target.url;
}
