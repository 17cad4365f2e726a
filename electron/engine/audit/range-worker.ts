import { parentPort, workerData } from 'node:worker_threads';
import { openSnapshot } from '../source/snapshot.ts';
import { registerFunctions } from './look.ts';
import { type RangeJob, takeRanges } from './range-crew.ts';

/** A thread that helps with the ranges of one table, on a connection of its own (range-crew.ts). */
const job = workerData as RangeJob;
const db = openSnapshot(job.path);
try {
  registerFunctions(db, 'UTF-8');
  parentPort?.postMessage([...takeRanges(db, job)]);
} finally {
  db.close();
}
