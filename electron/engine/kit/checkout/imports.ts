import { posix } from 'node:path';
import type { Edit } from './patch.ts';
import { type Hit, matches, type PythonFile } from './types.ts';

/**
 * The import of what the new text calls, before the first import of the file: scripts are started from any folder, so
 * that the folder of database_config.py is put on the path by where it lies from the file itself.
 */
export function needed(file: PythonFile, patched: ReadonlySet<Hit>, config: string): Edit[] {
  const names = [...new Set([...patched].flatMap(({ needs = [] }) => needs))].sort();
  if (names.length === 0) return [];
  const up = posix.relative(posix.dirname(file.path), config) || '.';
  const start = firstImport(file);
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [
    'import os as _os, sys as _sys',
    `_sys.path.append(_os.path.join(_os.path.dirname(_os.path.abspath(__file__)), ${ascii(up)}))`,
    `from database_config import ${names.join(', ')}`,
  ];
  return [{ start, end: start, text: lines.map((line) => line + end).join('') }];
}

/** Where the first import outside of `__future__` stands. What is used at the top comes after an import. */
function firstImport({ code }: PythonFile): number {
  const [first] = matches(code, /^(?:import|from)\s+(?!__future__\b)/gm);
  return first?.start ?? 0;
}

/** A string of Python whatever the encoding of its file. */
function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
