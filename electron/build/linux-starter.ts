import { posix } from 'node:path';
import { consoleFolder } from '../start/console.ts';
import { commandNames, commandOptions, databaseEndings } from '../start/words.ts';
import { shellScript } from './scripts.ts';

/**
 * What starts on Linux by the program's name, whoever calls it. It tells by the same rule as `startOf` whether a command
 * is wanted, and then starts the console program: Chromium would end at a URL among the words, or, for root, before
 * anything else. For root, who has no sandbox, and without a screen the wizard opens in the browser. Files go behind
 * `--`, where Chromium takes nothing for a URL of its own.
 * @param name of the script; Electron's executable is `NAME-window` beside it.
 */
export function linuxStarter(name: string): string {
  const console = posix.join('resources', consoleFolder);
  const options = commandOptions.flatMap((each) => (each.length > 2 ? [each, `${each}=*`] : [each]));
  const endings = databaseEndings.map((ending) => `*.${anyCase(ending)}`);
  return shellScript(
    { node: `${console}/bin/node`, start: `${console}/start.mjs` },
    `kind=wizard
before=0
for word do
  case $word in
    --) break ;;
    ${options.join('|')}) kind=command; break ;;
    -*) ;;
    ${commandNames.join('|')}) kind=command; break ;;
    */*|*\\\\*|${endings.join('|')}) break ;;
    *) [ -f "$word" ] || kind=command; break ;;
  esac
  before=$((before + 1))
done
instead=
[ -n "$DISPLAY$WAYLAND_DISPLAY" ] || instead=noDisplay
[ "$(id -u)" -ne 0 ] || instead=root
if [ $kind = command ]; then
  shift $before
elif [ -n "$instead" ]; then
  shift $before
  [ "$1" != -- ] || shift
  # Without a terminal nobody would end it: then it ends with its page.
  show=--window
  [ ! -t 1 ] || show=--open
  set -- serve "$show" --instead "$instead" \${1:+--source "$1"}
else
  count=$#
  while [ "$count" -gt 0 ]; do
    word=$1
    shift
    if [ "$before" -eq 0 ] && [ "$word" != -- ]; then set -- "$@" -- "$word"; else set -- "$@" "$word"; fi
    before=$((before - 1))
    count=$((count - 1))
  done
  exec "$here/${name}-window" "$@"
fi
`,
  );
}

/** A pattern of a shell for a word in capitals and small letters. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
