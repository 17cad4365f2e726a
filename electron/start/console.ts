import { join } from 'node:path';

/** Where the console program of an installed edition has its bundle and its Node, below the package's `resources`. */
export const consoleFolder = 'app.asar.unpacked/console';

/** The console program of the package that this process runs from: what to start, and with which first words. */
export function consoleProgram(
  resources: string,
  platform: NodeJS.Platform,
): { program: string; words: string[] } {
  const folder = join(resources, consoleFolder);
  return {
    program: join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node'),
    words: [join(folder, 'start.mjs')],
  };
}
