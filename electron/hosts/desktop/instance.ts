import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { type Handed, openHanded } from './open-file.ts';

/**
 * Chromium's own files lie in the workspace too, so that two workspaces are two programs. Where that folder cannot be
 * made, opening the workspace will say so in words: until then the usual place is as good.
 */
export function keepWindowIn(workspace: string): void {
  const folder = join(workspace, 'window');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  app.setPath('userData', folder);
}

/**
 * False when the program runs already: that one is shown instead, with the file of this start, and this one ends.
 * @param handed what this start was given. Words of a command line would arrive in another order, with others among them.
 */
export function isOnlyInstance(handed: Handed, window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock(handed)) return false;
  app.on('second-instance', (_event, _argv, _folder, data) => {
    showAgain(window());
    openHanded(data);
  });
  return true;
}

/** Brings a window to the front. */
export function showAgain(window: BrowserWindow | null): void {
  if (window?.isMinimized()) window.restore();
  window?.focus();
}
