import type { RunAbilities, RunSummary } from '../../../shared/contract.ts';
import type { RunState } from '../../../shared/model/index.ts';

/** What can be done with a run as it stands. A rehearsal's target is gone, so there is nothing left to do with it. */
export function abilitiesOf(state: RunState, hasCertificate: boolean): RunAbilities {
  const { status, options } = state;
  const alive = !options.rehearsal && status !== 'undone' && status !== 'refused';
  return {
    resume: alive && ['running', 'interrupted', 'failed'].includes(status),
    validate: alive && ['succeeded', 'differences'].includes(status),
    certificate: hasCertificate,
    // Without a server the run has never reached its target.
    undo: alive && state.target.server !== null,
  };
}

export function summaryOf(state: RunState, can: RunAbilities): RunSummary {
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
    can,
  };
}
