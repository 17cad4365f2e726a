import { type System, windowsProgram } from '../../system/programs.ts';
import type { Installation } from '../installation.ts';
import { ask } from './ask.ts';
import type { Service } from './service.ts';

/** The account of services that reach nothing but this computer, by its name and its number. */
const account = { name: 'NT AUTHORITY\\NetworkService', sid: 'S-1-5-20' };
/** Seconds: after a power cut the server may read its log for long. */
const startTimeout = 600;
const services = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/**
 * A service of Windows, as PostgreSQL's own pg_ctl registers it: https://www.postgresql.org/docs/current/app-pg-ctl.html
 * It starts with the machine, before anybody logs in. Only administrators may install, start and stop it.
 */
export function windowsService(name: string, system: System): Service {
  const run = (program: string, ...args: string[]) => ask(system, windowsProgram(program), args);
  const isInstalled = async () =>
    (await system.run(windowsProgram('reg.exe'), ['query', `${services}\\${name}`, '/v', 'ImagePath'])).ok;
  const stop = async () => void (await system.run(windowsProgram('net.exe'), ['stop', name]));
  return {
    kind: 'windows-service',
    name,
    begins: async () => 'boot',
    isInstalled,
    install: async ({ paths, binaries }) => {
      if (await isInstalled()) await ask(system, binaries.pgCtl, ['unregister', '-N', name]);
      await ask(system, binaries.pgCtl, registration(name, paths.data));
      // Fails on a FAT disk, where nobody's rights are kept and the account may do everything.
      const grant = (folder: string, rights: string) =>
        system.run(windowsProgram('icacls.exe'), [
          folder,
          '/grant',
          `*${account.sid}:(OI)(CI)${rights}`,
          '/q',
        ]);
      await grant(paths.data, 'M');
      await grant(paths.logs, 'M');
      await grant(paths.programs, 'RX');
      await run(
        'sc.exe',
        'failure',
        name,
        'reset=',
        '86400',
        'actions=',
        'restart/5000/restart/5000/restart/60000',
      );
    },
    uninstall: async ({ binaries }) => void (await ask(system, binaries.pgCtl, ['unregister', '-N', name])),
    control: {
      start: async () => void (await run('net.exe', 'start', name)),
      stop,
      giveUp: stop,
      failed: async () => {
        const { output } = await system.run(windowsProgram('sc.exe'), ['query', name]);
        return !/RUNNING|START_PENDING/.test(output);
      },
    },
  };
}

/** What pg_ctl is told to register. */
function registration(name: string, data: Installation['paths']['data']): string[] {
  return [
    ...['register', '-N', name, '-U', account.name, '-D', data],
    ...['-S', 'auto', '-w', '-t', String(startTimeout)],
  ];
}
