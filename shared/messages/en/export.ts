import type { exporting as reference } from '../pt-BR/export.ts';

/** Texts of the export: of the command line, of the scripts and of the page that goes with them. */
export const exporting: typeof reference = {
  query:
    'Query written: {{path}}\nRun it at the server, as the role that will load the data: psql -At -f {{path}} > schema.json\nThen: autocore-migrate export --source FILE --out FOLDER --adopt schema.json',
  needsSource: 'give --source and --out, or --adopt-query',
  done: 'Migration {{run}} written to files: {{path}} (files: {{count, number}}; {{mib, number(maximumFractionDigits: 1)}} MiB)',
  next: 'Next step: take the folder to the server (LEIA-ME.txt says how) and run, inside it: psql -v ON_ERROR_STOP=1 -f run.sql\nThen, where the server can be reached: autocore-migrate validate --run {{run}} --target URL',
  script: {
    tooOld: 'PostgreSQL 12 or newer is needed; this server has {{version}}',
    encoding: 'The database must use UTF8; this one uses {{encoding}}',
    readOnly: 'This server or this role takes no changes',
    busy: 'another migration works on schema {{schema}}',
    foreignJournal: 'the schema autocore_migration belongs to another role: {{owner}}',
    notEmpty: 'schema {{schema}} is not empty ({{names}}); nothing was changed',
    extensionElsewhere:
      'extension {{name}} is in schema {{place}} already and would be looked for in {{schema}}; nothing was changed',
    noExtension: 'this server has no extension {{name}}; nothing was changed',
    rowsDiffer:
      'table {{table}} does not hold what was exported: {{expected}} rows expected, {{found}} found, or other values; look at {{file}} and run run.sql again',
    exceptionsDiffer:
      'the ledger of exceptions of table {{table}} is not what was exported: {{expected}} expected, {{found}} found, or other values; look at {{file}} and run run.sql again',
    live: 'the application works in schema {{schema}} with migration <run> already: nothing was changed',
    adoptChanged:
      'the tables of schema {{schema}} are no longer those that the query showed, or another role ran it: <tables>; nothing was changed',
    adoptNotEmpty: 'the tables of schema {{schema}} must be empty: <tables>; nothing was changed',
    scriptDiffers:
      'the file {{file}} did not do what was exported (part of it is missing, or it is another one): nothing of this stage stays; copy the folder again and run run.sql again',
    onlyNew:
      '{{kind}} {{name}} of table {{table}} holds for new rows only, because existing ones break it: <reason>',
    leftOut: '{{kind}} {{name}} of table {{table}} is left out, because the server did not take it: <reason>',
    unfinished: 'migration {{run}} has not come to its end here: run run.sql',
    unknown: 'the database does not know migration {{run}}: run run.sql',
    movedOn:
      'migration {{run}} has taken up changes since these files: compare with autocore-migrate validate',
    done: 'Migration {{run}} is all here already; nothing was done',
    preparing: 'Making the tables',
    loading: '{{place}} {{table}}: {{rows}} rows',
    filling: 'Filling the references of {{table}}',
    objects: 'Making indexes, keys and rules',
    finished: 'Done: migration {{run}} loaded and checked',
    checked: 'Checked: {{count}} tables as they were exported',
  },
  page: {
    making: 'Schema {{schema}} must be empty; what belongs to others is never changed.',
    adopting: `The tables are those that the application made in schema {{schema}}: they must
  be empty and as the query showed them. Besides the record of the migration and
  what was decided in the audit, nothing is made or changed. Use the role that
  ran the query.`,
    unfinished: 'These files have not been written to the end: do not use them.',
    text: `AutoCore Migrate - migration {{run}}

This folder takes an AutoCore database to a PostgreSQL server that only psql
gets to, for schema {{schema}}. Tables: {{tables}}; rows: {{rows}}; exceptions
(values that did not fit as they were, kept with their original):
{{exceptions}}.

What is needed: PostgreSQL 12 or newer, a database in UTF8, and a role that may
create schemas in the database (the record of the migration has a schema of its
own, autocore_migration) and tables in schema {{schema}}. The owner of the
database may; it need not be a superuser. Example, once, as administrator:
  create role autocore login password 'a password';
  create database autocore owner autocore encoding 'UTF8' template template0;
Or, in a database that is there already:
  grant create on database DATABASE to autocore;
  grant usage, create on schema {{schema}} to autocore;

Run, inside this folder:
  psql -v ON_ERROR_STOP=1 -h SERVER -U autocore -d autocore -f run.sql
From another folder, give the path: -f FOLDER/run.sql
It has come to its end when the last line says "Done".

- <rule>
- Each stage happens as a whole or not at all: empty tables, then each table
  with its rows, then indexes, keys and rules.
- Did it stop for any reason? The same command goes on from where it was.
- The server checks each table (count and checksum) before it counts. Data that
  changed on the way, and a file that is missing, empty, cut or taken for another
  one, are refused by name: copy the folder again and repeat the command.
- A rule that rows break holds for new rows only; an index or a key that the
  server does not take is left out. Both are shown as WARNING on the screen, and
  by validate.
- If the server refuses a row, the message says the table and the line; nothing
  of that table stays, and the same command stops there again. Correct the value
  in SQLite, or choose another type (--set table.column=TYPE), export to another
  folder and run that one in an empty database.
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
