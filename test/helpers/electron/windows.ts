/** What quitting needs of a window. */
interface Closable {
  /** False when somebody wants it to stay. */
  closeAndWait(): Promise<boolean>;
}

/** Every window that is open. */
export const windows = new Set<Closable>();

/** Closes all windows; false when one of them stays. */
export async function withoutWindows(): Promise<boolean> {
  for (const window of windows) {
    if (!(await window.closeAndWait())) return false;
  }
  return true;
}
