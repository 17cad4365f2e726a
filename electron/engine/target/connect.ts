import { createHash } from 'node:crypto';
import pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { passwordFor } from './passfile.ts';
import { sessionSql } from './session.ts';
import { sqlstateOf, targetParams, toAppError } from './sqlstate.ts';
import { tlsAttempts } from './tls.ts';
import { types } from './types.ts';

export interface ConnectOptions {
  /** Shown in pg_stat_activity, unless the configuration names one. */
  applicationName?: string;
  /** Ends the attempt to connect, and later the running statement (by pg_cancel_backend). */
  signal?: AbortSignal;
  /** Schemas to look names up in; without it only pg_catalog. */
  searchPath?: readonly string[];
}

/**
 * Opens a connection whose session is set for exactness (session.ts). End it with `client.end()`.
 * @throws AppError target.unreachable, .timeout, .auth, .noDatabase, .tls, .tooManyConnections, .pooler {host, port,
 *   database, user, reason}; the signal's reason when it aborts first.
 */
export async function connect(config: TargetConfig, options: ConnectOptions = {}): Promise<pg.Client> {
  options.signal?.throwIfAborted();
  const password = await passwordFor(config);
  const attempts = tlsAttempts(config);
  for (const [index, ssl] of attempts.entries()) {
    try {
      return await open(config, password, ssl, options);
    } catch (error) {
      const told = toAppError(error, config, 'connect');
      // `prefer` and `allow` try the other way when this one was refused for what it is.
      const refused =
        told instanceof AppError && (told.code === 'target.tls' || sqlstateOf(error) === '28000');
      if (!refused || index === attempts.length - 1) throw told;
    }
  }
  throw new AppError('target.tls', targetParams('no way to connect', config));
}

async function open(
  config: TargetConfig,
  password: string | undefined,
  ssl: pg.ClientConfig['ssl'],
  options: ConnectOptions,
): Promise<pg.Client> {
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    // A function: an empty value would make pg look into the environment and the password file by itself.
    password: (async () => password) as () => Promise<string>,
    ssl: ssl ?? false,
    ...{ sslnegotiation: ssl ? config.ssl.negotiation : 'postgres' },
    application_name: config.applicationName ?? options.applicationName ?? 'autocore-migrate',
    connectionTimeoutMillis: config.connectTimeout * 1000,
    // Long index builds are silent: keep-alive tells a quiet server from a dead one, and keeps firewalls open.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    // pg fails on certificates whose signature it does not know, so not by default.
    enableChannelBinding: config.ssl.channelBinding === 'require',
    types,
  });
  // Left empty, pg would take PGOPTIONS from its own environment.
  Object.assign((client as pg.Client & { connectionParameters: object }).connectionParameters, {
    options: config.options ?? undefined,
  });
  // Without a listener a connection that the server drops between two statements ends the whole process. The next
  // statement reports the loss.
  client.on('error', () => {});
  const stopAbort = onAbort(options.signal, () => destroy(client));
  try {
    await client.connect();
    await client.query(sessionSql(options.searchPath));
  } catch (error) {
    destroy(client);
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    stopAbort();
  }
  const stopCancel = onAbort(options.signal, () => {
    // The connection may end at the same moment; then there is nothing left to cancel.
    cancelBackend(config, backendPid(client)).catch(() => {});
  });
  client.once('end', stopCancel);
  return client;
}

/** The server process of a connection, as the server named it when the connection was made. */
export function backendPid(client: pg.Client): number {
  // @types/pg leaves it out.
  return (client as pg.Client & { processID: number }).processID;
}

/** Ends the statement that a server process is running, from a second connection; false when there is no such process. */
export async function cancelBackend(config: TargetConfig, pid: number): Promise<boolean> {
  return withClient(config, async (client) => {
    const { rows } = await client.query<{ done: boolean }>('select pg_cancel_backend($1::int) as done', [
      pid,
    ]);
    return rows[0]?.done ?? false;
  });
}

/** Connects, runs `fn` and always ends the connection. Errors of the target come as AppError where people need it. */
export async function withClient<T>(
  config: TargetConfig,
  fn: (client: pg.Client) => Promise<T>,
  options: ConnectOptions = {},
): Promise<T> {
  const client = await connect(config, options);
  try {
    return await fn(client);
  } catch (error) {
    throw toAppError(error, config);
  } finally {
    await close(client);
  }
}

/** Ends a connection politely; one that is already gone is no error. */
export async function close(client: pg.Client): Promise<void> {
  await client.end().catch(() => destroy(client));
}

/**
 * Runs `fn` in a transaction: committed when it returns, rolled back when it throws.
 * @param begin other than the default for a read-only or repeatable-read transaction.
 */
export async function withTransaction<T>(
  client: pg.Client,
  fn: () => Promise<T>,
  begin = 'begin',
): Promise<T> {
  await client.query(begin);
  let result: T;
  try {
    result = await fn();
  } catch (error) {
    // The first error is the one to tell; when the connection is gone the server rolls back by itself.
    await client.query('rollback').catch(() => {});
    throw error;
  }
  const { command } = await client.query('commit');
  // The server answers ROLLBACK, and no error, to the commit of a transaction that had failed.
  if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`);
  return result;
}

/**
 * Runs `fn` while this session alone holds the lock named `key` in the database.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 * @throws AppError `target.busy` {host, port, database, user, reason} when another session has it.
 */
export async function withAdvisoryLock<T>(
  client: pg.Client,
  config: TargetConfig,
  key: string,
  fn: () => Promise<T>,
): Promise<T> {
  const id = createHash('sha256').update(`autocore-migrate:${key}`).digest().readBigInt64BE().toString();
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1::bigint) as got', [
    id,
  ]);
  if (!rows[0]?.got) {
    throw new AppError('target.busy', targetParams('another migration works on this target', config));
  }
  try {
    return await fn();
  } finally {
    // The end of the session gives it back as well.
    await client.query('select pg_advisory_unlock($1::bigint)', [id]).catch(() => {});
  }
}

/** Ends a connection without a word to the server. */
export function destroy(client: pg.Client): void {
  (client as pg.Client & { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
