import { mkdir } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../context.ts';
import { rm } from '../system/files.ts';
import { withFileLock } from '../system/lock.ts';
import { type System, thisSystem } from '../system/programs.ts';
import { safeUrl, type TargetConfig } from '../target/config.ts';
import { serverAccount } from './account.ts';
import { serverBinaries } from './binaries.ts';
import { startServer, stopServer } from './control.ts';
import { managedConfig, readCredentials } from './credentials.ts';
import { findServer, openPort } from './find.ts';
import { dataVersion, give, initialise } from './initialise.ts';
import type { Installation } from './installation.ts';
import { type Lease, liveLeases, writeLease } from './leases.ts';
import { serverPaths } from './paths.ts';
import { prepareDatabase } from './prepare.ts';
import { readState, type ServerState, writeState } from './state.ts';
import { programVersion } from './version.ts';

export interface ServerStatus {
  running: boolean;
  /** It may run: there is a process of that `pid`, and neither the system nor its port tells what it is. */
  unknown: boolean;
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

/**
 * The local PostgreSQL that belongs to a workspace: 127.0.0.1 only, with passwords of its own, started on demand and
 * stopped with its last user. It outlives this process; several processes may share it.
 * All calls throw AppError `server.binaries` {package, reason}, `server.start` {path, reason}, `server.upgrade`
 * {found, expected, path}, `server.runtime` {program, reason}, `server.unknown` {pid, path},
 * `server.credentials` {path, reason}.
 * @param stopSeconds how long each step of a stop may take.
 * @param system who is asked about processes.
 */
export function managedServer(options: {
  workspace: string;
  log: Logger;
  stopSeconds?: number;
  system?: System;
}): ManagedServer {
  const { log, stopSeconds = 60, system = thisSystem } = options;
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
    return { paths, binaries, account, system };
  }

  /** Makes the data folder when there is none; one of another major version is refused and left alone. */
  async function ensureData(installed: Installation): Promise<void> {
    const { binaries, account } = installed;
    const expected = await programVersion(binaries.postgres);
    const found = await dataVersion(paths);
    if (found === null) {
      log.info({ path: paths.data, account: account.kind }, 'making the data folder of the managed server');
      await initialise(installed);
    } else if (found !== expected) {
      throw new AppError('server.upgrade', { found, expected, path: paths.data });
    }
  }

  /** Starts the server unless it runs; only with the lock held. */
  async function ensureRunning(): Promise<ServerState & { port: number }> {
    const state = await readState(paths.state);
    const open = await openPort(paths, system);
    if (open !== null) return { ...state, port: open };
    const installed = await installation();
    await ensureData(installed);
    const port = await startServer(installed, state.port);
    try {
      await prepareDatabase(port, await readCredentials(paths.credentials));
    } catch (error) {
      // Left running, it would be taken for a prepared one.
      await stopRunning(true);
      throw error;
    }
    log.info({ port }, 'managed server started');
    // Whoever started the last one by hand did so before it ended.
    const started = { port, manual: false };
    await writeState(paths.state, started);
    return started;
  }

  /** @param started we have just started it, so that nothing else can have the process id. */
  async function stopRunning(started = false): Promise<void> {
    const look = await findServer(paths, system);
    if (look.is === 'unknown' && !started)
      throw new AppError('server.unknown', { pid: look.server.pid, path: paths.data });
    if (look.is !== 'none') {
      await stopServer(await installation(), look.server, stopSeconds);
      log.info({ port: look.server.port }, 'managed server stopped');
    }
    await writeState(paths.state, { ...(await readState(paths.state)), manual: false });
  }

  async function status(): Promise<ServerStatus> {
    const [look, version, state, users] = await Promise.all([
      findServer(paths, system),
      dataVersion(paths),
      readState(paths.state),
      liveLeases(paths.leases, false, system),
    ]);
    const running = look.is === 'running' ? look.server : null;
    const config = running && managedConfig(running.port, await readCredentials(paths.credentials), 'owner');
    return {
      running: running !== null,
      unknown: look.is === 'unknown',
      manual: running !== null && state.manual,
      pid: look.is === 'none' ? null : look.server.pid,
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
        await liveLeases(paths.leases, true, system);
        const lease = await writeLease(paths.leases, user);
        const config = managedConfig(port, await readCredentials(paths.credentials), 'owner');
        let released: Promise<void> | undefined;
        const release = () =>
          locked(async () => {
            await rm(lease, { force: true });
            const others = await liveLeases(paths.leases, true, system);
            if (others.length === 0 && !(await readState(paths.state)).manual) await stopRunning();
          });
        return { config, data: paths.data, release: () => (released ??= release()) };
      }),
  };
}
