import { warmUp } from '../../engine/thread.ts';

/** Words behind which nobody asks the engine for anything. */
const idle = new Set(['--version', '-V', '--help', '-h', 'help', 'path', '--detach']);

const words = process.argv.slice(2);
// The engine loads beside the command line. Where it is not asked after all, a thread was started that ends with it.
if (words.length > 0 && !words.some((word) => idle.has(word))) warmUp();
await import('./main.ts');
