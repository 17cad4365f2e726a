import type { System } from '../../system/programs.ts';
import { launchd } from './launchd.ts';
import { serviceName } from './name.ts';
import type { Service } from './service.ts';
import { hasSystemd, systemd } from './systemd.ts';
import { windowsService } from './windows-service.ts';
import { windowsTask } from './windows-task.ts';

/** The manager that a workspace's server is known to, or null. @param data its data folder */
export async function installedService(data: string, system: System): Promise<Service | null> {
  for (const service of services(serviceName(data), system)) if (await service.isInstalled()) return service;
  return null;
}

/**
 * The managers that this user can make it known to, the best first; the next one is for where the first refuses.
 * Empty where the system has none that we know, or where AUTOCORE_MIGRATE_SERVICES=off says that nothing may be
 * installed there.
 */
export async function possibleServices(data: string, system: System): Promise<Service[]> {
  if (process.env.AUTOCORE_MIGRATE_SERVICES === 'off') return [];
  const all = services(serviceName(data), system);
  const isRoot = process.getuid?.() === 0;
  switch (system.platform) {
    case 'linux': {
      const forUser = !isRoot;
      const kind = forUser ? 'systemd-user' : 'systemd';
      return (await hasSystemd(forUser, system)) ? all.filter((each) => each.kind === kind) : [];
    }
    case 'darwin':
      return all.filter((each) => each.kind === (isRoot ? 'launchd-daemon' : 'launchd-agent'));
    default:
      // A service is for administrators: who is none gets a task.
      return all;
  }
}

function services(name: string, system: System): Service[] {
  switch (system.platform) {
    case 'linux':
      return [systemd(name, true, system), systemd(name, false, system)];
    case 'darwin':
      return [launchd(name, true, system), launchd(name, false, system)];
    case 'win32':
      return [windowsService(name, system), windowsTask(name, system)];
    default:
      return [];
  }
}
