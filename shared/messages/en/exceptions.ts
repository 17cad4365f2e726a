/** The exceptions one by one: in a spreadsheet, and as SQL to bring them back. */
export const exceptions = {
  csv: {
    table: 'Table',
    key: 'Key',
    column: 'Column',
    action: 'What was done',
    cause: 'Cause',
    original: 'Original value',
    now: 'Written to PostgreSQL',
    row: 'Whole row (JSON)',
  },
  now: {
    noRow: 'the row is not in PostgreSQL',
    noColumn: 'PostgreSQL does not have this column',
    unknown: 'not known: look in PostgreSQL',
  },
  sql: {
    neverRun: 'SQL to copy. AutoCore Migrate does not run it.',
    noTable: 'The target has no table for this row. What it held:',
    noColumn: 'The target does not have this column. What it held:',
    insert: 'Resolve first what stopped the row, or PostgreSQL refuses it again.',
    correctRow:
      'Correct the values that have their original beside them, and take away the dashes at the beginning of the lines.',
    update: 'Look first: it writes the original over whatever is there now.',
    correctValue: 'Correct the value and take away the dashes at the beginning of the lines.',
    noKey: 'The table has no key: the condition compares the whole row. See that it finds only one.',
  },
};
