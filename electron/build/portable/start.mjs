// The command line of a portable edition. Its folder may be read-only, so what V8 compiled is kept with the user's own
// caches: other accounts cannot write there, and the threads and processes of the engine find it in the environment.
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

process.env.NODE_COMPILE_CACHE ??= join(cachesOf(process.env), 'autocore-migrate', 'code');
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
await import('./dist/app/cli.js');

function cachesOf(env) {
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
