import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../context.ts';
import { withFileLock } from '../system/lock.ts';
import { safeUrl, type TargetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { serverAccount } from './account.ts';
import { serverBinaries } from './binaries.ts';
import { type Installation, startServer, stopServer } from './control.ts';
import { managedConfig, readCredentials } from './credentials.ts';
import { dataVersion, give, initialise } from './initialise.ts';
import { type Lease, liveLeases, writeLease } from './leases.ts';
import { type ServerPaths, serverPaths } from './paths.ts';
import { findPostmaster } from './postmaster.ts';
import { prepareDatabase } from './prepare.ts';
import { readState, type ServerState, writeState } from './state.ts';
import { programVersion } from './version.ts';

export interface ServerStatus {
  running: boolean;
  /** Started by hand: it stays up without users. */
  manual: boolean;
  pid: number | null;
  port: number | null;
  /** Major version of the data, null before the first start. */
  version: string | null;
  /** Without a password. */
  url: string | null;
  data: string;
  users: Pick<Lease, 'pid' | 'user' | 'since'>[];
}

export interface ManagedServer {
  /** Starts it by hand: it stays up until it is stopped by hand. `manual: false` only makes sure that it runs. */
  start(options: { manual: boolean }): Promise<ServerStatus>;
  /** Stops it, whoever uses it; nothing happens when it does not run. */
  stop(): Promise<ServerStatus>;
  status(): Promise<ServerStatus>;
  /** Starts it when needed and keeps it up for this process until `release`. `user`: who, in a word, such as a run's id. */
  acquire(user: string): Promise<{ config: TargetConfig; data: string; release(): Promise<void> }>;
}

/** Another process may be making the data folder on a slow card. */
const lockWait = 900_000;
const readyWait = 600_000;
const readyPoll = 100;

/**
 * The local PostgreSQL that belongs to a workspace: 127.0.0.1 only, with passwords of its own, started on demand and
 * stopped with its last user. It outlives this process; several processes may share it.
 * All calls throw AppError `server.binaries` {package, reason}, `server.start` {path, reason}, `server.upgrade`
 * {found, expected, path}.
 * @param stopSeconds how long each step of a stop may take.
 */
export function managedServer(options: {
  workspace: string;
  log: Logger;
  stopSeconds?: number;
}): ManagedServer {
  const { log, stopSeconds = 60 } = options;
  const paths = serverPaths(options.workspace);

  async function locked<T>(fn: () => Promise<T>): Promise<T> {
    // 0711: the account that runs the server passes through, nobody else may look around.
    await mkdir(paths.folder, { recursive: true, mode: 0o711 });
    await mkdir(paths.logs, { recursive: true, mode: 0o700 });
    const result = await withFileLock(paths.lock, lockWait, fn);
    if (result === null) throw new AppError('server.start', { path: paths.folder, reason: 'locked' });
    return result.value;
  }

  async function installation(): Promise<Installation> {
    const binaries = await serverBinaries();
    const data = (await dataVersion(paths)) === null ? null : paths.data;
    const account = await serverAccount(paths.folder, binaries.postgres, data);
    await give(account, paths.logs);
    return { paths, binaries, account };
  }

  /** Makes the data folder when there is none; one of another major version is refused and left alone. */
  async function ensureData({ binaries, account }: Installation): Promise<void> {
    const expected = await programVersion(binaries.postgres);
    const found = await dataVersion(paths);
    if (found === null) {
      log.info({ path: paths.data, account: account.kind }, 'making the data folder of the managed server');
      await initialise(paths, binaries, account);
    } else if (found !== expected) {
      throw new AppError('server.upgrade', { found, expected, path: paths.data });
    }
  }

  /** Starts the server unless it runs; only with the lock held. */
  async function ensureRunning(): Promise<ServerState & { port: number }> {
    const state = await readState(paths.state);
    const open = await openPort(paths);
    if (open !== null) return { ...state, port: open };
    const installed = await installation();
    await ensureData(installed);
    const port = await startServer(installed, state.port);
    try {
      await prepareDatabase(port, await readCredentials(paths.credentials));
    } catch (error) {
      // Left running, it would be taken for a prepared one.
      await stopRunning();
      throw error;
    }
    log.info({ port }, 'managed server started');
    // Whoever started the last one by hand did so before it ended.
    const started = { port, manual: false };
    await writeState(paths.state, started);
    return started;
  }

  async function stopRunning(): Promise<void> {
    const running = await findPostmaster(paths.data);
    if (running) {
      await stopServer(await installation(), running, stopSeconds);
      log.info({ port: running.port }, 'managed server stopped');
    }
    await writeState(paths.state, { ...(await readState(paths.state)), manual: false });
  }

  async function status(): Promise<ServerStatus> {
    const [running, version, state, users] = await Promise.all([
      findPostmaster(paths.data),
      dataVersion(paths),
      readState(paths.state),
      liveLeases(paths.leases, false),
    ]);
    const config = running && managedConfig(running.port, await readCredentials(paths.credentials), 'owner');
    return {
      running: running !== null,
      manual: running !== null && state.manual,
      pid: running?.pid ?? null,
      port: running?.port ?? null,
      version,
      url: config && safeUrl(config),
      data: paths.data,
      users: users.map(({ pid, user, since }) => ({ pid, user, since })),
    };
  }

  return {
    status,
    start: ({ manual }) =>
      locked(async () => {
        const { port, manual: before } = await ensureRunning();
        await writeState(paths.state, { port, manual: manual || before });
        return status();
      }),
    stop: () =>
      locked(async () => {
        await stopRunning();
        return status();
      }),
    acquire: (user) =>
      locked(async () => {
        const { port } = await ensureRunning();
        await liveLeases(paths.leases, true);
        const lease = await writeLease(paths.leases, user);
        const config = managedConfig(port, await readCredentials(paths.credentials), 'owner');
        let released: Promise<void> | undefined;
        const release = () =>
          locked(async () => {
            await rm(lease, { force: true });
            const others = await liveLeases(paths.leases, true);
            if (others.length === 0 && !(await readState(paths.state)).manual) await stopRunning();
          });
        return { config, data: paths.data, release: () => (released ??= release()) };
      }),
  };
}

/**
 * Port of the running server once it takes connections, or null when none runs. One that recovers from a crash, or
 * whose starter was killed, is not open yet.
 */
async function openPort(paths: ServerPaths): Promise<number | null> {
  const deadline = Date.now() + readyWait;
  for (;;) {
    const running = await findPostmaster(paths.data);
    if (running === null) return null;
    try {
      const config = managedConfig(running.port, await readCredentials(paths.credentials), 'superuser');
      await withClient(config, async () => {});
      return running.port;
    } catch (error) {
      const starting = error instanceof AppError && error.code === 'target.unreachable';
      if (!starting || Date.now() > deadline) throw error;
    }
    await delay(readyPoll);
  }
}
