import type { cutoverErrors as errorsReference, cutover as reference } from '../pt-BR/cutover.ts';

/** Texts of catching up with the source, going live, and going back to SQLite. */
export const cutover: typeof reference = {
  sync: {
    nothing: 'The source has not changed since the last snapshot: there is nothing to bring over.',
    done: 'Changes brought over from the source: {{rows, number}} row(s) in {{seconds, number(maximumFractionDigits: 1)}} s.',
    columns: {
      table: 'Table',
      inserted: 'New',
      changed: 'Changed',
      deleted: 'Deleted',
      quarantined: 'Quarantined',
    },
    next: 'Can be repeated until nothing is left. Next step: autocore-migrate cutover --run {{run}}',
  },
  checks: {
    title: 'Before going live:',
    writers: 'processes that have the file open: {{list}}',
    noWriters: 'no process has the file open',
    writersUnknown: 'who has the file open cannot be seen on this system',
    services: 'services that are active: {{list}}',
    noServices: 'no service of AutoCore is active',
    servicesUnknown: 'this system has no systemd: check the services by hand',
    cron: 'auto_recovery is in cron and restarts the services: disable it',
    noCron: 'auto_recovery is not in cron',
    commands: 'Commands (this program neither stops nor starts services):',
    redeploy:
      'A new deployment of AutoCore rewrites .env and copies another autocore.db: repeat the change after one.',
    drivers:
      'Install the PostgreSQL driver (psycopg2-binary) in each Python environment: database, gateway, config-app/backend and that of the system.',
  },
  plan: {
    env: 'Changes to {{path}}:',
    envSame: '{{path}} is as it should be already.',
    noEnv: "No .env named (--env FILE): configure the application's connection by hand.",
  },
  done: 'Live: AutoCore can be started on PostgreSQL.',
  caughtUp: 'Last changes brought over: {{rows, number}} row(s); differences in the validation: 0',
  role: 'User {{role}}: time zone UTC, search_path {{schema}}, privileges on the tables.',
  smoke: 'Tested as the application: {{tables, number}} table(s), nothing was kept.',
  sourceKept: 'The SQLite file stays where it was: {{path}}',
  managed: 'The local PostgreSQL stays up. After a restart of the machine: autocore-migrate server start',
  back: 'The way back, with everything written until then: autocore-migrate rollback --run {{run}}',
  restore: {
    plan: 'Going back to SQLite makes a new file with everything PostgreSQL has now, checks it row by row and puts it in the place of {{path}}.',
    planSnapshot: 'Going back to SQLite with the snapshot of {{since}} alone, in the place of {{path}}.',
    env: 'The .env file becomes what it was: {{path}}',
    sourceChanged:
      'Attention: {{path}} changed after going live (was an old service started?). What was written there stays in the file that is kept, and only there.',
    done: 'Back on SQLite: {{path}} ({{rows, number}} row(s) other than the snapshot, all of them checked).',
    doneSnapshot:
      'Back on SQLite with the snapshot of {{since}}: what was written from {{since}} until {{until}} is missing.',
    kept: 'The earlier file was kept: {{path}}',
    envRestored: '.env file restored: {{path}}',
    foreignKeys: 'Rows without the row they refer to, beyond those of the source: {{count, number}}',
    rounded: 'Values with more digits than SQLite keeps, rounded: {{count, number}}',
  },
};

/** Texts of errors, by code. */
export const cutoverErrors: typeof errorsReference = {
  sync: {
    schemaChanged: {
      message: 'The structure of the source changed since the snapshot of migration {{run}}: {{objects}}',
      hint: 'Rows can only follow tables that are the same. Make a new migration: autocore-migrate migrate --source FILE --if-not-empty replace',
    },
  },
  cutover: {
    unconfirmed: {
      message: 'Migration {{run}} is not live yet: it needs your confirmation.',
      hint: 'Go through the list above, stop the services and repeat the command with --yes.',
    },
    sourceInUse: {
      message: 'The source is still in use: {{by}}',
      hint: "What is written now would be left behind. Stop AutoCore's services and the auto_recovery cron job and repeat; what is done stays done.",
    },
    done: {
      message: 'Migration {{run}} is live already: the source is no longer followed.',
      hint: 'To go back to SQLite without losing anything: autocore-migrate rollback --run {{run}}',
    },
    envUnusable: {
      message: 'The file cannot be changed: {{path}} ({{reason}})',
      hint: 'No file was changed. Adjust the permissions and repeat.',
    },
    smokeTest: {
      message: 'The user {{role}} cannot work as the application does: {{reason}}',
      hint: 'The test kept nothing. Correct the user, the password or the privileges and repeat.',
    },
  },
  restore: {
    unconfirmed: {
      message: 'Migration {{run}} has not gone back to SQLite yet: it needs your confirmation.',
      hint: "Nothing has changed yet. Stop AutoCore's services and repeat the command with --yes.",
    },
    sourceInUse: {
      message: 'The file to be replaced is in use: {{by}}',
      hint: "Stop AutoCore's services and repeat.",
    },
    noServer: {
      message:
        'The PostgreSQL of migration {{run}} does not answer ({{reason}}). Without it there is only the snapshot of {{since}}: everything written from {{since}} until now would be missing.',
      hint: 'Start the server and repeat. To go back with the snapshot alone, accepting that: autocore-migrate rollback --run {{run}} --snapshot-only --yes',
    },
    otherWay: {
      message:
        'Migration {{run}} is not where it was: going back would do something else than was agreed to.',
      hint: 'Nothing changed. Open the migration again and see what would be done.',
    },
    conflict: {
      message: 'A row of PostgreSQL does not fit into SQLite: table {{table}}, key {{key}} ({{reason}})',
      hint: 'Nothing was replaced. Correct or delete that row in PostgreSQL and repeat.',
    },
    differences: {
      message:
        'The rebuilt SQLite file is not equal to PostgreSQL: {{differences, number}} difference(s), the first in {{table}}.',
      hint: 'Nothing was replaced. If the application still writes to PostgreSQL, stop it and repeat; otherwise send the log to support.',
    },
  },
};
