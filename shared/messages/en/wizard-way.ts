/** The picture of a migration: the file, an arrow, the place. */
export const wizardWay = {
  way: {
    still: 'From the file {{file}} to {{place}}',
    part: 'From the file {{file}} to {{place}}: {{part}}',
    done: 'From the file {{file}} to {{place}}: done',
    file: 'File of AutoCore',
    fileText: 'SQLite',
    rows_one: '{{rows}} row',
    rows: '{{rows}} rows',
    server: 'PostgreSQL',
    serverText: 'on this computer or on a server',
    temporary: 'Temporary PostgreSQL',
    temporaryText: 'deleted at the end',
    speed: 'The speed from beginning to end',
    speedOf: '{{stage}}: {{rate}} on average',
  },
};
