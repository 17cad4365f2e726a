import { nodeProgram, type System } from './systems.ts';

/** A file at the top of a portable edition that starts it. */
export interface Launcher {
  name: string;
  text: string;
}

/** What a launcher is named after, and its folder with everything else. */
const program = 'autocore-migrate';
export const inside = 'app';

/** The console program, and what a double click opens. */
export function launchersFor(system: System): Launcher[] {
  const node = `${inside}/${nodeProgram(system)}`;
  if (system.platform === 'win32') {
    return [
      { name: `${program}.cmd`, text: crlf(commandFile(node.replaceAll('/', '\\'))) },
      { name: 'AutoCore Migrate.cmd', text: crlf(doubleClickFile(node.replaceAll('/', '\\'))) },
    ];
  }
  const console = { name: program, text: shellScript(node, system.platform) };
  if (system.platform === 'darwin') return [console, { name: 'AutoCore Migrate.command', text: macCommand }];
  return [console, { name: 'AutoCore Migrate.desktop', text: desktopEntry }];
}

/**
 * For every POSIX shell. Symbolic links are followed by hand: not every `readlink` knows `-f`. NODE_OPTIONS and
 * NODE_PATH are meant for somebody else's Node. Where nobody could read a complaint (no terminal, no argument, but a
 * screen), somebody has clicked twice on it.
 */
function shellScript(node: string, platform: 'linux' | 'darwin'): string {
  const screen = platform === 'darwin' ? 'true' : '[ -n "$DISPLAY$WAYLAND_DISPLAY" ]';
  return `#!/bin/sh
self=$0
while [ -L "$self" ]; do
  link=$(readlink -- "$self")
  case $link in
    /*) self=$link ;;
    *) self=\${self%/*}/$link ;;
  esac
done
case $self in
  */*) here=\${self%/*} ;;
  *) here=. ;;
esac
here=$(CDPATH= cd -- "$here" && pwd -P) || exit 1
unset NODE_OPTIONS NODE_PATH
if [ $# -eq 0 ] && ! [ -t 0 ] && ! [ -t 1 ] && ! [ -t 2 ] && ${screen}; then
  set -- serve --window
fi
exec "$here/${node}" "$here/${inside}/start.mjs" "$@"
`;
}

/** Terminal starts it with the user's home as the current folder, and stays open with what it says. */
const macCommand = `#!/bin/sh
exec "\${0%/*}/${program}" serve --window --detach
`;

/**
 * `%k` is the place of this very file, which a file manager gives as a path. What a shell escapes in quotes is escaped
 * once more: https://specifications.freedesktop.org/desktop-entry/latest/exec-variables.html
 */
const desktopEntry = `[Desktop Entry]
Type=Application
Version=1.0
Name=AutoCore Migrate
Comment=SQLite para PostgreSQL
Comment[en]=SQLite to PostgreSQL
Exec=sh -c "exec \\\\"\\\\$(dirname \\\\"\\\\$1\\\\")/${program}\\\\" serve --window" sh %k
Terminal=false
Categories=Utility;Database;
`;

/**
 * `%~dp0` of a file that was called by its bare name in quotes is wrong, but within a subroutine it is right. Without
 * `setlocal` and its switch an exclamation mark in a path would get lost where somebody turned that expansion on.
 */
function commandFile(node: string): string {
  return `@echo off
setlocal DisableDelayedExpansion
set NODE_OPTIONS=
set NODE_PATH=
call :here
"%here%${node}" "%here%${inside}\\start.mjs" %*
exit /b %errorlevel%
:here
set "here=%~dp0"
exit /b 0
`;
}

/** The console stays only with a failure that somebody has to read. */
function doubleClickFile(node: string): string {
  return `@echo off
setlocal DisableDelayedExpansion
title AutoCore Migrate
set NODE_OPTIONS=
set NODE_PATH=
"%~dp0${node}" "%~dp0${inside}\\start.mjs" serve --window --detach
if errorlevel 1 pause
`;
}

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
