import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { databasesIn, manifestText, type ProposedRow, propose } from '../fleet/propose.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface FleetProposeInput {
  folder: string;
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
  const [folder, path] = [resolve(input.folder), resolve(input.out)];
  if (!input.force && existsSync(path)) throw new AppError('output.exists', { path });
  const files = await databasesIn(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('fleet.noManifest', { path: folder, reason: cause.message }, { cause });
  });
  if (files.length === 0) throw new AppError('fleet.noFiles', { path: folder });
  // Relative to where the manifest will be; from another drive there is no such way.
  const rows = propose(files, folder).map((row) => {
    const file = relative(dirname(path), join(folder, row.file));
    return { ...row, file: isAbsolute(file) ? join(folder, row.file) : file };
  });
  await writeAtomic(path, manifestText(rows), 0o644).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('output.unwritable', { path, reason: cause.message }, { cause });
  });
  return { path, rows };
}
