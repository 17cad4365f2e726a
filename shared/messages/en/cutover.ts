import type { cutoverErrors as errorsReference, cutover as reference } from '../pt-BR/cutover.ts';

/** Texts of catching up with the source, going live, and going back to SQLite. */
export const cutover: typeof reference = {
  sync: {
    nothing: 'The source has not changed since the last snapshot: there is nothing to bring over.',
    nothingFull: 'The target is equal to the source, row by row: nothing to bring over.',
    keptSnapshot:
      'The earlier database is kept in {{path}}. To return to what the target had, copy it to where the source is and repeat sync.',
    keptRows: 'The rows that the target had and that were replaced are in {{path}}, one COPY file a table.',
    done: 'Changes brought over from the source: $t(counts.rows, {"count": {{rows}} }) in {{seconds, number(maximumFractionDigits: 1)}} s.',
    columns: {
      table: 'Table',
      inserted: 'New',
      changed: 'Changed',
      deleted: 'Deleted',
      quarantined: 'Kept aside',
    },
    next: 'Can be repeated until nothing is left. Next step: autocore-migrate cutover --run {{run}}',
  },
  follow: {
    ended:
      'No longer following. The target has everything that was in the source at {{at, datetime(timeStyle: medium)}}; brought over: $t(counts.rows, {"count": {{rows}} }).',
    even: 'Up to date: it has everything that was in the source at {{at, datetime(timeStyle: medium)}}; brought over so far: $t(counts.rows, {"count": {{rows}} }) (last time: {{last, number}}). Ctrl-C ends it.',
    waiting: 'The source was written to after {{at, datetime(timeStyle: medium)}}: bringing it over…',
  },
  checks: {
    title: 'Before going live:',
    writers: 'processes that have the file open: {{list}}',
    noWriters: 'no process has the file open',
    writersUnknown: 'who has the file open cannot be seen on this system',
    services: 'services that are active: {{list}}',
    noServices: 'no service of AutoCore is active',
    servicesUnknown: 'this system does not tell which services are active (it has no systemd): check by hand',
    cron: 'auto_recovery is active (in cron) and restarts the services: disable it',
    noCron: 'auto_recovery is not active (not in cron)',
    commands: 'Commands (this program neither stops nor starts services):',
    cronUnknown:
      'This system does not tell whether auto_recovery restarts the services: look in cron, and switch it off.',
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
  move: {
    from: 'The application is live already, and goes from {{from}} to this server.',
    until:
      'What was written at the server before is here until {{until}}. What that one confirmed later, without waiting for the standby, did not come.',
    unknown:
      'This server does not know up to which moment it received what was written at the one before: look at the newest rows.',
  },
  done: 'Live: AutoCore can be started on PostgreSQL.',
  caughtUp:
    'Last changes brought over: $t(counts.rows, {"count": {{rows}} }); differences in the validation: 0',
  role: 'User {{role}}: time zone UTC, search_path {{schema}}, privileges on the tables.',
  smoke: 'Tested as the application: $t(counts.tables, {"count": {{tables}} }), nothing was kept.',
  sourceKept: 'The SQLite file stays where it was: {{path}}',
  superuser:
    'Note: the application would log in as {{role}}, who may do everything on the server. Whoever breaks into the application would have the whole server. An ordinary user is better.',
  service: {
    boot: 'The local PostgreSQL is registered to start with the computer.',
    login: 'The local PostgreSQL is registered to start when this user logs in.',
    none: 'The local PostgreSQL stays up, but does not start by itself after a restart of the machine: {{reason}} Then: autocore-migrate server start',
    plan: 'The program asks the system to start the local PostgreSQL with the computer; what came of it is said at the end, and going back to SQLite takes it back.',
  },
  back: 'The way back, with everything written until then: autocore-migrate rollback --run {{run}}',
  restore: {
    plan: 'Going back to SQLite makes a new file with everything PostgreSQL has now, checks it row by row and puts it in the place of {{path}}.',
    planSnapshot: 'Going back to SQLite with the snapshot of {{since}} alone, in the place of {{path}}.',
    env: 'The .env file becomes what it was: {{path}}',
    sourceChanged:
      'Attention: {{path}} changed after going live (was an old service started?). What was written there stays in the file that is kept, and only there.',
    done: 'Back on SQLite: {{path}} (other than in the snapshot, and checked: $t(counts.rows, {"count": {{rows}} })).',
    doneSnapshot:
      'Back on SQLite with the snapshot of {{since}}: what was written from {{since}} until {{until}} is missing.',
    rehearsed:
      'The way back works today: it would bring $t(counts.rows, {"count": {{rows}} }) in {{seconds, number}} s. No row was changed.',
    stopFirst: 'Before going back, stop: {{list}}',
    kept: 'The earlier file was kept: {{path}}',
    envRestored: '.env file restored: {{path}}',
    foreignKeys: 'Rows without the row they refer to, beyond those of the source: {{count, number}}',
    rounded: 'Rows with numbers of more digits than SQLite keeps, rounded: {{count, number}}',
    addedUnknown: 'The server did not answer: what was added there is not known. Going back looks again.',
    addedTitle: 'Added in PostgreSQL after the migration:',
    added: '{{kind}} {{name}}{{rows}}: {{what}}',
    addedRows: ', $t(counts.rows, {"count": {{count}} })',
    addedValues: ', $t(counts.values, {"count": {{count}} })',
    brings: 'comes along',
    bringsAs: 'comes along under the name {{as}}',
    withTable: 'comes with the rows of its table',
    reasons: {
      left: 'stays in PostgreSQL, as chosen (--added leave)',
      left_wizard: 'stays in PostgreSQL, as you chose',
      noRows: 'holds no rows; stays in PostgreSQL',
      derived: 'made of other rows; stays in PostgreSQL',
      elsewhere: 'its rows are not in this database; stays in PostgreSQL',
      childOnly: 'only the inherited table has it; cannot come',
      privileges: 'may not be read; cannot come',
    },
    notBrought: 'cannot come ({{reason}})',
    kinds: {
      column: 'column',
      table: 'table',
      partition: 'partition',
      'inherited table': 'inherited table',
      'foreign table': 'foreign table',
      view: 'view',
      'materialized view': 'materialized view',
      function: 'function',
      trigger: 'trigger',
      index: 'index',
      constraint: 'constraint',
      sequence: 'sequence',
      type: 'type',
      policy: 'policy',
      rule: 'rewrite rule',
      statistics: 'statistics',
    },
    missing: 'PostgreSQL no longer has {{name}}: {{what}}',
    missingBy: {
      refuse: 'going back needs a choice (--missing follow or snapshot){{alike}}',
      refuse_wizard: 'going back needs your choice{{alike}}',
      follow: 'read from {{looksLike}}',
      snapshot: 'the rows and values of the snapshot stand',
    },
    alike: '; seems to be {{looksLike}}',
    spelled:
      '{{table}}.{{column}}: $t(counts.values, {"count": {{count}} }) {{what}}, for example {{key}}: {{value}}',
    spelledAs: {
      beyond_one: 'of a time that SQLite does not know, written as PostgreSQL does',
      beyond: 'of times that SQLite does not know, written as PostgreSQL does',
      notNumber_one: 'that is no number to SQLite, written as a word',
      notNumber: 'that are no numbers to SQLite, written as words',
      bytes_one: 'that SQLite would change, kept as bytes (BLOB)',
      bytes: 'that SQLite would change, kept as bytes (BLOB)',
      literal_one: 'written as PostgreSQL does',
      literal: 'written as PostgreSQL does',
      zero_one: 'of negative zero, which becomes zero',
      zero: 'of negative zero, which become zero',
      nearest_one: 'rounded, as chosen',
      nearest: 'rounded, as chosen',
    },
    displaced:
      '{{table}} {{key}}: a new row took the place of one kept aside ({{reason}}); the original stays in exceptions.ndjson',
    leftBehind: '{{table}} {{key}}: is not in the file ({{reason}}); kept in left-behind.ndjson',
  },
};

/** Texts of errors, by code. */
export const cutoverErrors: typeof errorsReference = {
  sync: {
    rehearsal: {
      message: 'Migration {{run}} was a rehearsal: its server is gone.',
      hint: 'Migrate; after that, changes can be brought over.',
    },
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
    sourceChanged: {
      message: 'The SQLite file changed after migration {{run}} went live: {{path}}',
      hint: 'The service of this .env may have gone on in SQLite, and these rows are not in PostgreSQL. No .env was changed. Stop the service and ask support; to go back and keep that file: autocore-migrate rollback --run {{run}}',
    },
    standby: {
      message: 'Server {{place}} is still a standby: it follows another one and takes no writes.',
      hint: 'Nothing was changed. Promote it (standby/promote.sh of the kit) and repeat.',
    },
    firstAnswers: {
      message: 'The server on which migration {{run}} is live still answers: {{first}}',
      hint: 'Nothing was changed. What the application wrote there later would be left behind: stop that server and repeat.',
    },
    otherCopy: {
      message: 'Server {{place}} is not the promoted copy of the one on which migration {{run}} is live.',
      hint: 'It may be a backup, an old copy, the earlier server itself, or the same one at another address: rows may be missing. Nothing was changed. If you have seen that none is: --accept-copy.',
    },
    envUnusable: {
      message: 'This cannot be replaced: {{files}}',
      hint: 'What is listed is as it was. Adjust the permissions, the attribute (chattr -i) or the disk space and repeat.',
    },
    envEncoding: {
      message: 'The file {{path}} is not in UTF-8: line {{line}}',
      hint: 'This file is as it was. python-dotenv and systemd do not read it that way: save it in UTF-8 and repeat.',
    },
    envValue: {
      message:
        'The value of {{key}} cannot be written into an .env file so that python-dotenv, bash and systemd read the same, because of: {{characters}}',
      hint: 'No file was changed. Choose a value without these characters for {{key}} (for the password: ALTER ROLE … PASSWORD in PostgreSQL) and repeat.',
    },
    envMisread: {
      message:
        'The file {{path}} would not say the same to everybody: {{reader}} would read another value in {{key}}',
      hint: 'Nothing of this attempt is left in it. Look for quotes that are not closed, or for another program that wrote it at the same time, and repeat.',
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
    targetInUse: {
      message: 'There is still somebody who may write to PostgreSQL: {{by}}',
      hint: "What is written now could stay behind: stop AutoCore's services, the cron job auto_recovery and other programs that are connected to this database, and repeat.",
    },
    envUnusable: {
      message: 'These files cannot become what they were: {{files}}',
      hint: 'Nothing was replaced: AutoCore goes on in PostgreSQL. Free the files (permissions, chattr -i, space) and repeat.',
    },
    envPending: {
      message:
        'The SQLite file with everything is in its place ({{path}}), but these files still point to PostgreSQL: {{files}}',
      hint: 'PostgreSQL refuses writes, so nothing is lost. Free the files and repeat: autocore-migrate rollback --run {{run}} --yes',
    },
    bothWritten: {
      message:
        'Both sides were written to after the swap: the SQLite file ({{path}}) and PostgreSQL ({{tables}}).',
      hint: 'Nothing else was changed; both sides are kept. Stop AutoCore and ask support: each of the two has rows that the other has not.',
    },
    writtenSince: {
      message: 'AutoCore has gone back to SQLite, but PostgreSQL has changed since: {{tables}}',
      hint: 'These rows are not in SQLite. Some program still uses PostgreSQL: stop it, and bring the rows over with support.',
    },
    noServer: {
      message:
        'The PostgreSQL of migration {{run}} does not answer ({{reason}}). Without it there is only the snapshot of {{since}}: everything written from {{since}} until now would be missing.',
      hint: 'Start the server and repeat. To go back with the snapshot alone, accepting that: autocore-migrate rollback --run {{run}} --snapshot-only --yes',
    },
    unchecked: {
      message:
        'The SQLite file with everything is in its place ({{path}}), but PostgreSQL stopped answering ({{reason}}) before the last look at it.',
      hint: 'Start the server and repeat, to see that nothing came there meanwhile: autocore-migrate rollback --run {{run}} --yes. If it is gone for good: the same command with --snapshot-only ends with the file that is already in place.',
    },
    otherWay: {
      message: 'Where migration {{run}} stands, going back would do something else than was asked for.',
      hint: 'Nothing changed. Open the migration again and see what would be done. Before it is live there is no way back to rehearse: what can be done is to undo the migration.',
    },
    conflict: {
      message:
        'Rows of PostgreSQL that a rule of the SQLite file does not allow: {{count, number}} ({{rows}})',
      hint: "Nothing was replaced. Correct these rows in PostgreSQL and repeat. To go back without them, kept whole in left-behind.ndjson in the migration's folder: --unfit aside",
    },
    missing: {
      message:
        'PostgreSQL no longer has, by the names of the plan of migration {{run}}: {{missing}}. Seems to have another name: {{renamed}}',
      hint: 'Nothing was replaced. Give the name back in PostgreSQL and repeat; or repeat with --missing follow, to read what seems to be renamed; or with --missing snapshot, to stay with the rows and values of the snapshot.',
    },
    notBrought: {
      message: 'What was added in PostgreSQL cannot go to SQLite: {{objects}}',
      hint: 'Nothing was replaced. Put right what is named (privileges, for example) and repeat. To leave everything that was added in PostgreSQL: --added leave',
    },
    differences: {
      message:
        'The rebuilt SQLite file is not equal to PostgreSQL: $t(counts.differences, {"count": {{differences}} }), the first in {{table}}.',
      hint: 'Nothing was replaced. If the application still writes to PostgreSQL, stop it and repeat; otherwise send the log to support.',
    },
  },
};
