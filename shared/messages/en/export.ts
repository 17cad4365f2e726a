import type { exporting as reference } from '../pt-BR/export.ts';

/** Texts of the export: of the command line, of the scripts and of the page that goes with them. */
export const exporting: typeof reference = {
  done: 'Migration {{run}} written to files: {{path}} ({{count, number}} files, {{mib, number(maximumFractionDigits: 1)}} MiB)',
  next: 'Next step: take the folder to the server (LEIA-ME.txt says how) and run: psql -v ON_ERROR_STOP=1 -f run.sql\nThen, where the server can be reached: autocore-migrate validate --run {{run}} --target URL',
  script: {
    tooOld: 'PostgreSQL 12 or newer is needed; this server has {{version}}',
    encoding: 'The database must use UTF8; this one uses {{encoding}}',
    readOnly: 'This server or this role takes no changes',
    busy: 'another migration works on schema {{schema}}',
    foreignJournal: 'the schema autocore_migration belongs to another role: {{owner}}',
    notEmpty: 'schema {{schema}} is not empty ({{names}}); nothing was changed',
    rowsDiffer:
      'table {{table}} does not hold what was exported: {{expected}} rows expected, {{found}} found, or other values; look at {{file}} and run run.sql again',
    exceptionsDiffer:
      'the ledger of exceptions of table {{table}} is not what was exported: {{expected}} expected, {{found}} found, or other values; look at {{file}} and run run.sql again',
    unknown: 'the database does not know migration {{run}}: run run.sql',
    movedOn:
      'migration {{run}} has taken up changes since these files: compare with autocore-migrate validate',
    done: 'Migration {{run}} is all here already; nothing was done',
    preparing: 'Making the tables',
    loading: '{{place}} {{table}}: {{rows}} rows',
    objects: 'Making indexes, keys and rules',
    finished: 'Done: migration {{run}} loaded and checked',
    checked: 'Checked: {{count}} tables as they were exported',
  },
  page: {
    unfinished: 'These files have not been written to the end: do not use them.',
    text: `AutoCore Migrate - migration {{run}}

This folder takes an AutoCore database to a PostgreSQL server that only psql
gets to: {{tables}} tables, {{rows}} rows and {{exceptions}} exceptions (values
that did not fit as they were, kept with their original), for schema
{{schema}}.

What is needed: PostgreSQL 12 or newer, a database in UTF8, and a role that may
create tables in it (the owner of the database; no superuser).
Example, once, as administrator:
  create role autocore login password 'a password';
  create database autocore owner autocore encoding 'UTF8' template template0;

Run, from any folder:
  psql -v ON_ERROR_STOP=1 -h SERVER -U autocore -d autocore -f run.sql

- Schema {{schema}} must be empty; what belongs to others is never changed.
- Each stage happens as a whole or not at all: empty tables, then each table
  with its rows, then indexes, keys and rules.
- Did it stop for any reason? The same command goes on from where it was.
- The server checks each table (count and checksum) before it counts. A file
  that was changed on the way is refused by the name of its table: copy the
  folder again and repeat the command.
- check.sql checks everything once more, as long as the application does not
  write yet:
  psql -v ON_ERROR_STOP=1 -h SERVER -U autocore -d autocore -f check.sql
- The customer's data lies in this folder without a password: delete it
  afterwards.

When the computer that wrote this folder can reach the server:
  autocore-migrate validate --run {{run}} --target postgresql://autocore@SERVER/autocore
That compares every value and completes the certificate; sync, cutover and
rollback go on from there as with any migration.
`,
  },
};
