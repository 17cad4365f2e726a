import type { stages as referenceStages, statuses as referenceStatuses } from '../pt-BR/stages.ts';

/** Stages of a run and statuses, as people read them. */
export const stages: typeof referenceStages = {
  server: 'Local PostgreSQL',
  snapshot: 'Safe copy',
  audit: 'Audit',
  plan: 'Plan',
  prepare: 'Target set-up',
  export: 'Files written',
  load: 'Load',
  indexes: 'Indexes and keys',
  validate: 'Validation',
  certificate: 'Certificate',
  compare: 'Looking for what changed in the source',
  compareBack: 'Looking for what was written to PostgreSQL',
  apply: 'Changes written',
  follow: 'Following the source',
  stop: 'Stop AutoCore now: waiting until nobody uses the file',
  role: 'User, privileges and statistics',
  smoke: 'Test as the application',
  env: '.env files',
  rebuild: 'SQLite file rebuilt and checked',
  swap: 'File put in place',
  drill: 'Rehearsal of the way back to SQLite',
  benchmark: 'Measuring',
  fleet: 'Vehicles',
};

export const statuses: typeof referenceStatuses = {
  running: 'running',
  interrupted: 'interrupted',
  exported: 'exported',
  succeeded: 'succeeded',
  differences: 'with differences',
  failed: 'failed',
  refused: 'refused',
  undone: 'undone',
};
