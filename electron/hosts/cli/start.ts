import { warmUp } from '../../engine/thread.ts';

/** Commands that ask the engine for something. */
const asking = new Set(
  (
    'audit plan migrate resume validate sync cutover rollback benchmark export kit status certificate runs ' +
    'support-bundle server sample'
  ).split(' '),
);

// The engine loads beside the command line. A word that only looks like a command costs a thread that is not used.
if (process.argv.slice(2).some((word) => asking.has(word))) warmUp();
await import('./main.ts');
