import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { byteOrderMark, csvQuoted } from '../report/exceptions/csv.ts';
import { openSource, type SourceFile } from '../source/open.ts';
import { readVehicles } from '../source/vehicles.ts';

/** A line of a proposed manifest. */
export interface ProposedRow {
  /** Absolute, unless it is told otherwise. */
  file: string;
  vehicle: string;
  plate: string;
  /** Empty, or left out: made of the vehicle. */
  schema?: string;
  notes?: string;
}

const endings = new Set(['.db', '.sqlite', '.sqlite3', '.db3']);

/** The SQLite files of a folder and those below it, by their names, without what lies hidden. */
export async function databasesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && endings.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .sort();
}

/**
 * A manifest's lines for files: the vehicle by what the file says of it, else by the file or its folder. A file that
 * cannot be read gets its line all the same, so that it is not forgotten.
 */
export function propose(files: readonly string[], folder: string): ProposedRow[] {
  const used = new Map<string, number>();
  return files.map((path) => {
    const own = vehicleIn(path);
    const plate = harmless(own?.plate ?? '');
    const name = plate || harmless(own?.name ?? '') || harmless(nameOfFile(path, folder)) || 'v';
    const n = (used.get(name.toLowerCase()) ?? 0) + 1;
    used.set(name.toLowerCase(), n);
    const vehicle = n === 1 ? name : `${name} (${n})`;
    return { file: path, vehicle, plate };
  });
}

/** What a file says of itself, so that a spreadsheet takes it for no formula. */
function harmless(text: string): string {
  return text.replace(/^[=+\-@\s]+/, '').replaceAll(/[\r\n\t]+/g, ' ');
}

function vehicleIn(path: string): { name: string | null; plate: string | null } | null {
  let source: SourceFile | null = null;
  try {
    source = openSource(path, { busyTimeoutMs: 1000 });
    const found = readVehicles(source.db);
    return found?.count === 1 ? (found.first[0] ?? null) : null;
  } catch (error) {
    // What is wrong with it is said when it is its turn.
    if (error instanceof Database.SqliteError || error instanceof TypeError) return null;
    if (error instanceof AppError && error.code.startsWith('source.')) return null;
    throw error;
  } finally {
    source?.close();
  }
}

/** `autocore.db` is what they are all called: then the folder tells them apart. */
function nameOfFile(path: string, folder: string): string {
  const name = basename(path, extname(path));
  const parent = relative(folder, dirname(path));
  return /^autocore$/i.test(name) && parent !== '' ? basename(parent) : name;
}

/** The manifest as Excel opens it: its own separator line is not needed for UTF-8 with a mark and semicolons. */
export function manifestText(rows: readonly ProposedRow[]): string {
  const way = (file: string): string => (/^[=+\-@]/.test(file) ? `./${file}` : file);
  const lines = rows.map(({ file, vehicle, plate, schema = '', notes = '' }) =>
    [way(file), vehicle, plate, schema, notes].map((cell) => csvQuoted(cell, ';')).join(';'),
  );
  return `${byteOrderMark}${['file;vehicle;plate;schema;notes', ...lines].join('\r\n')}\r\n`;
}
