/** Into a folder in the place of a server: from the choice of it to the comparison, much later. */
export const wizardExport = {
  export: {
    text: 'For a server that this computer cannot reach: the data goes into a folder, which a memory stick takes there.',
    needs:
      'The server needs PostgreSQL 12 or newer, with the psql that comes with it. This program need not be there.',
    choose: 'Choose the folder…',
    noFolder: 'No folder chosen.',
    inside: 'The files go into a new folder inside of it: {{name}}',
    folder: 'Folder',
    target: 'Folder to take to the server',
    lead: 'Look at the summary. You can cancel at any time: nothing is left half done.',
    write: 'Write the folder',
    done: 'Folder written in {{time}}',
    written: 'Written into a folder, to be taken to the server',
    files_one: '{{count, number}} file, {{size}}',
    files: '{{count, number}} files, {{size}}',
    take: 'Take this folder to the server.',
    command:
      'There, inside of the folder, run the command below with the address, user and database of that place. If it stops, the same command goes on. The file LEIA-ME.txt has the rest.',
    psql: 'psql -v ON_ERROR_STOP=1 -h SERVER -U USER -d DATABASE -f run.sql',
    later:
      'As soon as this computer reaches the server, open this migration from the start and compare: that completes the certificate.',
    laterHere: 'As soon as this computer reaches the server, compare here: that completes the certificate.',
    private: 'The data of the customer lies in the folder without a password: delete it afterwards.',
    toRun: 'See this migration',
    verdict:
      'The data is in files, which one command loads on the server. After that, compare both sides here.',
    rows: 'Rows in the files',
    inFiles: 'In the files',
    accounts:
      'Every row of the source is in the files of the folder or was kept aside with its original. The account adds up when: rows in the source file = in the files of the folder + kept aside.',
    compare: 'Compare with the server…',
    compareTitle: 'Compare with the server',
    compareText:
      'Say on which server the files were loaded, in schema {{schema}}. Every value of both sides is compared, and the certificate becomes complete.',
  },
};
