import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The commands of the command line. What begins with one of them is never the name of a file. */
export const commandNames = [
  ...['audit', 'plan', 'migrate', 'export', 'resume', 'validate', 'sync', 'fleet', 'cutover', 'rollback'],
  ...['certificate', 'benchmark', 'status', 'kit', 'runs', 'support-bundle', 'server', 'serve', 'sample'],
  'path',
  'guide',
] as const;

/** Options of the command line that may stand before a command; what begins with one is a command line. */
export const commandOptions = [
  ...['--help', '-h', '--version', '-V', '--json'],
  ...['--workspace', '--lang', '--progress', '--log-level'],
] as const;

/** Ends of the names that SQLite files have, without the dot. */
export const databaseEndings = ['db', 'sqlite', 'sqlite3', 'db3'] as const;

/** What somebody who started the program wants of it. */
export type Start =
  /** The command line with these words. */
  | { kind: 'command'; words: string[] }
  /** The wizard, with the files that were given, as they were given. */
  | { kind: 'wizard'; files: string[] };

/**
 * What the words behind a program's name ask for. Switches of Chromium may come first (a package for Linux adds
 * `--no-sandbox` by itself), and mean nothing to a command. A word that is neither command nor option names a file when
 * there is one, or when it looks like one; anything else is left to the command line, which says what is wrong with it.
 * @param isFile whether a word leads to a file.
 */
export function startOf(words: readonly string[], isFile: (word: string) => boolean = leadsToFile): Start {
  for (const [index, word] of words.entries()) {
    if (word === '--') return { kind: 'wizard', files: words.slice(index + 1) };
    const option = word.split('=')[0];
    if (commandOptions.some((each) => each === option)) return command(words, index);
    if (word.startsWith('-')) continue;
    if (commandNames.some((each) => each === word)) return command(words, index);
    if (!isFile(word) && !looksLikeFile(word)) return command(words, index);
    return { kind: 'wizard', files: words.slice(index).filter((each) => !each.startsWith('-')) };
  }
  return { kind: 'wizard', files: [] };
}

/**
 * The words that a person gave to the desktop program. Electron that was started with a folder has that in front.
 * @param development as `process.defaultApp` says.
 */
export function givenWords(argv: readonly string[], development: boolean): string[] {
  const words = argv.slice(1);
  if (!development) return words;
  const folder = words.findIndex((word) => !word.startsWith('-'));
  return folder < 0 ? [] : words.slice(folder + 1);
}

/** A file as a file manager hands it over, a path or a `file:` URL, from that folder. Null for any other URL. */
export function pathOf(file: string, folder: string): string | null {
  if (!/^[a-z][a-z\d+.-]+:/i.test(file)) return resolve(folder, file);
  try {
    return fileURLToPath(file);
  } catch {
    // Another scheme, another computer, or half an escape: nothing that could be opened here.
    return null;
  }
}

function command(words: readonly string[], from: number): Start {
  return { kind: 'command', words: words.slice(from) };
}

function looksLikeFile(word: string): boolean {
  return /[\\/]/.test(word) || databaseEndings.some((ending) => word.toLowerCase().endsWith(`.${ending}`));
}

function leadsToFile(word: string): boolean {
  return existsSync(word) && statSync(word).isFile();
}
