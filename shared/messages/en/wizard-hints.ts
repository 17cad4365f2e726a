/** What to do about an error, with buttons: for errors whose own hint names options of the command line. */
export const wizardHints = {
  hints: {
    interrupted: 'Nothing was lost. Continue the migration whenever you like, or undo what it wrote.',
    interrupted_withoutRun: 'Nothing was left half done. Begin again whenever you like.',
    /** Behind the hint of what stopped a run. */
    resume: 'Then continue the migration: at the start, in its line.',
    usage: 'Choose something else on this page.',
    target: {
      notEmpty: 'Choose here what is to become of what is there, or use another schema.',
      live: 'Use another schema or another database. To take that migration out of production without losing what was written, open it and go back to SQLite.',
      auth: 'Check user and password. If they are right, the administrator of the server sees in pg_hba.conf why the connection was refused.',
      tooOld: 'Upgrade the server, or use the local PostgreSQL that comes with this program.',
      weakLogin:
        'If the server really is yours, put its pg_hba.conf right (scram-sha-256, with TLS). Otherwise somebody may be in its place: do not give the password.',
      sessionAttrs: 'Fill in the address of the server that takes writes.',
      lost: 'What was written already is safe. When the server is back, continue the migration.',
      lost_withoutRun: 'Check that the server is running and that the network works, and try again.',
      timeout:
        'Check the network and the firewall, and try again. If the connection is slow, go nearer to the access point or use a cable.',
      tls: 'Check encryption and certificate under “Advanced”, and whether the certificate of the server is valid for the name that you typed.',
      badUrl:
        'Check server, port, database and user. An address to paste looks like postgresql://user:password@server:5432/database; in the password, write %40 in place of @.',
      unsupported:
        'That is why no connection was tried. Ask whoever set this computer up to take that setting out of {{origin}}, or fill in the fields by hand.',
    },
    fleet: {
      row: 'Put that line right. The other vehicles do not wait for it.',
      otherEach: 'This list was used in another way before: make another one of the same files.',
      otherTarget:
        'To go on there, choose the same database. To bring the vehicles to this one as well, make another list.',
      needsTarget: 'Choose a server.',
      noVehicle: 'Look at the list again.',
      busy: 'Wait for its end, and try again.',
    },
    output: {
      notEmpty: 'Choose another folder, or delete this one if nobody needs it any more.',
      exists: 'Choose another name.',
    },
    run: {
      notRunThere:
        'Run the command on this page on the server, to its end; or check the server and the database that you gave.',
      noTarget: 'Open the migration, and say on which server the files were loaded.',
      unknown:
        'Go back to the start and choose a migration from the list: this one was deleted, or is in another working folder.',
      targetChanged:
        'Somebody removed it. Undo the rest and begin another migration: the source was not changed.',
      notUndoable:
        'Nothing was removed in this step. Somebody made objects upon its tables, or used the names of those before: remove or rename these objects and try again.',
      notLoaded: 'Continue the migration first: at the start, in its line.',
      otherServer:
        'What the application wrote since is not here. Nothing was changed. Stop this server, so that nobody writes to it.',
      liveLost:
        'What the application wrote afterwards may be missing there. Nothing was changed. Restore the latest backup of the server and try again.',
      notThere:
        'Nothing was removed. It is another database, or it went back to a backup from before the migration, or somebody deleted the record: then remove the tables by hand.',
      exported:
        'Run on the server what is in the folder, as the page says; the same goes on where it stopped. If writing the files did not end, write them again.',
      noCertificate: 'It is written at the end. Continue the migration first: at the start, in its line.',
      targetBehind:
        'The server went back to an earlier backup, or this folder did. Nothing was changed. Before going live, comparing the whole target makes it equal to the source. When live: restore the latest backup of the target.',
    },
    adopt: {
      nothing:
        'Let the application make its tables first, or check the name of the schema. For the migration to make them, go back to “Connect” and test again.',
      referenced:
        'Nothing was changed. Decide in the application what is to become of those rows of {{child}}, and try again.',
      unreadable:
        'Take the query of this page to the server, run it there, and choose the file that it wrote.',
      notEmpty:
        'What is to become of those rows can only be settled with a connection to the server. Or empty the tables, run the query again, and choose the new file.',
    },
    source: {
      corrupt: 'Use the latest backup, or ask support to recover a copy. The original file was not changed.',
      otherDatabase:
        "It may be another car's file, copied by a new installation. Nothing was changed in the target. Put the right file back; or say on this page that this is the one: what was in the target is kept in the folder of the migration.",
    },
    workspace: {
      noSpace: 'Free space on the disk on which the program keeps its migrations, and try again.',
      unwritable: 'Check the rights on that folder, and try again.',
    },
    backups: {
      unreadable: "Check the folder's name and its rights, or go on without a folder of backups.",
    },
    decisions: {
      missing: 'Decide each of them in the step “Audit”, or accept there what is recommended.',
    },
    sync: {
      schemaChanged: 'Rows can only follow where the tables are equal. Migrate the file anew.',
    },
    cutover: {
      otherCopy:
        'It may be a backup, an old copy, the earlier server itself, or the same one at another address: rows may be missing. Nothing was changed. Ask support.',
      done: 'To go back to SQLite without losing anything: “Go back to SQLite…”, on the page of the migration.',
      sourceChanged:
        'The service of this .env may have gone on in SQLite, and those rows are not in PostgreSQL. No .env was changed. Stop the service and talk to support; going back to SQLite keeps that file.',
    },
    restore: {
      envPending: 'PostgreSQL refuses writes, so that nothing gets lost. Free the files and go back again.',
      noServer:
        'Start the server and try again. Going back with the snapshot alone, and doing without the rest, is possible on this page.',
      unchecked:
        'Start the server and repeat, to see that nothing arrived there meanwhile. The file that is in place already stays.',
      conflict:
        'Nothing was swapped. Put those rows right in PostgreSQL and repeat; or choose to keep them aside, whole, in the folder of the migration.',
      missing:
        'Nothing was swapped. Give the name back in PostgreSQL and repeat; or choose to read what seems to be the renamed one, or to keep what the snapshot has.',
      notBrought:
        'Nothing was swapped. See to what is named (rights, for example) and repeat; or choose to leave what was added in PostgreSQL.',
    },
    validation: {
      differences:
        'Do not put the target to use. See in the certificate which rows differ, and whether somebody wrote to the target; then validate again.',
    },
    server: {
      binaries: 'Install the program again, or use an existing server.',
      start:
        "Close any other program that uses the folder {{path}} and try again; the server's log is in it. Or use an existing server.",
      upgrade: 'They were not changed. Use the earlier version of the program, or ask support to move them.',
      runtime:
        'Install it from https://aka.ms/vs/17/release/vc_redist.x64.exe, restart the computer where that is asked for, and try again. Or use an existing server.',
      credentials:
        'The file holds the passwords of the local PostgreSQL, and nothing was written to it. The folder of the program has to be on an NTFS disk, best in the folder of your user.',
      networkFolder: 'The working folder has to be on a disk of this computer. Or use an existing server.',
      service:
        'The data were not touched. Put right what the system said and try again; on Windows, the program may have to be opened as administrator.',
      noService:
        'The local PostgreSQL works all the same, but has to be started here after each restart of the computer.',
    },
    confirmation: { missing: 'Nothing was removed yet. Read the list and confirm on the page.' },
    host: {
      noSession: 'Open AutoCore Migrate again, as you did at first: the right page opens by itself.',
    },
  },
};
