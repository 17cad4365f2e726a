import { Worker } from 'node:worker_threads';

/** A thread that does one thing, and says once what came of it. */
export interface HelpingThread<T> {
  result: Promise<T>;
  /** Ends it, wherever it is; a call into SQLite is waited for. */
  end(): Promise<unknown>;
}

/** @param data what it finds as its `workerData` */
export function helpingThread<T>(file: URL, data: unknown): HelpingThread<T> {
  const worker = new Worker(file, { workerData: data });
  const result = new Promise<T>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a helping thread ended with code ${code}`)));
  });
  // A failure here may come while nobody waits yet; whoever waits later still gets it.
  result.catch(() => {});
  return { result, end: () => worker.terminate() };
}
