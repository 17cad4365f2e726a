import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';

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

/** False when the program runs already: that one is shown instead, and this one ends. */
export function isOnlyInstance(window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    const shown = window();
    if (shown?.isMinimized()) shown.restore();
    shown?.focus();
  });
  return true;
}
