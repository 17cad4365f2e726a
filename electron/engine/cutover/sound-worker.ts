import { parentPort, workerData } from 'node:worker_threads';
import { openSnapshot } from '../source/snapshot.ts';
import { type Files, soundOf } from './sound.ts';

/** A thread that looks at a file that was made, on connections of its own (sound.ts). */
const files = workerData as Files;
const [snapshot, db] = [openSnapshot(files.snapshot), openSnapshot(files.file)];
try {
  // As where the rows were written: one that breaks a rule was let in.
  db.pragma('ignore_check_constraints = on');
  parentPort?.postMessage(soundOf(snapshot, db));
} finally {
  db.close();
  snapshot.close();
}
