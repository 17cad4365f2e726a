import type { fleetErrors as errorsReference, fleet as reference } from '../pt-BR/fleet.ts';

/** Texts of many vehicles at once. */
export const fleet: typeof reference = {
  title: 'Fleet',
  local: 'local PostgreSQL',
  headline: {
    all_one: 'The vehicle of the manifest ({{count, number}}) is done and in PostgreSQL.',
    all: 'All vehicles of the manifest ({{count, number}}) are done and in PostgreSQL.',
    some_one: 'Vehicles that are done and in PostgreSQL: {{through, number}} of {{count, number}}.',
    some: 'Vehicles that are done and in PostgreSQL: {{through, number}} of {{count, number}}.',
    interrupted_one:
      'Interrupted. Vehicles that are done and in PostgreSQL: {{through, number}} of {{count, number}}. Nothing is lost: the same command goes on where it was.',
    interrupted:
      'Interrupted. Vehicles that are done and in PostgreSQL: {{through, number}} of {{count, number}}. Nothing is lost: the same command goes on where it was.',
  },
  statuses: {
    done: 'done',
    live: 'live',
    changed: 'file changed since',
    question: 'a decision is missing',
    differences: 'with differences',
    failed: 'not possible',
    interrupted: 'interrupted',
    running: 'under way',
    waiting: 'waiting',
    undone: 'undone',
  },
  next: {
    changed:
      'The file was written or replaced after the safe copy. To bring the changes over, repeat the command with --sync.',
    differences: 'Do not put this target to use. The certificate shows every difference.',
    interrupted: 'Repeat the command to go on.',
    running: 'Another process works on it, or has just ended.',
    waiting: 'Repeat the command.',
  },
  faults: {
    noFile: 'the file is missing (column file)',
    twiceFile: 'line {{other}} has the same file; keep one of them only',
    twiceVehicle:
      'line {{other}} has the same vehicle; keep one of them only, or name it otherwise (column vehicle)',
    twiceSchema: 'line {{other}} has the same schema; give each vehicle one (column schema)',
    long: 'the name of the schema has more than 63 bytes: {{other}}',
    reserved: 'the name of the schema is reserved: {{other}}',
    letters: 'the name of the schema has blanks at its ends or letters that are not seen: {{other}}',
    cells:
      'there are more fields than columns ({{other}}); put the text that has the separator in it in quotes',
  },
  manifestFaults: {
    empty: 'the file is empty',
    noRows: 'there is no vehicle below the header',
    noColumn: 'the header has no column file, but: {{reason}}',
    twiceColumn: 'the header has the column {{reason}} twice',
    unreadable: 'it is no CSV that can be read: {{reason}}',
  },
  open: 'What waits for somebody:',
  all: 'All vehicles',
  gone: 'In PostgreSQL, and no longer in the manifest (schema, migration):',
  more_one: 'and {{count, number}} more, in the summary',
  more: 'and {{count, number}} more, in the summary',
  ignored: 'Columns of the manifest that were not used: {{names}}',
  nothing: 'None of these vehicles is in PostgreSQL: there is nothing to undo.',
  jobs: {
    asked: 'At a time: {{count, number}}, as asked.',
    cores: 'At a time: {{count, number}}, one for each core of this machine.',
    memory: 'At a time: {{count, number}}, what the free memory of this machine has room for.',
    connections: 'At a time: {{count, number}}, what the free connections of the server have room for.',
  },
  views: {
    made_one:
      'Views over the fleet, in schema fleet (devices, telemetry, events): {{count, number}} vehicle.',
    made: 'Views over the fleet, in schema fleet (devices, telemetry, events): {{count, number}} vehicles.',
    foreign:
      "The server's schema fleet is somebody else's and stays as it is: no views over the fleet were made.",
    refused: 'The views over the fleet were not made: {{reason}}',
    apart: 'Every vehicle has a database of its own: there are no views over the fleet.',
    role: 'Whoever is given the role {{role}} may read the views, and nothing else.',
    noRole:
      'The role autocore_fleet could not be made ({{reason}}): whoever looks after the server can grant somebody USAGE on schema fleet and SELECT on the views.',
    locks:
      'A question to all vehicles at once takes {{needed, number}} locks, and the server has sure room for {{room, number}}: ask for one vehicle at a time, with fleet.telemetry_of(schema, since, until), or raise max_locks_per_transaction and restart the server.',
  },
  summary: 'Summary: {{path}}',
  proposed_one: 'Manifest written: {{path}} ({{count, number}} file). Look it over before you use it.',
  proposed: 'Manifest written: {{path}} ({{count, number}} files). Look it over before you use it.',
  columns: {
    vehicle: 'Vehicle',
    plate: 'Plate',
    schema: 'Schema',
    status: 'State',
    count: 'Vehicles',
    rows: 'Rows',
    kept: 'Kept with the original',
    certificate: 'Certificate',
  },
};

