import { commandFile, crlf, shellScript, windows } from '../scripts.ts';
import { readme } from './readme.ts';
import { nodeProgram, type System } from './systems.ts';

/** A file at the top of a portable edition: one that starts it, or the words about it. */
export interface Launcher {
  name: string;
  text: string;
  executable: boolean;
}

/** What a launcher is named after, and its folder with everything else. */
const program = 'autocore-migrate';
export const inside = 'app';

/** The console program, what a double click opens, and the page that says so. */
export function launchersFor(system: System): Launcher[] {
  const started = { node: `${inside}/${nodeProgram(system)}`, start: `${inside}/start.mjs` };
  const launcher = (name: string, text: string): Launcher => ({ name, text, executable: true });
  if (system.platform === 'win32') {
    return [
      launcher(`${program}.cmd`, commandFile(started)),
      launcher('AutoCore Migrate.cmd', crlf(doubleClickFile(windows(started.node)))),
      // Notepad of older Windows knows UTF-8 by its mark alone.
      { name: 'LEIA-ME.txt', text: `\uFEFF${crlf(readme('win32'))}`, executable: false },
    ];
  }
  const common = [
    launcher(program, shellScript(started, whereNobodyReads(system.platform))),
    { name: 'README.txt', text: readme(system.platform), executable: false },
  ];
  if (system.platform === 'darwin') return [...common, launcher('AutoCore Migrate.command', macCommand)];
  return [...common, launcher('AutoCore Migrate.desktop', desktopEntry)];
}

/** Where nobody could read a complaint (no terminal, no argument, but a screen), somebody has clicked twice on it. */
function whereNobodyReads(platform: 'linux' | 'darwin'): string {
  const screen = platform === 'darwin' ? 'true' : '[ -n "$DISPLAY$WAYLAND_DISPLAY" ]';
  return `if [ $# -eq 0 ] && ! [ -t 0 ] && ! [ -t 1 ] && ! [ -t 2 ] && ${screen}; then
  set -- serve --window
fi
`;
}

/** Terminal starts it with the user's home as the current folder, and stays open with what it says. */
const macCommand = `#!/bin/sh
exec "\${0%/*}/${program}" serve --window --detach
`;

/**
 * `%k` is the place of this very file, which a file manager gives as a path, and `%f` a file that was dropped on it, or
 * nothing. What a shell escapes in quotes is escaped once more:
 * https://specifications.freedesktop.org/desktop-entry/latest/exec-variables.html
 */
const desktopEntry = `[Desktop Entry]
Type=Application
Version=1.0
Name=AutoCore Migrate
Comment=SQLite para PostgreSQL
Comment[en]=SQLite to PostgreSQL
Exec=sh -c "exec \\\\"\\\\$(dirname \\\\"\\\\$1\\\\")/${program}\\\\" serve --window \\\\\${2:+--source \\\\"\\\\$2\\\\"}" sh %k %f
Terminal=false
Categories=Utility;Database;
`;

/** The console stays only with a failure that somebody has to read. A file may have been dropped on it. */
function doubleClickFile(node: string): string {
  return `@echo off
setlocal DisableDelayedExpansion
title AutoCore Migrate
set NODE_OPTIONS=
set NODE_PATH=
if "%~1"=="" goto empty
"%~dp0${node}" "%~dp0${inside}\\start.mjs" serve --window --detach --source "%~f1"
goto end
:empty
"%~dp0${node}" "%~dp0${inside}\\start.mjs" serve --window --detach
:end
if errorlevel 1 pause
`;
}
