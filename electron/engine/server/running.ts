import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../context.ts';
import type { System } from '../system/programs.ts';
import { serverAccount } from './account.ts';
import { type Package, serverBinaries } from './binaries.ts';
import { startServer, stopServer } from './control.ts';
import { readCredentials } from './credentials.ts';
import { findServer, openPort } from './find.ts';
import { dataVersion, give, initialise } from './initialise.ts';
import type { Installation } from './installation.ts';
import type { ServerPaths } from './paths.ts';
import { prepareDatabase } from './prepare.ts';
import { copyPrograms, programsThere, removeOtherPrograms } from './programs.ts';
import { installedService } from './service/find.ts';
import { byService } from './service/launch.ts';
import type { Service } from './service/service.ts';
import { readState, type ServerState, writeState } from './state.ts';
import { programVersion } from './version.ts';

export interface RunningOptions {
  paths: ServerPaths;
  log: Logger;
  system: System;
  /** How long each step of a stop may take. */
  stopSeconds: number;
  /** False for a server that is thrown away with its folder: it runs from the package's own folder. */
  outlives: boolean;
}

/** A server with what it is made of. */
export interface Prepared {
  installed: Installation;
  /** Version of its programs. */
  version: string;
}

/**
 * The command processor of Windows works in no folder of the network, and PostgreSQL's data are not safe in one.
 * https://www.postgresql.org/docs/current/creating-cluster.html
 * @throws AppError `server.networkFolder` {path}
 */
export function requireOwnDisk(path: string, platform: NodeJS.Platform): void {
  // `\\?\C:\` is a disk of this computer, spelled for long paths.
  if (platform === 'win32' && /^[\\/]{2}(?![?.][\\/][A-Za-z]:)/.test(path))
    throw new AppError('server.networkFolder', { path });
}

/** Makes, starts and stops the server of a workspace. Only with the workspace's lock held. */
export function serverProcess({ paths, log, system, stopSeconds, outlives }: RunningOptions) {
  /** @param toRun false to stop what runs */
  async function installation(toRun = true): Promise<Prepared> {
    requireOwnDisk(paths.folder, system.platform);
    const from: Package = await serverBinaries();
    const own = () => (toRun ? copyPrograms(paths.programs, from) : programsThere(paths.programs, from));
    const binaries = outlives ? await own() : from;
    const data = (await dataVersion(paths)) === null ? null : paths.data;
    // Data that are there need no initdb.
    const programs = data === null ? [binaries.postgres, binaries.initdb] : [binaries.postgres];
    const account = await serverAccount(paths.folder, programs, data);
    await give(account, paths.logs);
    return { installed: { paths, binaries, account, system }, version: from.version };
  }

  /** What the first start makes, side by side: its own programs, and the data folder with those of the package. */
  async function ensureMade(): Promise<void> {
    requireOwnDisk(paths.folder, system.platform);
    if ((await dataVersion(paths)) !== null) return;
    const from = await serverBinaries();
    const made = await Promise.allSettled([
      outlives ? copyPrograms(paths.programs, from) : null,
      makeData(from),
    ]);
    for (const each of made) if (each.status === 'rejected') throw each.reason;
  }

  async function makeData(binaries: Package): Promise<void> {
    const account = await serverAccount(paths.folder, [binaries.postgres, binaries.initdb], null);
    await give(account, paths.logs);
    log.info({ path: paths.data, account: account.kind }, 'making the data folder of the managed server');
    await initialise({ paths, binaries, account, system });
  }

  /** A server that can run, with its data; those of another major version are refused and left alone. */
  async function madeInstallation(): Promise<Prepared> {
    await ensureMade();
    const prepared = await installation();
    const expected = await programVersion(prepared.installed.binaries.postgres);
    const found = await dataVersion(paths);
    if (found !== expected)
      throw new AppError('server.upgrade', { found: found ?? '?', expected, path: paths.data });
    return prepared;
  }

  /**
   * Starts the server unless it runs, through the system's manager where it knows the server.
   * @param anyhow where that one cannot, we start it ourselves
   */
  async function ensureRunning(anyhow = true): Promise<ServerState & { port: number }> {
    const state = await readState(paths.state);
    const open = await openPort(paths, system);
    if (open !== null) return { ...state, port: open };
    const { installed, version } = await madeInstallation();
    const service = await installedService(paths.data, system);
    // An update came with other programs. Who may not tell the system so starts the server all the same.
    const known = service === null || state.service === version || (await renew(service, installed));
    let port: number;
    try {
      port = await startServer(
        installed,
        state.port,
        service?.control && known ? byService(service.control) : undefined,
      );
    } catch (error) {
      if (!service?.control || !known || !anyhow) throw error;
      log.warn({ service: service.name, error }, 'the system did not start the managed server');
      // Or it would go on trying.
      await service.control.giveUp();
      port = await startServer(installed, state.port);
    }
    try {
      await prepareDatabase(port, await readCredentials(paths.credentials));
    } catch (error) {
      // Left running, it would be taken for a prepared one.
      await stopRunning(true);
      throw error;
    }
    // What the system knows of may be the older ones.
    if (outlives && known) await removeOtherPrograms(paths.programs, version);
    log.info({ port }, 'managed server started');
    // Whoever started the last one by hand did so before it ended.
    const started = { port, manual: false, service: service ? (known ? version : state.service) : null };
    await writeState(paths.state, started);
    return started;
  }

  /** False where the manager refused: then it knows the programs of before. */
  async function renew(service: Service, installed: Installation): Promise<boolean> {
    try {
      await service.install(installed);
      return true;
    } catch (error) {
      log.warn({ service: service.name, error }, 'the system goes on knowing the programs of before');
      return false;
    }
  }

  /** @param started we have just started it, so that nothing else can have the process id. */
  async function stopRunning(started = false): Promise<void> {
    const look = await findServer(paths, system);
    if (look.is === 'unknown' && !started)
      throw new AppError('server.unknown', { pid: look.server.pid, path: paths.data });
    if (look.is !== 'none') {
      const service = await installedService(paths.data, system);
      // Where the manager may not, or another started the server, we end it ourselves.
      await service?.control
        ?.stop()
        .catch((error: Error) => log.warn({ error }, 'the system did not stop it'));
      await stopServer((await installation(false)).installed, look.server, stopSeconds);
      log.info({ port: look.server.port }, 'managed server stopped');
    }
    await writeState(paths.state, { ...(await readState(paths.state)), manual: false });
  }

  return { installation, madeInstallation, ensureRunning, stopRunning };
}
