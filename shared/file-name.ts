/** Last part of a path, whichever the system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}
