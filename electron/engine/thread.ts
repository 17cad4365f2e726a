import { Worker } from 'node:worker_threads';

/**
 * Threads of the engine. One that is started ahead has loaded everything by the time somebody asks for something: that
 * is half of what a small question takes.
 */
let spare: Worker | null = null;

/** Has a thread ready for the next operation. It holds up nobody's end. */
export function warmUp(): void {
  if (spare !== null) return;
  const worker = start();
  spare = worker;
  const gone = (): void => {
    if (spare === worker) spare = null;
  };
  worker.once('exit', gone);
  // Whoever takes a thread that cannot start is told by the one that is started for him.
  worker.once('error', gone);
  worker.unref();
}

/** A thread that waits for its job (protocol.ts). */
export function takeThread(): Worker {
  const worker = spare ?? start();
  spare = null;
  worker.ref();
  return worker;
}

function start(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    // Rows travel in buffers outside of the heap. With the default nursery the process keeps 60 MB more, for no speed.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
}
