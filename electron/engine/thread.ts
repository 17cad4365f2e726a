import { Worker } from 'node:worker_threads';

/**
 * Threads of the engine. One that is started ahead, or that has done something before, has loaded everything by the time
 * somebody asks for something: that is most of what a small question takes.
 */
let spare: Worker | null = null;

/** Has a thread ready for the next operation. It holds up nobody's end. */
export function warmUp(): void {
  if (spare === null) keep(start());
}

/** Takes back a thread that has done its job and waits for another one; one is enough. */
export async function giveBack(worker: Worker): Promise<void> {
  if (spare === null) keep(worker);
  else await worker.terminate();
}

function keep(worker: Worker): void {
  spare = worker;
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
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    // Rows travel in buffers outside of the heap. With the default nursery the process keeps 60 MB more, for no speed.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
  const gone = (): void => {
    if (spare === worker) spare = null;
  };
  worker.once('exit', gone);
  // Whoever takes a thread that cannot start is told by the one that is started for him.
  worker.on('error', gone);
  return worker;
}
