import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { writeAtomic } from '../../system/atomic.ts';
import { rm } from '../../system/files.ts';
import type { System } from '../../system/programs.ts';
import type { Installation } from '../installation.ts';
import { ask } from './ask.ts';
import type { Service } from './service.ts';
import { xmlText } from './xml.ts';

/**
 * An agent (of a user, from login on) or a daemon (of the machine, for root) of macOS.
 * https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/Chapters/CreatingLaunchdJobs.html
 */
export function launchd(name: string, forUser: boolean, system: System): Service {
  const file = join(
    forUser ? homedir() : '/',
    'Library',
    forUser ? 'LaunchAgents' : 'LaunchDaemons',
    `${name}.plist`,
  );
  const domain = forUser ? `gui/${userInfo().uid}` : 'system';
  const launchctl = (...args: string[]) => ask(system, 'launchctl', args);
  const print = () => system.run('launchctl', ['print', `${domain}/${name}`]);
  const isKnown = async () => (await print()).ok;
  const forget = async () => {
    if (await isKnown()) await launchctl('bootout', `${domain}/${name}`);
  };
  return {
    kind: forUser ? 'launchd-agent' : 'launchd-daemon',
    name,
    begins: async () => (forUser ? 'login' : 'boot'),
    isInstalled: async () => existsSync(file),
    install: async (installed) => {
      await mkdir(dirname(file), { recursive: true });
      const { kind, uid } = installed.account;
      const user = kind === 'self' ? null : await ask(system, 'id', ['-un', String(uid)]);
      // launchd takes no file that others may write to.
      await writeAtomic(file, agentText(name, installed, user), 0o644);
    },
    uninstall: async () => {
      await forget();
      await rm(file, { force: true });
    },
    control: {
      start: async () => {
        // What it knows of the file is what stood there when it was loaded. Loading starts it.
        await forget();
        await launchctl('bootstrap', domain, file);
      },
      // It ends a job by the smart shutdown, which waits for the application. After our own it leaves it alone.
      stop: async () => {},
      giveUp: forget,
      failed: async () => {
        const { ok, output } = await print();
        return !ok || hasFailed(output);
      },
    },
  };
}

/**
 * True where a job will not come up, by what `launchctl print` says of it: it has ended by itself, or for the second
 * time with an error. launchd goes on starting it again without an end.
 */
export function hasFailed(printed: string): boolean {
  const numberOf = (name: string) => new RegExp(`^\\s*${name} = (\\d+)`, 'm').exec(printed)?.[1];
  const code = numberOf('last exit code');
  return code !== undefined && (code === '0' || Number(numberOf('runs') ?? 0) > 2);
}

/**
 * Its property list. launchd starts it when it is loaded, and again when it fails.
 * @param user whom root lets it run as
 */
export function agentText(name: string, { paths, binaries }: Installation, user: string | null): string {
  const text = (value: string) => `<string>${xmlText(value)}</string>`;
  const entries: string[][] = [
    ['Label', text(name)],
    ['ProgramArguments', `<array>${[binaries.postgres, '-D', paths.data].map(text).join('')}</array>`],
    ['EnvironmentVariables', `<dict><key>LC_ALL</key>${text('C')}<key>TZ</key>${text('UTC')}</dict>`],
    ['WorkingDirectory', text(paths.data)],
    ['StandardErrorPath', text(paths.startLog)],
    ['StandardOutPath', text(paths.startLog)],
    ['RunAtLoad', '<true/>'],
    ['KeepAlive', '<dict><key>SuccessfulExit</key><false/></dict>'],
    ['ExitTimeOut', '<integer>120</integer>'],
    ['Umask', '<integer>63</integer>'],
    ...(user === null ? [] : [['UserName', text(user)]]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${entries.map(([key, value]) => `  <key>${key}</key>\n  ${value}`).join('\n')}
</dict>
</plist>
`;
}
