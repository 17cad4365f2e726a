import type { JobSnapshot, JobStage } from '../../shared/contract.ts';

/** Key of a stage's name. On the way back it is PostgreSQL that is compared, not the source. */
export function stageName(kind: JobSnapshot['kind'], stage: JobStage['stage']): `stages.${string}` {
  const back = kind === 'wayBack' || kind === 'rollback';
  return back && stage === 'compare' ? 'stages.compareBack' : `stages.${stage}`;
}
