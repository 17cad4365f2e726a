import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { close, connect, sessionPid } from './connect.ts';
import { type Patience, watch } from './watchdog.ts';

/** Connections that work together and end together. */
export interface Scope {
  clients: [pg.Client, ...pg.Client[]];
  /** Aborted with the one it was made with, when one of the connections is lost, and by `stop`. */
  signal: AbortSignal;
  /** Ends what all connections are doing; `withScope` then throws the reason. */
  stop(reason: unknown): void;
}

export interface ScopeRequest {
  config: TargetConfig;
  /** Connections that are wanted; a server that is full may give fewer, down to `least`. */
  n: number;
  least: number;
  signal: AbortSignal;
  patience: Patience;
  /** Gets the server processes of all connections. */
  pids: Set<number>;
}

/**
 * Opens connections and runs `work` with them; however it ends, they end. What any of them is doing is ended when the
 * signal aborts, and when another one is lost: half of them is of no use.
 * @throws what ended the scope, where something did, else what `work` throws.
 */
export async function withScope<T>(request: ScopeRequest, work: (scope: Scope) => Promise<T>): Promise<T> {
  const { config, signal, patience } = request;
  const end = new AbortController();
  const scopeSignal = AbortSignal.any([signal, end.signal]);
  const clients: pg.Client[] = [];
  const cleanUps: (() => void)[] = [];
  try {
    for (let i = 0; i < request.n; i++) {
      const client = await connectOrDoWithout(config, scopeSignal, clients.length >= request.least);
      if (client === null) break;
      clients.push(client);
      request.pids.add(sessionPid(client));
      cleanUps.push(
        onLoss(client, (reason) => end.abort(reason)),
        watch(client, config, patience),
      );
    }
    return await work({
      clients: clients as Scope['clients'],
      signal: scopeSignal,
      stop: (reason) => end.abort(reason),
    });
  } catch (error) {
    throw end.signal.aborted ? end.signal.reason : error;
  } finally {
    for (const cleanUp of cleanUps) cleanUp();
    await Promise.all(clients.map(close));
  }
}

/** Null where the server has no room for one more, and there are enough. */
async function connectOrDoWithout(
  config: TargetConfig,
  signal: AbortSignal,
  enough: boolean,
): Promise<pg.Client | null> {
  try {
    return await connect(config, { signal });
  } catch (error) {
    if (enough && error instanceof AppError && error.code === 'target.tooManyConnections') return null;
    throw error;
  }
}

/** Calls `lost` with the server's last word, or the system's, when the connection ends. Returns what stops that. */
function onLoss(client: pg.Client, lost: (reason: Error) => void): () => void {
  let reason = new Error('Connection terminated unexpectedly');
  const remember = (error: Error): void => {
    reason = error;
  };
  const ended = (): void => lost(reason);
  client.on('error', remember);
  client.once('end', ended);
  return () => {
    client.off('error', remember);
    client.off('end', ended);
  };
}
