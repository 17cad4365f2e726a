/** Why a button cannot be pressed, and what to do first. */
export const wizardWhy = {
  why: {
    working: '{{what}}: wait until it has ended.',
    paused: 'Something is paused: go on with it or cancel it first.',
    moment: 'One moment: the program is at work.',
    source: 'First choose the file and the target under Connect.',
    auditing: 'Wait until the audit has ended.',
    failed: 'The audit did not come to its end: go back and begin anew.',
    unaudited: 'First the file has to be audited.',
    undecided_one:
      '{{count, number}} decision is missing: take it in the cards, or accept what is recommended.',
    undecided:
      '{{count, number}} decisions are missing: take them in the cards, or accept what is recommended.',
    noRun: 'This needs a migration that has ended. Those that exist are opened under Start.',
    noCutover: 'This migration cannot go live yet.',
    tick: 'First tick: “{{label}}”',
    folder: 'First open one of the folders in the list.',
    noFolders: 'No folder could be shown: close this window and try again.',
    list: 'First the list of what will be dropped has to be seen.',
    pause: 'There is nothing to pause yet: the migration is beginning.',
    preview: 'First the lines that change have to be seen.',
    saving: 'Wait until the document is saved.',
    nothingToSave: 'No exception passes the filter: change the filter first.',
    bundle: 'This is a support bundle: it can only be read.',
    liveUnknown:
      'The support bundle does not say whether the migration is live: ask whoever sent it before you advise.',
    cutoverUnread: 'What was kept of going live could not be read.',
    bundleOpen: 'Close the support bundle to go back to your own work.',
  },
};
