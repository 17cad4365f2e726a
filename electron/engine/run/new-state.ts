import { resolve } from 'node:path';
import type { Plan, Profile, RunOptions, RunState, RunTarget } from '../../../shared/model/index.ts';
import { toolVersion } from './version.ts';

interface NewRun {
  id: string;
  source: string;
  /** A saved plan brings its own profile and extras. */
  plan: Plan | null;
  profile: Profile;
  extras: boolean;
  target: Pick<RunTarget, 'managed' | 'schema'>;
  options: RunOptions;
  fleet?: RunState['fleet'];
}

/** The state of a run that has done nothing yet. */
export function newState({ id, source, plan, profile, extras, target, options, fleet }: NewRun): RunState {
  return {
    format: 1,
    id,
    tool: toolVersion,
    status: 'running',
    stage: 'snapshot',
    createdAt: new Date().toISOString(),
    finishedAt: null,
    profile: plan?.profile ?? profile,
    extras: plan?.extras ?? extras,
    source: { path: resolve(source), sha256: null, bytes: null, autocore: null },
    target: { ...target, url: '', server: null },
    options,
    tables: [],
    objects: { missing: [], notValid: [] },
    validation: null,
    seconds: {},
    peakRssMiB: 0,
    ...(fleet ? { fleet } : {}),
    error: null,
  };
}
