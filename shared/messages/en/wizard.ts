import { wizardAudit } from './wizard-audit.ts';
import { wizardBundle } from './wizard-bundle.ts';
import { wizardCards } from './wizard-cards.ts';
import { wizardConnect } from './wizard-connect.ts';
import { wizardCutover } from './wizard-cutover.ts';
import { wizardExport } from './wizard-export.ts';
import { wizardFleet } from './wizard-fleet.ts';
import { wizardGuide } from './wizard-guide.ts';
import { wizardHints } from './wizard-hints.ts';
import { wizardRun } from './wizard-run.ts';
import { wizardTools } from './wizard-tools.ts';
import { wizardWay } from './wizard-way.ts';
import { wizardWhy } from './wizard-why.ts';

/** Texts of the wizard: what is on every step, and the first one. One file for each of the others. */
export const wizard = {
  skip: 'Go to the content',
  skipOn: 'Go to the buttons of the step',
  about: 'AutoCore Migrate {{version}} · on the computer {{computer}}',
  stepsLabel: 'Steps',
  steps: {
    start: 'Start',
    connect: 'Connect',
    audit: 'Audit',
    migrate: 'Migrate',
    validate: 'Validate',
    cutover: 'Go live',
  },
  language: 'Language',
  scheme: { dark: 'Use the dark theme', light: 'Use the light theme' },
  loading: 'Loading…',
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  show: 'show',
  hide: 'hide',
  elapsed: 'Time: {{time}}',
  rehearsal: 'rehearsal',
  schemaName: 'schema {{name}}',
  value: { null: 'empty (NULL)', empty: 'empty text' },
  lost: {
    title: 'No contact with the program',
    text: 'Trying again. What is under way does not depend on this page. If it takes long, open the program again: a migration that stopped can be resumed.',
  },
  noSession: {
    title: 'This page is not connected to the program',
    text: 'Close this page and open AutoCore Migrate again, as you did at first: the right page opens by itself.',
    typed: 'Whoever opened it with a command finds the newest link where it was typed, and another one with:',
    why: 'A link works once and only on this computer, so that no other page can reach the data of the car.',
  },
  start: {
    title: 'Take AutoCore to PostgreSQL',
    lead: 'From the safe copy to the certificate, step by step. The original file is only read, never changed.',
    new: 'New migration',
    sample: 'Try with sample data',
    recent: 'Recent migrations',
    none: 'No migrations yet',
    promises: {
      reads: {
        title: 'The original file stays as it is',
        text: 'The migration works on a copy that is made safely. AutoCore can keep running.',
      },
      proves: {
        title: 'Every value is checked',
        text: 'In the end both sides are compared, and a certificate shows the result to the customer.',
      },
      undoes: {
        title: 'Everything can be undone',
        text: 'Until the new database is in use, one button drops exactly what the migration created.',
      },
    },
    columns: {
      status: 'Status',
      source: 'File',
      target: 'Target',
      rows: 'Rows',
      when: 'Started',
      actions: 'Actions',
    },
    resume: 'Resume',
    resumeOf: 'Resume migration {{run}} of {{name}}',
    open: 'Open',
    openOf: 'Open migration {{run}} of {{name}}',
    undo: 'Undo',
    undoOf: 'Undo migration {{run}} of {{name}}',
    show: 'Show',
    running: {
      audit: 'An audit is under way',
      rehearse: 'A rehearsal is under way',
      migrate: 'A migration is under way',
      export: 'A folder is being written',
      validate: 'A comparison is under way',
      undo: 'The migration is being undone',
      sync: 'Bringing changes over from the source',
      follow: 'Following the source',
      cutover: 'Going live',
      wayBack: 'Looking at what was written since going live',
      rollback: 'Going back to SQLite',
      benchmark: 'Measuring response times',
      fleet: 'Many vehicles under way',
      sample: 'Sample data is being written',
    },
  },
  resume: {
    title: 'Resume the migration',
    text: 'The migration of {{source}} goes on where it stopped. Nothing that was written is repeated.',
    password: 'Password of the server, if it asks for it again',
  },
  sample: {
    title: 'Try with sample data',
    text: 'The program writes a database like those of AutoCore into its own folder. No data of a car is used.',
    size: 'Size',
    rows: '{{rows}} rows of telemetry',
    dirty: 'With the problems seen in the field',
    dirtyText: 'Impossible dates, broken texts, orphaned records: to see what becomes of them.',
    working: 'Writing sample data',
    make: 'Write and use it',
  },
  undo: {
    title: 'Undo the migration',
    text: 'Drops from the schema {{schema}} ({{place}}) what this migration created, and nothing else. The original file stays as it is.',
    takenOut: 'Rows of this migration go out of the tables of the application:',
    givenBack: 'The application gets these rows back as they were:',
    list: 'See the list',
    drops_one: '{{count, number}} object will be dropped, with the data in it:',
    drops: '{{count, number}} objects will be dropped, with the data in them:',
    back_one: '{{count, number}} object that was there before goes back to its place, with the data in it:',
    back: '{{count, number}} objects that were there before go back to their place, with the data in them:',
    nothing: 'Nothing to drop: the migration left nothing in the target.',
    sure: 'I have read the list. The new database is not in use yet.',
    keep: 'Keep everything',
    do_one: 'Drop {{count, number}} object from {{schema}}',
    do: 'Drop {{count, number}} objects from {{schema}}',
    doBack_one: 'Drop {{count, number}} object from {{schema}} and bring back what was there before',
    doBack: 'Drop {{count, number}} objects from {{schema}} and bring back what was there before',
    doNothing: 'Undo',
  },
  ...wizardConnect,
  ...wizardAudit,
  ...wizardBundle,
  ...wizardCards,
  ...wizardRun,
  ...wizardCutover,
  ...wizardTools,
  ...wizardExport,
  ...wizardFleet,
  ...wizardGuide,
  ...wizardHints,
  ...wizardWay,
  ...wizardWhy,
};
