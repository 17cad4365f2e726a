import type { Bridge, CallInput, CallName, CallValue, JobSnapshot, Result } from '../../shared/contract.ts';
import type { DesktopApp } from './desktop.ts';

declare global {
  var autocore: Required<Bridge>;
}

/** The value of a call that the page makes. */
export async function value<N extends CallName>(
  app: DesktopApp,
  name: N,
  input: CallInput<N>,
): Promise<CallValue<N>> {
  const result = await call(app, name, input);
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
  return result.value;
}

export async function call<N extends CallName>(
  app: DesktopApp,
  name: N,
  input: unknown,
): Promise<Result<CallValue<N>>> {
  const answer = app.page.evaluate(
    ([n, i]) => globalThis.autocore.call(n as 'app.info', i as never),
    [name, input],
  );
  return (await answer) as never;
}

/** The job as soon as it is like that. A job that ended otherwise is not waited for. */
export async function jobWhen(app: DesktopApp, like: (job: JobSnapshot) => boolean): Promise<JobSnapshot> {
  for (;;) {
    const job = await value(app, 'job.state', {});
    if (job && like(job)) return job;
    if (job?.finishedAt) throw new Error(`the job is ${job.status}: ${job.error?.message}`);
  }
}

/** As far as `gateAtIndexes` lets a run come. */
export function isWriting(stage: JobSnapshot['stage']): boolean {
  return stage === 'load' || stage === 'indexes';
}
