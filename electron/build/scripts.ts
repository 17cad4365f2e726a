/** What a script starts, by paths from its own folder, with `/`. */
export interface Started {
  node: string;
  /** The module that Node runs. */
  start: string;
}

/**
 * For every POSIX shell. Symbolic links are followed by hand: not every `readlink` knows `-f`. NODE_OPTIONS and
 * NODE_PATH are meant for somebody else's Node.
 * @param before what is done first; it may change the arguments, or never come back. `$here` is the script's folder.
 */
export function shellScript({ node, start }: Started, before: string): string {
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
AUTOCORE_MIGRATE_BIN=$here
export AUTOCORE_MIGRATE_BIN
${before}exec "$here/${node}" "$here/${start}" "$@"
`;
}

/**
 * `%~dp0` of a file that was called by its bare name in quotes is wrong, but within a subroutine it is right. Without
 * `setlocal` and its switch an exclamation mark in a path would get lost where somebody turned that expansion on. The dot
 * behind the folder keeps its last backslash from taking a quote along.
 */
export function commandFile({ node, start }: Started): string {
  return crlf(`@echo off
setlocal DisableDelayedExpansion
set NODE_OPTIONS=
set NODE_PATH=
call :here
set "AUTOCORE_MIGRATE_BIN=%here%."
"%here%${windows(node)}" "%here%${windows(start)}" %*
exit /b %errorlevel%
:here
set "here=%~dp0"
exit /b 0
`);
}

/** A path with Windows' separators. */
export function windows(path: string): string {
  return path.replaceAll('/', '\\');
}

/** Ends of lines as command files, and Windows' older editors, want them. */
export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
