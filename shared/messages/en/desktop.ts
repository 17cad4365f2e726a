import type { desktop as reference } from '../pt-BR/desktop.ts';

/** What the desktop program says outside of its page: dialogs of the system. */
export const desktop: typeof reference = {
  pick: {
    source: "Choose AutoCore's database",
    certificates: 'Choose the file of certificates (CA)',
    env: 'Choose an .env file of AutoCore',
    folder: 'Choose the folder',
  },
  save: { title: 'Save as' },
  filters: {
    databases: 'SQLite databases',
    certificates: 'Certificates',
    all: 'All files',
  },
  close: {
    message: 'Work is under way. Stop it and close?',
    detail: 'Nothing is lost: a migration that was interrupted can be resumed where it stopped.',
    stay: 'Keep working',
    stop: 'Stop and close',
  },
  failure: 'Unexpected failure in AutoCore Migrate',
};
