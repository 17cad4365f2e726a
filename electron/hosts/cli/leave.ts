import { liveThreads } from '../../engine/client.ts';

/**
 * Lets the process end at once although a thread of the engine is inside SQLite, which nothing can end: Node would wait
 * for it. Where there is exec, another program takes the place of this one, with all its threads, and gives the exit
 * code. On Windows, where the function is there and throws, the process ends a little later.
 * https://nodejs.org/api/process.html#processexecvefile-args-env
 */
export function leaveWithoutThreads(platform = process.platform, threads = liveThreads): void {
  process.on('exit', (code) => {
    if (platform === 'win32' || threads() === 0) return;
    process.execve?.(process.execPath, [process.execPath, '-e', `process.exit(${code})`], process.env);
  });
}
