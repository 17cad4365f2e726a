import { type System, thisSystem, windowsProgram } from './programs.ts';

/**
 * Closes a file of ours to everybody else. Elsewhere its mode has done that already; Windows gives a new file the rights
 * of its folder, and knows nothing of modes.
 * @throws Error where the file system keeps no such rights (FAT), or the user cannot be found out.
 */
export async function closeToOthers(file: string, system: System = thisSystem): Promise<void> {
  if (system.platform !== 'win32') return;
  // By number: names are ambiguous between a computer and its domain, and translated.
  const who = await system.run(windowsProgram('whoami.exe'), ['/user', '/fo', 'csv', '/nh']);
  const sid = who.ok && /S-1-[\d-]+/.exec(who.output)?.[0];
  if (!sid) throw new Error(`whoami: ${who.output}`);
  const rights = ['/inheritance:r', '/grant:r', `*${sid}:F`];
  const { ok, output } = await system.run(windowsProgram('icacls.exe'), [file, ...rights]);
  if (!ok) throw new Error(`icacls: ${output}`);
}
