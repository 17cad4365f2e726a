import type { System } from '../system/programs.ts';
import { safeUrl } from '../target/config.ts';
import { managedConfig, readCredentials } from './credentials.ts';
import { findServer } from './find.ts';
import { dataVersion } from './initialise.ts';
import { type Lease, liveLeases } from './leases.ts';
import type { ServerPaths } from './paths.ts';
import { installedService } from './service/find.ts';
import type { ServiceStatus } from './service/service.ts';
import { readState } from './state.ts';

export interface ServerStatus {
  running: boolean;
  /** It may run: there is a process of that `pid`, and neither the system nor its port tells what it is. */
  unknown: boolean;
  /** Started by hand: it stays up without users. */
  manual: boolean;
  /** Who starts it with the system; null where nobody does. */
  service: ServiceStatus | null;
  pid: number | null;
  port: number | null;
  /** Major version of the data, null before the first start. */
  version: string | null;
  /** Without a password. */
  url: string | null;
  data: string;
  users: Pick<Lease, 'pid' | 'user' | 'since'>[];
}

/** How a workspace's server is doing. */
export async function serverStatus(paths: ServerPaths, system: System): Promise<ServerStatus> {
  const [look, version, state, users, service] = await Promise.all([
    findServer(paths, system),
    dataVersion(paths),
    readState(paths.state),
    liveLeases(paths.leases, false, system),
    installedService(paths.data, system),
  ]);
  const running = look.is === 'running' ? look.server : null;
  const config = running && managedConfig(running.port, await readCredentials(paths.credentials), 'owner');
  return {
    running: running !== null,
    unknown: look.is === 'unknown',
    manual: running !== null && state.manual,
    service: service && { kind: service.kind, name: service.name, begins: await service.begins() },
    pid: look.is === 'none' ? null : look.server.pid,
    port: running?.port ?? null,
    version,
    url: config && safeUrl(config),
    data: paths.data,
    users: users.map(({ pid, user, since }) => ({ pid, user, since })),
  };
}
