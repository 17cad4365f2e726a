import { startOf } from '../../start/words.ts';

/**
 * The command line of what was typed. A file in the place of a command means the wizard with that file, as when somebody
 * drops one on the program. `--no-sandbox` is a word for Chromium, which packages put before others by themselves.
 */
export function commandLineOf(typed: readonly string[], start: typeof startOf = startOf): readonly string[] {
  const words = typed[0] === '--no-sandbox' ? typed.slice(1) : typed;
  if (words[0] === undefined || words[0].startsWith('-')) return words;
  // Whatever stands behind the file goes along: options are the wizard's, and of a second file the command says so.
  return start(words).kind === 'command' ? words : ['serve', '--window', '--source', ...words];
}
