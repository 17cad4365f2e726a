import { mkdir } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../context.ts';
import { rm } from '../system/files.ts';
import { withFileLock } from '../system/lock.ts';
import { type System, thisSystem } from '../system/programs.ts';
import type { TargetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { managedConfig, readCredentials } from './credentials.ts';
import { openPort } from './find.ts';
import { liveLeases, writeLease } from './leases.ts';
import { serverPaths } from './paths.ts';
import { serverProcess } from './running.ts';
import { installedService } from './service/find.ts';
import { makeKnown } from './service/install.ts';
import { readState, writeState } from './state.ts';
import { type ServerStatus, serverStatus } from './status.ts';

export interface ManagedServer {
  /** Starts it by hand: it stays up until it is stopped by hand. `manual: false` only makes sure that it runs. */
  start(options: { manual: boolean }): Promise<ServerStatus>;
  /** Stops it, whoever uses it; nothing happens when it does not run. */
  stop(): Promise<ServerStatus>;
  status(): Promise<ServerStatus>;
  /**
   * Has the system start it, from now on. It is started so at once, to see that it works, unless somebody is connected.
   * @throws AppError `server.noService` {}, `server.service` {name, reason}
   */
  install(): Promise<ServerStatus>;
  /** Takes that back; a server that runs goes on by hand. Nothing happens where nobody starts it. */
  uninstall(): Promise<ServerStatus>;
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
 * `server.credentials` {path, reason}, `server.networkFolder` {path}.
 * @param stopSeconds how long each step of a stop may take.
 * @param system who is asked about processes.
 * @param outlives false for one that is thrown away with its workspace: it needs no programs of its own.
 */
export function managedServer(options: {
  workspace: string;
  log: Logger;
  stopSeconds?: number;
  system?: System;
  outlives?: boolean;
}): ManagedServer {
  const { log, stopSeconds = 60, system = thisSystem, outlives = true } = options;
  const paths = serverPaths(options.workspace);
  const server = serverProcess({ paths, log, system, stopSeconds, outlives });
  const status = () => serverStatus(paths, system);

  async function locked<T>(fn: () => Promise<T>): Promise<T> {
    // 0711: the account that runs the server passes through, nobody else may look around.
    await mkdir(paths.folder, { recursive: true, mode: 0o711 });
    await mkdir(paths.logs, { recursive: true, mode: 0o700 });
    const result = await withFileLock(paths.lock, lockWait, fn);
    if (result === null) throw new AppError('server.start', { path: paths.folder, reason: 'locked' });
    return result.value;
  }

  async function install(): Promise<void> {
    const before = await openPort(paths, system);
    const { installed, version } = await server.madeInstallation();
    const service = await makeKnown(installed);
    await writeState(paths.state, { ...(await readState(paths.state)), service: version });
    log.info({ service: service.name }, 'the system starts the managed server');
    if (before !== null && (await isUsed(before))) return;
    const { manual } = await readState(paths.state);
    try {
      await server.stopRunning();
      await server.ensureRunning(false);
      await startByHand(manual);
    } catch (error) {
      try {
        await service.uninstall(installed);
      } catch (again) {
        log.warn({ error: again }, 'the system goes on starting the managed server');
      }
      if (before !== null) await startByHand(manual);
      throw error;
    }
  }

  async function uninstall(): Promise<void> {
    const service = await installedService(paths.data, system);
    if (service === null) return;
    const before = await openPort(paths, system);
    const { installed } = await server.installation(false);
    await server.stopRunning();
    try {
      await service.uninstall(installed).catch((cause: Error) => {
        throw new AppError('server.service', { name: service.name, reason: cause.message }, { cause });
      });
    } finally {
      if (before !== null) await startByHand();
    }
  }

  async function startByHand(manual = true): Promise<void> {
    const state = await server.ensureRunning();
    await writeState(paths.state, { ...state, manual: manual || state.manual });
  }

  /** Somebody else is connected, or has asked for it to stay. */
  async function isUsed(port: number): Promise<boolean> {
    if ((await liveLeases(paths.leases, false, system)).length > 0) return true;
    const config = managedConfig(port, await readCredentials(paths.credentials), 'superuser');
    return withClient(config, async (client) => {
      const { rows } = await client.query(
        `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`,
      );
      return rows.length > 0;
    });
  }

  async function stays(): Promise<boolean> {
    return (await readState(paths.state)).manual || (await installedService(paths.data, system)) !== null;
  }

  /** Stops it where nobody needs it any more. @param lease of whoever has gone, null where it came to none */
  async function letGo(lease: string | null): Promise<void> {
    if (lease !== null) await rm(lease, { force: true });
    const others = await liveLeases(paths.leases, true, system);
    if (others.length === 0 && !(await stays())) await server.stopRunning();
  }

  const then = (action: () => Promise<void>) => locked(async () => action().then(status));

  return {
    status,
    start: ({ manual }) => then(() => startByHand(manual)),
    stop: () => then(() => server.stopRunning()),
    install: () => then(install),
    uninstall: () => then(uninstall),
    acquire: (user) =>
      locked(async () => {
        const { port } = await server.ensureRunning();
        let lease: string | null = null;
        try {
          await liveLeases(paths.leases, true, system);
          lease = await writeLease(paths.leases, user);
          const config = managedConfig(port, await readCredentials(paths.credentials), 'owner');
          let released: Promise<void> | undefined;
          const release = () => locked(() => letGo(lease));
          return { config, data: paths.data, release: () => (released ??= release()) };
        } catch (error) {
          // A full disk: nobody would know of it, and nobody stop it.
          await letGo(lease).catch((again) => log.warn({ error: again }, 'the managed server goes on'));
          throw error;
        }
      }),
  };
}
