import type { statusErrors as errorsReference, status as reference } from '../pt-BR/status.ts';

/** Texts of the state of the target. */
export const status: typeof reference = {
  title: '{{server}}, schema {{schema}}: {{mib, number(maximumFractionDigits: 1)}} MiB in the database',
  columns: {
    table: 'Table',
    mib: 'MiB',
    rows: 'Rows',
    dead: 'Dead',
    statement: 'Statement',
    calls: 'Calls',
    mean: 'Mean ms',
  },
  partitions:
    'Partitions of {{table}}: {{count, number}}, {{ahead, number}} month(s) ahead; rows in DEFAULT: {{waiting, number}}',
  connections: 'Connections: {{used, number}} of {{max, number}} ({{active, number}} active)',
  unused: 'Indexes that nobody has read yet: {{names}}',
  slowest: 'Statements that took most time:',
  noStatements: 'Slow statements: pg_stat_statements is not available.',
  schedulers: 'On the server, for the partitions: {{names}}',
  backup: 'Last backup: {{file}}, {{at}}',
  warnings: {
    partitionsAhead:
      'Partitions ahead are missing in {{table}}: select * from autocore_migration.maintain_partitions()',
    waiting:
      '{{rows, number}} rows of {{table}} are in DEFAULT: select * from autocore_migration.maintain_partitions()',
    deadRows: '{{percent}}% of the rows of {{table}} are dead: look at autovacuum or run vacuum',
    connections: 'Nearly all connections are in use: {{used, number}} of {{max, number}}',
    targetBehind:
      'The target has the data of another copy of the source: it, or this folder, came from a backup',
    liveLost:
      'The migration went live and the target does not know: it came from an earlier backup, or is another database',
    noBackup: 'There is no backup in the folder named',
    oldBackup: 'The last backup is {{hours, number}} hours old',
  },
  fine: 'Nothing needs attention.',
};

export const statusErrors: typeof errorsReference = {
  backups: {
    unreadable: {
      message: 'The folder of backups cannot be read: {{path}} ({{reason}})',
      hint: 'Check the name of the folder and its permissions, or leave out --backups.',
    },
  },
};
