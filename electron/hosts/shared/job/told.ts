import type { JobSnapshot } from '../../../../shared/contract.ts';
import { errorData, type Translate } from '../../../../shared/messages/index.ts';
import { busy, canPause, type Job, runOf } from './job.ts';
import { courseOf } from './progress.ts';

/** The job as a window draws it. @param version higher than that of every snapshot before. */
export function told(job: Job, version: number, t: Translate): JobSnapshot {
  const { id, request, status, startedAt, finishedAt, worked, attemptBegan, course, end, failure } = job;
  const atWork = busy.has(status);
  const now = atWork ? performance.now() - attemptBegan : 0;
  return {
    id,
    version,
    kind: request.kind,
    status,
    run: runOf(job),
    source: request.source,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    seconds: (worked + now) / 1000,
    ...courseOf(course),
    whole: afterAll(course.whole, request.behind ?? 0),
    can: {
      pause: status === 'running' && canPause(job),
      continue: status === 'paused',
      cancel: status === 'running' || status === 'pausing' || status === 'paused',
    },
    error: failure === null ? null : errorData(failure, t, 'wizard'),
    state: atWork ? null : (end.state ?? null),
    manifest: request.manifest ?? null,
    sample: end.sample ?? null,
    dropped: end.dropped ?? [],
    prediction: end.prediction ?? null,
    exported: end.exported ?? null,
    caughtUp: end.caughtUp ?? null,
    following: course.following,
    wayBack: end.wayBack ?? null,
  };
}

/** Of what is left, as a part of all of it. */
function afterAll({ part, secondsLeft }: JobSnapshot['whole'], behind: number): JobSnapshot['whole'] {
  return { part: behind + (1 - behind) * part, secondsLeft };
}
