import { commandLineOf } from './command-line.ts';

/** Where the packaged program begins: the wizard in its window, or, with a command behind its name, the command line. */
const words = commandLineOf(process.argv, process.defaultApp === true);
if (words) {
  process.argv = [process.execPath, 'autocore-migrate', ...words];
  await import('./hosts/cli/main.ts');
} else {
  // Awaited, because Electron becomes ready only after this module has run.
  await import('./hosts/desktop/main.ts');
}
