/** The screens of a support bundle, to be read alone. */
export const wizardBundle = {
  bundle: {
    title: 'Support bundle',
    open: 'Open a support bundle',
    another: 'Open another one',
    close: 'Close the bundle',
    of: 'Support bundle of the migration {{run}}: read-only, values masked',
    written: 'Written on {{date}} by version {{tool}} · {{name}}',
    unreadable: 'Could not be read, and were left out: {{files}}.',
    more: 'The support bundle has only the first exceptions. The others stayed on the computer of the migration.',
  },
};