export const fleetErrors: typeof errorsReference = {
  fleet: {
    manifest: {
      message: 'The manifest cannot be used: {{path}}, line {{line}}: $t(fleet.manifestFaults.{{fault}})',
      hint: 'Correct the file and try again. Its first line names the columns: file, vehicle, plate, schema, notes; only file is required.',
    },
    noManifest: {
      message: 'Cannot read: {{path}} ({{reason}})',
      hint: 'Check the path and the permissions.',
    },
    noFiles: {
      message: 'There is no SQLite file (.db, .sqlite, .sqlite3, .db3) in {{path}} or the folders inside it',
      hint: "Name the folder that has the vehicles' files.",
    },
    row: {
      message: 'Line {{line}} of the manifest ({{vehicle}}): $t(fleet.faults.{{fault}}).',
      hint: 'Correct that line and repeat; the other vehicles do not wait for it.',
    },
    otherSchema: {
      message: '{{vehicle}} is in schema {{before}} already, and the manifest now says {{schema}}.',
      hint: 'Put the name back in the manifest, or undo this vehicle first.',
    },
    otherEach: {
      message: 'This fleet was made with another kind of place for each vehicle ({{each}}): {{path}}',
      hint: 'Repeat without changing the kind, or use a copy of the manifest with another name.',
    },
    otherTarget: {
      message: 'The vehicles of {{path}} are in another database already: {{target}}',
      hint: 'To go on there, name no other server. To bring the vehicles to this one as well, use a copy of the manifest with another name.',
    },
    needsTarget: {
      message: 'A database for each vehicle needs a server: the local PostgreSQL has one database only.',
      hint: 'Name the server with --target, or stay with a schema for each vehicle.',
    },
    noVehicle: {
      message: 'Vehicle {{vehicle}} is not in the manifest {{path}}',
      hint: 'Write its name as in the column vehicle (without one, the plate or the name of the file).',
    },
    notOwn: {
      message: 'This program did not make this list, and does not change it: {{path}}',
      hint: 'Edit the file where it was made.',
    },
    there: {
      message:
        '{{vehicle}} is in PostgreSQL already: name and schema stay as they are, and so does the line.',
      hint: 'To change them, undo this vehicle first.',
    },
    mixed: {
      message: 'A list (CSV) does not go together with other files.',
      hint: "Choose the list alone, or the vehicles' files alone.",
    },
    outside: {
      message: 'Line {{line}} of the list leads to a file outside of the folders that are allowed: {{path}}',
      hint: 'Whoever opens the program says which folders are allowed. Take the file to one of them, or take the line out.',
    },
    damaged: {
      message: 'The record of the fleet cannot be read: {{path}} ({{reason}})',
      hint: 'Delete that file and repeat: what is in PostgreSQL already is known by its migrations.',
    },
    busy: {
      message: 'Another process works with {{path}}.',
      hint: 'Wait for its end, or interrupt it.',
    },
    unconfirmed: {
      message: 'Nothing was undone: to be confirmed ({{count, number}})',
      hint: 'To undo the vehicles listed, repeat with --yes. The source files do not change.',
    },
  },
};
