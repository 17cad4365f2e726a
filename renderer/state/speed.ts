import type { JobSnapshot, JobStage } from '../../shared/contract.ts';

/** How fast one stage went, on the clock of the whole job. */
export interface SpeedBand {
  stage: JobStage['stage'];
  unit: JobStage['unit'];
  /** Second of the job at which it began, and to which it is known. */
  from: number;
  to: number;
  /** Units a second, oldest first. */
  points: { seconds: number; rate: number }[];
}

/** The speed of a job from its beginning on, stage by stage. */
export interface Speed {
  job: string;
  bands: SpeedBand[];
}

/** A stage that was over sooner says nothing of how fast it was. */
const fewestPoints = 2;

/**
 * Takes in what the host tells, which is the chart of the current stage alone: those before it are kept here. Pure.
 * @returns the same object where there is nothing new, so that nothing is drawn anew.
 */
export function speedWith(known: Speed | null, job: JobSnapshot): Speed | null {
  const bands = known?.job === job.id ? known.bands : [];
  const stage = job.stages.find((each) => each.stage === job.stage);
  // Between two stages, in a pause and at the end the chart is not of a stage at work.
  if (!stage || job.rates.length < fewestPoints) return bands.length > 0 ? known : null;
  const from = Math.max(0, job.seconds - stage.seconds);
  const last = bands.at(-1);
  // The same stage of another attempt begins anew, later.
  const goesOn = last?.stage === stage.stage && from < last.to;
  const begun = goesOn && last ? last.from : from;
  const band: SpeedBand = {
    stage: stage.stage,
    unit: stage.unit,
    from: begun,
    to: job.seconds,
    points: job.rates.map(({ seconds, rate }) => ({ seconds: begun + seconds, rate })),
  };
  return { job: job.id, bands: [...(goesOn ? bands.slice(0, -1) : bands), band] };
}
