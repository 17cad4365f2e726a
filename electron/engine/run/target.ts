import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { RunTarget } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { managedServer } from '../server/managed.ts';
import { safeUrl, type TargetConfig, targetConfig } from '../target/config.ts';
import { backendPid, close, connect, destroy } from '../target/connect.ts';

/** A target that can be reached, for as long as `withTarget` runs. */
export interface Target {
  config: TargetConfig;
  managed: boolean;
  /** Folder whose disk the server writes to, where it is ours to know. */
  data: string | null;
  /** Opens `n` connections that end with `work`, however it ends. */
  withClients<T>(n: number, work: (clients: pg.Client[]) => Promise<T>): Promise<T>;
  /** Cuts every connection that is open: what waits on one fails at once. */
  cut(): void;
  /** Server processes of the connections opened so far. */
  pids: Set<number>;
}

export interface TargetInput {
  workspace: string;
  /** URL or conninfo, completed by libpq's environment; null: the managed local server of the workspace. */
  url: string | null;
  env: NodeJS.ProcessEnv;
}

/** Runs `work` with the target; the managed server is started when needed and given back at the end. */
export async function withTarget<T>(
  input: TargetInput,
  ctx: EngineContext,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const open = new Set<pg.Client>();
  const pids = new Set<number>();
  const clientsOf = (config: TargetConfig) => ({
    withClients: <R>(n: number, use: (clients: pg.Client[]) => Promise<R>) =>
      withClients(config, n, ctx.signal, open, pids, use),
    pids,
    cut: () => open.forEach(destroy),
  });
  if (input.url !== null) {
    const config = targetConfig(input.url, input.env);
    return work({ config, managed: false, data: null, ...clientsOf(config) });
  }
  const server = managedServer({ workspace: input.workspace, log: ctx.log });
  const lease = await server.acquire(`run-${randomUUID().slice(0, 8)}`);
  try {
    return await work({ config: lease.config, managed: true, data: lease.data, ...clientsOf(lease.config) });
  } finally {
    await lease.release();
  }
}

/** The target as the state of a run keeps it: without a password. */
export function describeTarget(target: Target, schema: string, server: string | null): RunTarget {
  return { managed: target.managed, url: safeUrl(target.config), server, schema };
}

/** How long a server may take to end a statement that was cancelled, and a connection that was closed. */
const cancelGrace = 1000;

async function withClients<T>(
  config: TargetConfig,
  n: number,
  signal: AbortSignal,
  open: Set<pg.Client>,
  pids: Set<number>,
  work: (clients: pg.Client[]) => Promise<T>,
): Promise<T> {
  const clients: pg.Client[] = [];
  // A cancel is a promise: a server that does not react to it is left alone, and rolls back when it notices.
  const onAbort = (): void => {
    setTimeout(() => clients.forEach(destroy), cancelGrace).unref();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (let i = 0; i < n; i++) {
      const client = await connect(config, { signal });
      clients.push(client);
      open.add(client);
      pids.add(backendPid(client));
    }
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => endInTime(client)));
    for (const client of clients) open.delete(client);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Ends a connection, politely where the server answers. */
async function endInTime(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => destroy(client), cancelGrace);
  await close(client);
  clearTimeout(timer);
}
