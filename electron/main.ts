import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { follow } from './hosts/cli/follow.mjs';
import { consoleProgram } from './start/console.ts';
import { givenWords, startOf } from './start/words.ts';

/**
 * Where the desktop program begins: the wizard in its window, or, with a command behind its name, the command line. A
 * package has a console program of its own for that, which is started then; a checkout runs it here.
 */
const start = startOf(givenWords(process.argv, process.defaultApp === true));
// Awaited, because Electron becomes ready only after this module has run.
if (start.kind === 'wizard') await import('./hosts/desktop/main.ts');
else await commandLine(start.words);

async function commandLine(words: readonly string[]): Promise<void> {
  const { program, words: first } = consoleProgram(process.resourcesPath ?? '', process.platform);
  if (existsSync(program)) {
    follow(spawn(program, [...first, ...words], { stdio: 'inherit' }));
    // It ends with the other one.
    await new Promise(() => {});
  }
  process.argv = [process.execPath, 'autocore-migrate', ...words];
  await import('./hosts/cli/main.ts');
}
