import type { statusErrors as errorsReference, status as reference } from '../pt-BR/status.ts';

/** Texts of the state of the target. */
export const status: typeof reference = {
  title: '{{server}}, schema {{schema}}: {{mib, number(maximumFractionDigits: 1)}} MiB in the database',
  columns: {
    table: 'Table',
    mib: 'MiB',
    rows: 'Rows',
    dead: 'Old',
    statement: 'Statement',
    calls: 'Calls',
    mean: 'Mean ms',
  },
  hypertable: '{{table}} is a hypertable of TimescaleDB; chunks: {{count, number}}',
  partitions:
    'Partitions of {{table}}: {{count, number}}; months ahead: {{ahead, number}}; rows in the default partition: {{waiting, number}}',
  connections: 'Connections: {{used, number}} of {{max, number}}; active: {{active, number}}',
  unused: 'Indexes that nobody has read yet: {{names}}',
  slowest: 'Statements that took most time:',
  noStatements: 'Slow statements: pg_stat_statements is not available.',
  schedulers: 'On the server, for the partitions: {{names}}',
  replayed:
    'This server is in recovery (a standby): it follows another one and takes no writes. Last transaction that came: {{at}}',
  standby:
    'Standby {{name}} ({{address}}): {{state}}, {{sync}}; behind: {{mib, number(maximumFractionDigits: 1)}} MiB, {{seconds, number(maximumFractionDigits: 1)}} s',
  standbyUnseen:
    'A standby is connected; this user may not see how it is doing (pg_read_all_stats is missing)',
  slot: 'Slot {{name}}: in use, {{status}}; keeps {{mib, number(maximumFractionDigits: 1)}} MiB of log',
  slotIdle: 'Slot {{name}}: idle, {{status}}; keeps {{mib, number(maximumFractionDigits: 1)}} MiB of log',
  waits: 'Each COMMIT waits for the standby (synchronous_standby_names).',
  backup: 'Last backup: {{file}}, {{at}}',
  warnings: {
    partitionsAhead:
      '{{table}} has no partitions for the months to come. Whoever looks after PostgreSQL makes them with: select * from autocore_migration.maintain_partitions()',
    waiting:
      'Rows of {{table}} in the default partition (DEFAULT): {{rows, number}}. Whoever looks after PostgreSQL puts them into their months with: select * from autocore_migration.maintain_partitions()',
    deadRows:
      'Of every 100 rows of {{table}}, {{percent}} are old versions that only take room. Whoever looks after PostgreSQL looks at autovacuum, or runs vacuum',
    connections:
      'Nearly all connections are in use: {{used, number}} of {{max, number}}. Close programs that use the database',
    targetBehind:
      'The target has the data of another copy of the source: it, or this folder, came from a backup',
    liveLost:
      'The migration went live and the target does not know: it came from an earlier backup, or is another database',
    rebalance:
      'Node {{full}} of Citus has much more than {{empty}}. Whoever looks after Citus evens them out with: {{sql}}',
    distribute:
      'Schema {{schema}} is on the coordinator of Citus alone. Whoever looks after Citus places it on a node, with its data and without migrating again: {{sql}}',
    leftBehind:
      'The migration went on at another server: what was written since is not in this one. It must not come back as the first',
    recovering:
      'The server is a standby: it takes no writes. For the application to work on it, it has to be promoted',
    standbyMissing:
      'No standby follows, and each COMMIT waits for one: nothing is written any more. Start it, or whoever looks after PostgreSQL ends the waiting (standby/primary.sh --sync off)',
    standbyBehind: 'Standby {{name}} is late: it lacks {{mib, number}} MiB of log',
    slotInactive:
      'Nobody reads slot {{name}}: the standby has stopped or does not reach this server, which keeps {{mib, number}} MiB of log for it',
    slotLost: 'Slot {{name}} is lost: the standby was away for too long, and has to be made anew',
    noBackup: 'There is no backup in the folder named',
    oldBackup: 'The last backup is {{hours, number}} hours old: see whether the daily backups are still made',
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
