/** What is typed to call the command line. */
export const programName = 'autocore-migrate';
