import { z } from 'zod';
import { fileToken } from './files.ts';
import { runInput } from './run-input.ts';
import { oneRun } from './runs.ts';

/** `folder`: where the kit's own folder is made. */
export const kitInput = oneRun.extend({ folder: fileToken });

/** `apply`: tries what is proposed, and keeps what helps. */
export const benchmarkInput = runInput.extend({ apply: z.boolean() });

/** `backups`: a folder of copies to look into. */
export const statusInput = runInput.extend({ backups: fileToken.nullable() });

export interface WrittenKit {
  /** Path, for people. */
  path: string;
  /** Relative to `path`, sorted. */
  files: string[];
  /** Id of the Alembic revision for the run's profile. */
  revision: string;
}
