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

/** Where systemd says that a user's services start with the machine. */
const lingering = '/var/lib/systemd/linger';

/**
 * A unit of systemd. https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
 * @param forUser the user's own systemd rather than the system's
 */
export function systemd(name: string, forUser: boolean, system: System): Service {
  const file = join(forUser ? userUnits() : '/etc/systemd/system', `${name}.service`);
  const scope = forUser ? ['--user'] : [];
  const systemctl = (...args: string[]) =>
    ask(system, 'systemctl', [...scope, '--no-ask-password', ...args], environment(forUser));
  const stop = async () => void (await systemctl('stop', name));
  return {
    kind: forUser ? 'systemd-user' : 'systemd',
    name,
    begins: async () => (!forUser || existsSync(join(lingering, userInfo().username)) ? 'boot' : 'login'),
    isInstalled: async () => existsSync(file),
    install: async (installed) => {
      await mkdir(dirname(file), { recursive: true });
      await writeAtomic(file, unitText(installed, forUser), 0o644);
      await systemctl('daemon-reload');
      await systemctl('enable', name);
      // Not everybody may; then it starts when the user logs in, which `begins` tells.
      if (forUser) await system.run('loginctl', ['--no-ask-password', 'enable-linger']);
    },
    uninstall: async () => {
      await systemctl('disable', '--now', name);
      await rm(file, { force: true });
      await systemctl('daemon-reload');
    },
    control: {
      start: async () => {
        await systemctl('reset-failed', name).catch(() => 'it had not failed');
        await systemctl('start', name);
      },
      stop,
      giveUp: stop,
      failed: async () => {
        const state = await systemctl('show', name, '--property=ActiveState,SubState,NRestarts');
        // It is tried again and again.
        return (
          !/^ActiveState=(active|activating)$/m.test(state) ||
          !/^NRestarts=0$/m.test(state) ||
          /auto-restart/.test(state)
        );
      },
    },
  };
}

/** Whether this systemd runs and answers. */
export async function hasSystemd(forUser: boolean, system: System): Promise<boolean> {
  if (!existsSync('/run/systemd/system')) return false;
  const scope = forUser ? ['--user'] : [];
  return (await system.run('systemctl', [...scope, 'show-environment'], environment(forUser))).ok;
}

/** A session that another one began (sudo, cron) does not know where the user's systemd listens. */
function environment(forUser: boolean): NodeJS.ProcessEnv {
  const folder = `/run/user/${process.getuid?.()}`;
  return forUser && !process.env.XDG_RUNTIME_DIR && existsSync(folder) ? { XDG_RUNTIME_DIR: folder } : {};
}

function userUnits(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd', 'user');
}

/**
 * The server itself runs under systemd, so that it starts again when it fails and ends in time when the machine does.
 * Paths go through the environment: a command line would read `$` in them.
 */
export function unitText({ paths, binaries, account }: Installation, forUser: boolean): string {
  const environment = Object.entries({
    POSTGRES: binaries.postgres,
    PGDATA: paths.data,
    LC_ALL: 'C',
    TZ: 'UTC',
  });
  return `[Unit]
Description=PostgreSQL of AutoCore (${inUnit(paths.folder)})

[Service]
Type=exec
${environment.map(([key, value]) => `Environment="${key}=${inUnit(value)}"`).join('\n')}
ExecStart=/bin/sh -c 'exec "$$POSTGRES"'
ExecReload=/bin/kill -HUP $MAINPID
${(forUser ? [] : accountLines(account)).map((line) => `${line}\n`).join('')}UMask=0077
# What it says before its own log begins.
StandardOutput=append:${paths.startLog.replaceAll('%', '%%')}
StandardError=inherit
# The fast shutdown: sessions are ended, nothing committed is lost.
KillSignal=SIGINT
KillMode=mixed
TimeoutStopSec=120
# After a power cut it may read its log for long.
TimeoutStartSec=infinity
Restart=on-failure
RestartSec=5

[Install]
WantedBy=${forUser ? 'default.target' : 'multi-user.target'}
`;
}

function accountLines({ kind, uid, gid }: Installation['account']): string[] {
  if (kind === 'self') return [];
  const lines = [`User=${uid}`, `Group=${gid}`];
  // See account.ts: a folder on the way is closed to it.
  if (kind === 'reader')
    lines.push('AmbientCapabilities=CAP_DAC_READ_SEARCH', 'CapabilityBoundingSet=CAP_DAC_READ_SEARCH');
  return lines;
}

/** Text within double quotes of a unit: `%` begins what systemd puts in. */
function inUnit(text: string): string {
  return text.replaceAll('%', '%%').replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n');
}
