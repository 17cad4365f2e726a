/** What to do about an error, with buttons: for errors whose own hint names options of the command line. */
export const wizardHints = {
  hints: {
    target: {
      notEmpty: 'Choose here what is to become of what is there, or use another schema.',
    },
    output: {
      notEmpty: 'Choose another folder, or delete this one if nobody needs it any more.',
    },
    run: {
      notRunThere:
        'Run the command on this page on the server, to its end; or check the server and the database that you gave.',
      noTarget: 'Open the migration, and say on which server the files were loaded.',
    },
    adopt: {
      nothing:
        'Let the application make its tables first, or check the name of the schema. For the migration to make them, go back to “Connect” and test again.',
    },
  },
};
