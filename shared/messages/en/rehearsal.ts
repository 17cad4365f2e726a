import type { rehearsal as reference } from '../pt-BR/rehearsal.ts';

/** Texts of the rehearsal. */
export const rehearsal: typeof reference = {
  title: 'REHEARSAL in a temporary database, removed already. The target was not touched.',
  time: 'Expected of the migration: {{total, number}} s (snapshot {{snapshot, number}}, audit {{audit, number}}, load {{load, number}}, indexes {{indexes, number}}, comparing {{validate, number}})',
  disk: 'Space: a database of {{database, number(maximumFractionDigits: 1)}} MiB; leave {{disk, number(maximumFractionDigits: 0)}} MiB free on the server',
  downtime:
    'AutoCore stopped all the time: {{all, number}} s; stopped only at the end, to bring over the last changes and to compare: about {{short, number}} s',
  bandwidth:
    'Measured to the target: sending {{up, number(maximumFractionDigits: 1)}} MiB/s, fetching {{down, number(maximumFractionDigits: 1)}} MiB/s, there and back {{latency, number}} ms. How fast the server itself is shows only in use.',
  notMeasured:
    'The times are those of this machine. With --target the way to the target is measured as well, and nothing is written there.',
  wayBack: {
    back: 'Way back rehearsed: live in {{live, number(maximumFractionDigits: 1)}} s, $t(counts.newRows, {"count": {{inserted}} }) (changed: {{changed, number}}; deleted: {{deleted, number}}), back in {{back, number(maximumFractionDigits: 1)}} s with every value compared. Copied .env files that became what they were: {{envs, number}}.',
    failed: 'The way back did NOT work in the rehearsal: {{reason}}',
    skipped: 'The way back was not rehearsed: the rehearsed copy has differences.',
  },
  heading: 'Prediction for the real migration',
  headingText:
    'What this rehearsal says of the real migration. How fast the target server works is not known before it is used.',
  perSecond: '{{size}}/s',
  facts: {
    wayBack: 'Way back to SQLite',
    time: 'Time of the migration',
    downtime: 'AutoCore stopped all the time',
    downtimeText: '{{time}}, from beginning to end',
    short: 'AutoCore stopped only at the end',
    shortText: 'about {{time}}, to bring over the last changes and to compare',
    database: 'Database in the end',
    disk: 'Space needed on the server',
    bandwidth: 'Network to the target',
    bandwidthText: 'up {{up}}, down {{down}}, there and back {{latency}} ms',
  },
};
