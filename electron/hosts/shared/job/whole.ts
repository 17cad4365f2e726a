import type { JobSnapshot, JobStage } from '../../../../shared/contract.ts';
import type { Stage } from '../../../../shared/model/index.ts';

/** What a run goes through. `plan` takes no time of its own, so it is no step to watch. */
export const runStages: Stage[] = [
  ...(['snapshot', 'audit', 'prepare', 'load', 'indexes', 'validate', 'certificate'] as const),
];

/** Seconds that each stage is thought to take before anything is known of this computer. */
export type Weights = Partial<Record<JobStage['stage'], number>>;

type Whole = JobSnapshot['whole'];

/** What is not weighed takes a moment. */
const moment = 0.5;
/** The part of all weights that has to be behind us for the time it took to outweigh what was thought. */
const prior = 0.05;
/** Seconds of work before a guess is told. */
const tellAfter = 3;

/**
 * How far all stages are together. What is behind tells how much faster or slower than thought this computer is; what
 * runs is measured by itself.
 * @param from units that the running stage had done when it began: a resumed one has some already
 * @param before what was told last: the bar never goes back
 */
export function wholeOf(stages: readonly JobStage[], weights: Weights, from: number, before: Whole): Whole {
  const weightOf = ({ stage }: JobStage): number => weights[stage] ?? moment;
  let spent = 0;
  let behind = 0;
  let all = 0;
  for (const stage of stages) {
    all += weightOf(stage);
    // One that said nothing was over before this attempt, and tells nothing of the computer.
    if (stage.status === 'waiting' || stage.unit === null) continue;
    spent += stage.seconds;
    behind += weightOf(stage) * (stage.status === 'done' ? 1 : newIn(stage, from));
  }
  const trust = prior * all;
  const scale = all === 0 ? 1 : (spent + trust) / (behind + trust);
  const left = stages.reduce((sum, stage) => {
    if (stage.status === 'done') return sum;
    const guess = weightOf(stage) * scale;
    if (stage.status === 'waiting') return sum + guess;
    const ahead = stage.total > 0 ? 1 - stage.done / stage.total : 1;
    const own = newIn(stage, from);
    // The first units tell little of the others.
    const seen = own > 0.02 && stage.seconds > 1 ? (stage.seconds * ahead) / own : null;
    return sum + (seen ?? guess * ahead);
  }, 0);
  const part = spent + left === 0 ? 0 : spent / (spent + left);
  return {
    part: Math.max(before.part, Math.min(0.99, part)),
    secondsLeft: spent < tellAfter ? null : left,
  };
}

/** The part of a stage that was done in this attempt. */
function newIn({ done, total }: JobStage, from: number): number {
  return total > 0 ? Math.max(0, done - from) / total : 0;
}

/**
 * What a migration of this size takes on a small computer, stage by stage: the ratios count, the first seconds of the
 * run correct the rest.
 * @param audited the copy and what was measured in it are there already, as long as the source is unchanged
 */
export function weightsOf(rows: number, bytes: number, audited: boolean): Weights {
  const million = rows / 1_000_000;
  const megabytes = bytes / 1_000_000;
  return {
    server: 4,
    snapshot: 0.2 + megabytes * (audited ? 0.01 : 0.07),
    audit: 0.5 + (audited ? 0.2 : 12) * million,
    prepare: 1,
    load: 0.5 + 14 * million,
    export: 0.5 + 14 * million,
    // Rows are compared beside the builds of large tables.
    indexes: 1 + 24 * million,
    validate: 1 + 2 * million,
    certificate: 0.5,
    drill: 6 + 25 * million,
  };
}

/** What a row of such databases takes, about. */
const rowBytes = 120;

/** The same for a file of which nothing but its size is known. */
export function weightsOfFile(bytes: number): Weights {
  return weightsOf(bytes / rowBytes, bytes, false);
}
