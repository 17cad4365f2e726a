import { type System, thisSystem, windowsProgram } from './programs.ts';
import { userSid } from './user-sid.ts';

/**
 * Closes a file of ours to everybody else. Elsewhere its mode has done that already; Windows gives a new file the rights
 * of its folder, and knows nothing of modes.
 * @throws Error where the file system keeps no such rights (FAT), or the user cannot be found out.
 */
export async function closeToOthers(file: string, system: System = thisSystem): Promise<void> {
  if (system.platform !== 'win32') return;
  const rights = ['/inheritance:r', '/grant:r', `*${await userSid(system)}:F`];
  const { ok, output } = await system.run(windowsProgram('icacls.exe'), [file, ...rights]);
  if (!ok) throw new Error(`icacls: ${output}`);
}
