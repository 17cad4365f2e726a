import type { BrowserWindow } from './window.ts';

/** Every window that is open. */
export const windows = new Set<BrowserWindow>();

/** Closes all windows; false when one of them stays. */
export async function withoutWindows(): Promise<boolean> {
  for (const window of windows) {
    if (!(await window.closeAndWait())) return false;
  }
  return true;
}
