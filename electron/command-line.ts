/**
 * The words of a command line that begins with a command, or asks for help or the version; null when the program was
 * started for its window. Switches of Chromium may come first.
 * @param development Electron was started with a folder, which is then the first word.
 */
export function commandLineOf(argv: readonly string[], development: boolean): string[] | null {
  const words = argv.slice(1);
  const first = words.findIndex((word) => !word.startsWith('-'));
  const own = development ? (first < 0 ? [] : words.slice(first + 1)) : words;
  const begin = own.findIndex((word) => !word.startsWith('-'));
  if (begin >= 0) return own;
  return own.some((word) => ['--help', '-h', '--version', '-V'].includes(word)) ? own : null;
}
