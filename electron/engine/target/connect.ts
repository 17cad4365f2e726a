import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { requestCancel } from './cancel.ts';
import { socketOf, type TargetConfig } from './config.ts';
import { ServerConnection } from './connection.ts';
import { type FoundPassword, findPassword } from './passfile.ts';
import { type Answers, inOneTrip } from './pipeline.ts';
import { guardProtocol } from './protocol.ts';
import { noticeGoneClient, ownName, type SessionFacts, sessionSql } from './session.ts';
import { requireSessionAttrs } from './session-attrs.ts';
import type { Query } from './sql.ts';
import { sqlstate, sqlstateOf, targetParams, toAppError } from './sqlstate.ts';
import { isUntrusted, type TlsAttempt, tlsAttempts } from './tls.ts';
import { types } from './types.ts';

/** Milliseconds between asking a connection to stop, or to end, and cutting it off. */
const grace = 1_000;

/** Sessions that are opened again when the server's own time limits end one before ours are set. */
const setUps = 5;

export interface ConnectOptions {
  /** Shown in pg_stat_activity, unless the configuration names one. */
  applicationName?: string;
  /** Ends the attempt to connect, later the running statement, and a second after that the connection itself. */
  signal?: AbortSignal;
}

/**
 * Opens a connection whose session is set for exactness (session.ts). End it with `client.end()`.
 * @throws AppError target.unreachable, .timeout, .auth, .weakLogin, .sessionAttrs, .noDatabase, .tls, .tooManyConnections,
 *   .pooler, .protocol {host, port, database, user, reason}, target.auth with {missing: 'password'} where one is asked for
 *   and none known; the signal's reason when it aborts first.
 */
export async function connect(config: TargetConfig, options: ConnectOptions = {}): Promise<pg.Client> {
  options.signal?.throwIfAborted();
  const password = await findPassword(config);
  const attempts = tlsAttempts(config);
  for (const [index, ssl] of attempts.entries()) {
    try {
      return await openInTime(config, password, ssl, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      const told = toAppError(error, config, 'connect');
      // `prefer` and `allow` try the other way when this one was refused for what it is. Who has roots to check with
      // must not end in plain text because somebody came with another certificate.
      const refused =
        told instanceof AppError &&
        !isUntrusted(error) &&
        (told.code === 'target.tls' || sqlstateOf(error) === '28000');
      if (!refused || index === attempts.length - 1) throw told;
    }
  }
  throw new AppError('target.tls', targetParams('no way to connect', config));
}

/** A limit of some milliseconds on statements holds for the statement that lifts it: a busy machine may need another try. */
async function openInTime(...given: Parameters<typeof open>): Promise<pg.Client> {
  for (let tries = 1; ; tries++) {
    try {
      return await open(...given);
    } catch (error) {
      if (tries === setUps || !tooLate.has(sqlstateOf(error) ?? '')) throw error;
    }
  }
}

const tooLate: ReadonlySet<string> = new Set([
  sqlstate.queryCanceled,
  sqlstate.transactionTimeout,
  sqlstate.idleSessionTimeout,
]);

async function open(
  config: TargetConfig,
  { password, ignored }: FoundPassword,
  ssl: TlsAttempt,
  options: ConnectOptions,
): Promise<pg.Client> {
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    // A function: an empty value would make pg look into the environment and the password file by itself. It is called
    // when the server asks.
    password: async () => {
      if (password) return password;
      if (ignored !== null) throw new AppError('target.auth', targetParams(ignored, config));
      const params = targetParams('no password supplied', config);
      throw new AppError('target.auth', { ...params, missing: 'password' });
    },
    ssl,
    ...{ sslnegotiation: ssl ? config.ssl.negotiation : 'postgres' },
    ...{ connection: new ServerConnection(config, ssl) },
    application_name: config.applicationName ?? options.applicationName ?? ownName,
    // pg fails on certificates whose signature it does not know, so not by default.
    enableChannelBinding: config.ssl.channelBinding === 'require',
    types,
  });
  // Left empty, pg would take PGOPTIONS and PGREPLICATION from its own environment.
  Object.assign((client as pg.Client & { connectionParameters: object }).connectionParameters, {
    options: config.options ?? undefined,
    replication: undefined,
  });
  guardProtocol((client as pg.Client & { connection: object }).connection);
  // Without a listener a connection that the server drops between two statements ends the whole process. The next
  // statement reports the loss.
  client.on('error', () => {});
  const stopAbort = onAbort(options.signal, () => cutOff(client));
  // pg's own limit ends with the login; a server can fall silent behind it.
  const limit = config.connectTimeout * 1000;
  const late = limit > 0 ? setTimeout(() => cutOff(client, new Error('timeout expired')), limit) : undefined;
  try {
    await client.connect();
    const began = performance.now();
    const [, , facts] = await inOneTrip(client, [
      () => client.query(sessionSql()),
      () => requireSessionAttrs(client, config),
      () => noticeGoneClient(client),
    ]);
    sessions.set(client, { ...facts, trip: performance.now() - began, here: isThisMachine(config) });
  } catch (error) {
    cutOff(client);
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(late);
    stopAbort();
  }
  const stopInterrupt = onAbort(options.signal, () => {
    // The connection may end at the same moment; then there is nothing left to cancel.
    requestCancel(client, config, ssl, grace).catch(() => {});
    const timer = setTimeout(() => cutOff(client), grace);
    client.once('end', () => clearTimeout(timer));
  });
  client.once('end', stopInterrupt);
  return client;
}

interface Session extends SessionFacts {
  /** Milliseconds. */
  trip: number;
  here: boolean;
}

