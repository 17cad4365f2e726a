import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rm } from '../../system/files.ts';
import { type System, windowsProgram } from '../../system/programs.ts';
import { userSid } from '../../system/user-sid.ts';
import type { Installation } from '../installation.ts';
import { ask } from './ask.ts';
import type { Service } from './service.ts';
import { xmlText } from './xml.ts';

/** Folder of our tasks in the scheduler. */
const folder = 'AutoCore Migrate';

/**
 * A task of Windows that starts the server when the user logs in: what somebody without an administrator's rights can
 * have. https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
 */
export function windowsTask(name: string, system: System): Service {
  const path = `\\${folder}\\${name}`;
  const schtasks = windowsProgram('schtasks.exe');
  return {
    kind: 'windows-task',
    name: path,
    begins: async () => 'login',
    isInstalled: async () => {
      const { ok, output } = await system.run(schtasks, ['/query', '/tn', path, '/xml']);
      return ok && output.includes('<Task');
    },
    install: async (installed) => {
      const file = join(installed.paths.logs, 'task.xml');
      const user = await userSid(system);
      try {
        // The scheduler reads UTF-16 with a byte order mark.
        await writeFile(file, `\ufeff${taskText(installed, user)}`, 'utf16le');
        await ask(system, schtasks, ['/create', '/f', '/tn', path, '/xml', file]);
      } finally {
        await rm(file, { force: true });
      }
    },
    uninstall: async () => void (await ask(system, schtasks, ['/delete', '/f', '/tn', path])),
    control: null,
  };
}

/** @param user whoever logs in: the scheduler takes a SID as well as a name */
export function taskText(installed: Installation, user: string): string {
  const shell = windowsProgram('WindowsPowerShell\\v1.0\\powershell.exe');
  const script = Buffer.from(startScript(installed), 'utf16le').toString('base64');
  const args = `-NoProfile -NonInteractive -WindowStyle Hidden -EncodedCommand ${script}`;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>PostgreSQL of AutoCore (${xmlText(installed.paths.folder)})</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger><UserId>${xmlText(user)}</UserId></LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="user">
      <UserId>${xmlText(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="user">
    <Exec>
      <Command>${xmlText(shell)}</Command>
      <Arguments>${xmlText(args)}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/**
 * A program of the console always has a window, so that PowerShell, which can hide its own, starts pg_ctl in it: the
 * server keeps that hidden window. In single quotes PowerShell reads nothing but the quote itself, in all its forms:
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
function startScript({ paths, binaries }: Installation): string {
  const quoted = (text: string) => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
  return [
    `$env:PGDATA = ${quoted(paths.data)}`,
    `$env:LC_ALL = 'C'`,
    `Set-Location -LiteralPath ${quoted(paths.logs)}`,
    `& ${quoted(binaries.pgCtl)} start -s -w -t 600 -l start.log`,
  ].join('\n');
}
