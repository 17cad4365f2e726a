import type { Bundle } from '../../shared/bundle/bundle.ts';
import type { JobKind, JobSnapshot, JobStage, JobStatus } from '../../shared/contract.ts';
import { fileName } from '../../shared/file-name.ts';
import { keptError, type Translate } from '../../shared/messages/index.ts';
import type { RunState, RunStatus, Stage } from '../../shared/model/index.ts';

const loading: Stage[] = ['snapshot', 'audit', 'prepare', 'load', 'indexes', 'validate', 'certificate'];
const exporting: Stage[] = ['snapshot', 'audit', 'export'];

/** Of a run without an error, `cancelled`: it stands, and nobody knows more. */
const ends: Record<RunStatus, JobStatus> = {
  running: 'cancelled',
  interrupted: 'cancelled',
  refused: 'failed',
  failed: 'failed',
  exported: 'done',
  succeeded: 'done',
  differences: 'done',
  undone: 'done',
};

/** The job that the installer saw end, as the run's folder tells it: without the chart, which nobody keeps. */
export function jobOfBundle({ state, about }: Bundle, t: Translate): JobSnapshot {
  const { options, seconds } = state;
  // Who cancels it is no failure.
  const hasFailed = state.error !== null && state.error.code !== 'interrupted';
  const status = hasFailed ? 'failed' : ends[state.status];
  const kind: JobKind =
    options.exportTo === undefined ? (options.rehearsal ? 'rehearse' : 'migrate') : 'export';
  return {
    ...{ id: state.id, version: 0, kind, status, run: state.id, source: fileName(state.source.path) },
    startedAt: state.createdAt,
    // It is at rest, whenever that was.
    finishedAt: state.finishedAt ?? about.writtenAt,
    seconds: seconds.total ?? Object.values(seconds).reduce((sum, each) => sum + each, 0),
    stages: stagesOf(state, kind === 'export' ? exporting : loading),
    stage: null,
    tables: state.tables.map(({ name, source, migrated, quarantined }) => ({
      name,
      rows: source,
      loaded: migrated + quarantined,
      validated: state.validation === null ? 0 : source,
    })),
    ...{ rate: null, rates: [], secondsLeft: null, whole: { part: 1, secondsLeft: null } },
    can: { pause: false, continue: false, cancel: false },
    error: hasFailed && state.error ? keptError(state.error, t, 'wizard') : null,
    state,
    ...{ manifest: null, sample: null, dropped: [] },
    prediction: about.prediction,
    ...{ exported: null, caughtUp: null, following: null, wayBack: null },
  };
}

function stagesOf(state: RunState, all: readonly Stage[]): JobStage[] {
  const { seconds, tables } = state;
  const rows = tables.reduce((sum, table) => sum + table.source, 0);
  const moved = tables.reduce((sum, table) => sum + table.migrated + table.quarantined, 0);
  // Planning is a part of the audit.
  const at = all.indexOf(state.stage === 'plan' ? 'audit' : state.stage);
  const isOver = ends[state.status] === 'done';
  return all.map((stage, index) => {
    const ofRows = stage === 'load' || stage === 'export';
    return {
      stage,
      status: isOver || index < at ? 'done' : index === at ? 'running' : 'waiting',
      unit: ofRows ? 'rows' : null,
      done: ofRows ? moved : 0,
      total: ofRows ? rows : 0,
      seconds: seconds[stage] ?? 0,
    };
  });
}
