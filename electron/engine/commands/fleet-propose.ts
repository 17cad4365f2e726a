import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { databasesIn, manifestText, type ProposedRow, propose } from '../fleet/propose.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface FleetProposeInput {
  /** A folder, or paths of files and folders, as they were dropped together. */
  from: string | string[];
  /** Path of the manifest to write. */
  out: string;
  /** Replace a file that is there. */
  force: boolean;
}

export interface FleetProposed {
  path: string;
  rows: ProposedRow[];
}

/**
 * Writes a manifest of the SQLite files in a folder, for somebody to look over.
 * @throws AppError output.exists, output.unwritable, fleet.noFiles {path}, fleet.noManifest {path, reason}
 */
export async function proposeManifest(input: FleetProposeInput): Promise<FleetProposed> {
  const { from, force } = input;
  const path = resolve(input.out);
  if (!force && existsSync(path)) throw new AppError('output.exists', { path });
  const rows =
    typeof from === 'string'
      ? await rowsOf(resolve(from), path)
      : propose(await filesOf(from), dirname(from[0] ?? ''));
  await writeAtomic(path, manifestText(rows), 0o644).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('output.unwritable', { path, reason: cause.message }, { cause });
  });
  return { path, rows };
}

/** Files as they are, and those in folders; each once. */
async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      statSync(path, { throwIfNoEntry: false })?.isDirectory() ? databasesIn(path) : [path],
    ),
  );
  return [...new Set(found.flat())];
}

/** Of the files in a folder, by the way to them from where the manifest will be. */
async function rowsOf(folder: string, manifest: string): Promise<ProposedRow[]> {
  const files = await databasesIn(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('fleet.noManifest', { path: folder, reason: cause.message }, { cause });
  });
  if (files.length === 0) throw new AppError('fleet.noFiles', { path: folder });
  return propose(files, folder).map((row) => {
    // From one drive to another there is no such way.
    const way = relative(dirname(manifest), row.file);
    return { ...row, file: isAbsolute(way) ? row.file : way };
  });
}
