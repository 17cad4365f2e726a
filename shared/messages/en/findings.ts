import type * as reference from '../pt-BR/findings.ts';

/** What the audit found, by the code of the finding, and the options a person has. */
export const findings: typeof reference.findings = {
  source: {
    notAutocore:
      'The database is not recognised as one of AutoCore; all its tables are migrated all the same.',
  },
  table: {
    renamed: 'The name of the table does not fit PostgreSQL; it is called {{name}} there.',
    noKey: 'The table has no primary key: its rows are compared as a set.',
  },
  column: { renamed: 'The name of the column does not fit PostgreSQL; it is called {{name}} there.' },
  vehicles: { several: 'There are {{count, number}} vehicles, and AutoCore expects one. All are kept.' },
  rows: {
    orphans:
      'Rows that point to a record that {{parent}} does not have ({{columns}}). They are kept; the rule holds for new ones.',
    checkViolated: 'Rows that break the rule {{name}}. They are kept; the rule holds for new ones.',
  },
  value: {
    text: 'Values that are not plain text ({{odd}}) in a column of type {{type}}; the original is kept.',
    integer: 'Values that are not integers ({{odd}}) in a column of type {{type}}; the original is kept.',
    numeric: 'Values that are not numbers ({{odd}}) in a column of type {{type}}; the original is kept.',
    double: 'Values that are not numbers ({{odd}}) in a column of type {{type}}; the original is kept.',
    boolean: 'Values that are neither 0 nor 1 ({{odd}}) in a column of type {{type}}; the original is kept.',
    timestamp:
      'Times spelled otherwise or impossible ({{odd}}) in a column of type {{type}}; the original is kept.',
    date: 'Dates spelled otherwise or impossible ({{odd}}) in a column of type {{type}}; the original is kept.',
    time: 'Times of day spelled otherwise or impossible ({{odd}}) in a column of type {{type}}; the original is kept.',
    bytea: 'Values that are not binary ({{odd}}) in a column of type {{type}}; the original is kept.',
    jsonb: 'Values that are not JSON ({{odd}}) in a column of type {{type}}; the original is kept.',
    uuid: 'Values that are no UUID ({{odd}}) in a column of type {{type}}; the original is kept.',
    textArray: 'Values that are no lists ({{odd}}) in a column of type {{type}}; the original is kept.',
  },
  type: { widened: 'Declared as {{declared}}; in the target the column is {{type}}, which takes more.' },
  clock: {
    outliers:
      'Dates far from the rest, of a clock that was wrong (from {{min}} to {{max}}). They go to the default partition.',
  },
  leftOut: {
    view: 'The view {{name}} has no counterpart; its SQL text goes to the certificate.',
    trigger: 'The trigger {{name}} has no counterpart; its SQL text goes to the certificate.',
    virtualtable: 'The virtual table {{name}} is not loaded; its SQL text goes to the certificate.',
    check: 'The check {{name}} could not be translated ({{reason}}); its SQL text goes to the certificate.',
    default:
      'The default of {{name}} could not be translated ({{reason}}); its SQL text goes to the certificate.',
    index: 'The index {{name}} could not be translated ({{reason}}); its SQL text goes to the certificate.',
    generated:
      'The generated column {{name}} becomes an ordinary one ({{reason}}); its SQL text goes to the certificate.',
    foreignkey:
      'The foreign key {{name}} could not be created ({{reason}}); its SQL text goes to the certificate.',
    unique:
      'The unique rule {{name}} could not be created ({{reason}}); its SQL text goes to the certificate.',
  },
};

export const severities: typeof reference.severities = {
  blocker: 'Needs a decision',
  warning: 'Warning',
  note: 'Note',
};

/** Options of findings, by name. */
export const choices: typeof reference.choices = {
  accept: 'accept',
  keepAll: 'keep all',
  keepText: 'keep the text',
  notValid: 'keep the rows, rule for new ones only',
  repair: 'repair and keep the original',
  widen: 'widen the type',
  defaultPartition: 'default partition',
};
