import { z } from 'zod';
import { fileToken, type PickedFile } from './files.ts';

export const sourceInput = z.strictObject({ source: fileToken });

/** A file that is probably what the user is looking for. */
export interface OfferedSource extends PickedFile {
  /** `usual`: a place where AutoCore keeps its database; `recent`: the source of an earlier run. */
  why: 'usual' | 'recent';
  bytes: number;
  /** ISO 8601, UTC. */
  modified: string;
}

/** What a file is, without reading its data. */
export interface SourceLook {
  file: PickedFile;
  bytes: number;
  /** Bytes in the write-ahead log: what is not in the file yet. */
  walBytes: number;
  /** Version of AutoCore such as `14 tables`, or null for a database of something else. */
  autocore: string | null;
  /** Newest change of the file or its log; ISO 8601, UTC. Null where nobody can look any more. */
  lastWrite: string | null;
  /** `now`: it changed while it was looked at. `recently`: written in the last minute. */
  writing: 'no' | 'recently' | 'now';
  tables: SourceLookTable[];
  /** What was counted: of all tables, where `complete`. */
  rows: number;
  /** False where counting took too long: `rows` is then what was counted until then. */
  complete: boolean;
}

export interface SourceLookTable {
  name: string;
  /** Null where counting took too long. */
  rows: number | null;
  /** Part of AutoCore's own schema; null where nobody can look any more. */
  known: boolean | null;
}
