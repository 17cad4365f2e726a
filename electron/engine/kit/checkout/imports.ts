import { posix } from 'node:path';
import type { Edit } from './patch.ts';
import type { Hit, PythonFile } from './types.ts';

/** The byte order mark of UTF-8, one character a byte. */
const mark = '\u00ef\u00bb\u00bf';

/**
 * The import of what the new text calls, before the first statement of the file: scripts are started from any folder,
 * so that the folder of database_config.py is put on the path by where it lies from the file itself.
 */
export function needed(file: PythonFile, patched: ReadonlySet<Hit>, config: string): Edit[] {
  const names = [...new Set([...patched].flatMap(({ needs = [] }) => needs))].sort();
  if (names.length === 0) return [];
  const up = posix.relative(posix.dirname(file.path), config) || '.';
  const start = firstStatement(file);
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [
    'import os as _os, sys as _sys',
    `_sys.path.append(_os.path.join(_os.path.dirname(_os.path.abspath(__file__)), ${ascii(up)}))`,
    `from database_config import ${names.join(', ')}`,
  ];
  return [{ start, end: start, text: lines.map((line) => line + end).join('') }];
}

/**
 * Where the first statement stands that is not the docstring and no import from `__future__`, both of which have to
 * come first, as do the `#!` line and the encoding: https://docs.python.org/3/reference/simple_stmts.html#future
 */
function firstStatement({ text, code, statement }: PythonFile): number {
  const begin = text.startsWith(mark) ? mark.length : 0;
  for (let at = begin; at < text.length; ) {
    const { end } = statement(at);
    const said = code.slice(at, end).trim();
    const docstring = /^(?:[rRuU]?(?:"""\s*"""|'''\s*'''|"\s*"|'\s*')\s*)+$/.test(said);
    if (said !== '' && !docstring && !/^from\s+__future__\b/.test(said)) return at;
    at = end;
  }
  return begin;
}

/** A string of Python whatever the encoding of its file. */
function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
