import type { RunState } from '../model/index.ts';
import type { LivePhase } from './cutover.ts';
import type { RunAbilities, RunSummary } from './runs.ts';

/**
 * What can be done with a run as it stands. A rehearsal's target is gone, so there is nothing left to do with it. Once
 * the application writes to PostgreSQL, the target is compared with nothing and dropped by nobody: there is the last
 * step for that.
 */
export function abilitiesOf(state: RunState, phase: LivePhase, hasCertificate: boolean): RunAbilities {
  const { status, options } = state;
  const before = phase === 'before';
  const ended = ['succeeded', 'differences'].includes(status);
  const alive = !options.rehearsal && status !== 'undone' && status !== 'refused';
  return {
    // An export that was cut off is written anew.
    resume:
      alive &&
      before &&
      options.exportTo === undefined &&
      ['running', 'interrupted', 'failed'].includes(status),
    // Where the files of an exported run were run, is asked then.
    validate: alive && before && (ended || status === 'exported'),
    certificate: hasCertificate,
    // Without a server the run has never reached its target.
    undo: alive && before && state.target.server !== null,
    tools: alive && ended && state.validation !== null && phase !== 'back',
    cutover: !options.rehearsal && (!before || (alive && ended && state.validation !== null)),
  };
}

export function summaryOf(state: RunState, phase: LivePhase, can: RunAbilities): RunSummary {
  const { id, status, stage, createdAt, finishedAt, options, profile, source, target, tables, seconds } =
    state;
  const sum = (of: 'source' | 'migrated' | 'quarantined'): number =>
    tables.reduce((total, table) => total + table[of], 0);
  return {
    id,
    status,
    stage,
    createdAt,
    finishedAt,
    rehearsal: options.rehearsal,
    profile,
    source: source.path,
    target,
    rows: { source: sum('source'), migrated: sum('migrated'), quarantined: sum('quarantined') },
    seconds: seconds.total ?? 0,
    phase,
    can,
  };
}