const sessions = new WeakMap<pg.ClientBase, Session>();

/** The server process that works for a connection, as it says itself: a pooler in between names another one. */
export function sessionPid(client: pg.Client): number {
  return sessionOf(client).pid;
}

/** Version of Citus in the connection's database, null without it. `connect()` has asked, so that nobody asks again. */
export function citusVersion(client: pg.ClientBase): string | null {
  return sessions.get(client)?.citus ?? null;
}

/** Version of TimescaleDB in the connection's database, null without it; `connect()` has asked. */
export function timescaleVersion(client: pg.ClientBase): string | null {
  return sessions.get(client)?.timescale ?? null;
}

/** True where to ask the server anything takes longer than it takes the server to do something small. */
export function isFar(client: pg.Client): boolean {
  return sessionOf(client).trip > farTrip;
}

/** Milliseconds of a round trip with some settings in it: a server nearby that has other things to do takes less. */
const farTrip = 100;

/** True where the server seems to be on this machine; a tunnel or a container looks the same. */
export function isHere(client: pg.Client): boolean {
  return sessionOf(client).here;
}

function isThisMachine(config: TargetConfig): boolean {
  return socketOf(config) !== null || /^(localhost$|127\.|::1$)/i.test(config.hostAddress ?? config.host);
}

function sessionOf(client: pg.Client): Session {
  const session = sessions.get(client);
  if (session === undefined) throw new Error('the connection was not made by connect()');
  return session;
}

/** The server process of a connection, as the server named it when the connection was made. */
export function backendPid(client: pg.Client): number {
  // @types/pg leaves it out.
  return (client as pg.Client & { processID: number }).processID;
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

/** Ends a connection politely; one that is already gone is no error, and one that does not answer is cut off. */
export async function close(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => cutOff(client), grace);
  await client.end().catch(() => cutOff(client));
  clearTimeout(timer);
}

/** Begins a transaction that only reads, all of it as it was at one moment. */
export const asOfNow = 'begin isolation level repeatable read read only';

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

type Asks = readonly (() => Promise<unknown>)[];

/**
 * A transaction whose first questions go out with its beginning, and whose last statements go out with its end, and what
 * is asked right behind it, too: two trips where there is nothing to do in between.
 * @param fn gives these statements and the result, or throws: then nothing has happened
 * @returns the result, and the answers to what was asked `behind` the end
 */
export async function transactionBetween<const F extends Asks, T, const B extends Asks = []>(
  client: pg.ClientBase,
  first: F,
  fn: (
    answers: Answers<F>,
  ) => Promise<{ last: readonly (string | Query | (() => Promise<unknown>))[]; result: T; behind?: B }>,
): Promise<{ result: T; behind: Answers<B> }> {
  try {
    const [, ...answers] = await inOneTrip(client, [() => client.query('begin'), ...first]);
    const { last, result, behind } = await fn(answers as Answers<F>);
    const [ended, ...later] = (
      await inOneTrip(client, [
        ...last.map((each) => (typeof each === 'function' ? each : () => client.query(each as Query))),
        () => client.query('commit'),
        ...(behind ?? []),
      ])
    ).slice(last.length);
    const command = (ended as pg.QueryResult | undefined)?.command;
    if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`);
    return { result, behind: later as Answers<B> };
  } catch (error) {
    // As in `withTransaction`.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Milliseconds between two looks at whether a lock is free. */
const lockPoll = 50;

export interface LockOptions<A> {
  /** Milliseconds to wait for another session that has it, such as one whose client was killed. */
  patience?: number;
  /** Left to the end of the session, which gives it back: for whoever ends the session next. */
  keep?: boolean;
  /** Asked as soon as the lock is there, in the same trip: what `fn` gets. */
  first?: () => Promise<A>;
}

/**
 * Runs `fn` while this session alone holds the lock named `key` in the database.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 * @throws AppError `target.busy` {host, port, database, user, reason} when another session has it.
 */
export async function withAdvisoryLock<T, A = undefined>(
  client: pg.Client,
  config: TargetConfig,
  key: string,
  fn: (answer: A) => Promise<T>,
  { patience = 0, keep = false, first }: LockOptions<A> = {},
): Promise<T> {
  const id = lockId(key);
  const take = async (): Promise<boolean> => {
    const text = 'select pg_try_advisory_lock($1::bigint) as got';
    const { rows } = await client.query<{ got: boolean }>(text, [id]);
    return rows[0]?.got ?? false;
  };
  const ask = first ?? (async () => undefined as A);
  // An answer of somebody else's time is none.
  const [got, early] = await inOneTrip(client, [take, () => Promise.allSettled([ask()])]);
  let answer = got ? early[0] : null;
  for (const deadline = performance.now() + patience; answer === null; ) {
    if (performance.now() >= deadline)
      throw new AppError('target.busy', targetParams('another migration works on this target', config));
    await delay(lockPoll);
    if (await take()) [answer] = await Promise.allSettled([ask()]);
  }
  try {
    if (answer.status === 'rejected') throw answer.reason;
    return await fn(answer.value);
  } finally {
    if (!keep) await client.query('select pg_advisory_unlock($1::bigint)', [id]).catch(() => {});
  }
}

/** The number that stands for a name among the database's advisory locks. */
export function lockId(key: string): string {
  return createHash('sha256').update(`autocore-migrate:${key}`).digest().readBigInt64BE().toString();
}

/** Ends a connection without asking anybody. A statement that is under way fails as lost, or with this reason. */
export function cutOff(client: pg.Client, reason?: Error): void {
  (client as pg.Client & { connection: { stream: Duplex } }).connection.stream.destroy(reason);
}

function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
