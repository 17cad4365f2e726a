/** What crosses between processes is cloned; what cannot be is an error, with Electron's words. */
export function clone<T>(value: T): T {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw new Error('An object could not be cloned.', { cause });
  }
}
