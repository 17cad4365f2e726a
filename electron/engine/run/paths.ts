import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** Paths of one run. Everything about it lies in `dir`. */
export interface RunFolder {
  id: string;
  dir: string;
  state: string;
  snapshot: string;
  /** What the application made in the target; only where a run adopts it. */
  adopted: string;
  /** The plan that somebody gave it; only where somebody did. */
  givenPlan: string;
  plan: string;
  measures: string;
  audit: string;
  exceptions: string;
  certificateHtml: string;
  certificateJson: string;
  /** Views and triggers that were not carried over, one file each, for somebody to finish. */
  drafts: string;
  /** What a rehearsal says of the real migration. */
  prediction: string;
  /** Settings of the server, as the run found it. Runs of earlier versions did not note them. */
  serverSettings: string;
}

const idShape = /^\d{8}-\d{4}-[a-z0-9]{4}$/;
/** Without letters and digits that sound or look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

export function isRunId(name: string): boolean {
  return idShape.test(name);
}

/** @param runs the folder of all runs. @throws AppError `run.unknown` {run} for a text that is no run id. */
export function pathsOf(runs: string, id: string): RunFolder {
  // Ids come from users: nothing that leads out of the folder.
  if (!idShape.test(id)) throw new AppError('run.unknown', { run: id.slice(0, 60) });
  const path = join(runs, id);
  return {
    id,
    dir: path,
    state: join(path, 'run.json'),
    snapshot: join(path, 'snapshot.db'),
    adopted: join(path, 'adopted.json'),
    givenPlan: join(path, 'given-plan.json'),
    plan: join(path, 'plan.json'),
    measures: join(path, 'measures.json'),
    audit: join(path, 'audit.json'),
    exceptions: join(path, 'exceptions.ndjson'),
    certificateHtml: join(path, 'certificate.html'),
    certificateJson: join(path, 'certificate.json'),
    drafts: join(path, 'drafts'),
    prediction: join(path, 'rehearsal.json'),
    serverSettings: join(path, 'server.json'),
  };
}

/** `20261123-1842-k7pm`: sorts by time (UTC), and can be read out on the telephone. */
export function newRunId(now: Date): string {
  const [day, time] = now.toISOString().replaceAll(/[-:]/g, '').split('T');
  const tail = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${day}-${time?.slice(0, 4)}-${tail}`;
}
