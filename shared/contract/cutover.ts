import { z } from 'zod';
import { fileToken } from './files.ts';
import { runInput } from './run-input.ts';

/** The user that the application logs in as, where it is neither in an .env file nor the run's own. */
export const applicationLogin = z.strictObject({
  user: z.string().trim().min(1).max(63),
  password: z.string().max(1000),
});
export const cutoverInput = runInput.extend({
  /** The application's .env files; none is fine. */
  envFiles: z.array(fileToken).max(20),
  application: applicationLogin.nullable(),
});
export type CutoverInput = z.infer<typeof cutoverInput>;

/** `snapshotOnly`: without a server, and without everything that was written since. */
export const rollbackInput = runInput.extend({ snapshotOnly: z.boolean() });

/**
 * Where a run stands between SQLite and PostgreSQL. `halfway`: the application may already write to PostgreSQL, and
 * going live has not come to its end. `returning`: the way back has begun and not ended. Both are gone on with by doing
 * the same again.
 */
export type LivePhase = 'before' | 'halfway' | 'live' | 'returning' | 'back';

/** What can be seen of a source's use. Null: this system does not tell. */
export interface SourceUse {
  /** Processes that have the file or its log open, as `name (pid)`. */
  writers: string[] | null;
  /** Services of AutoCore that are active. */
  services: string[] | null;
  /** True where cron restarts the services. */
  cron: boolean | null;
}

/** The last step of the wizard as the run's folder and this machine tell it; no server is asked. */
export interface CutoverView {
  run: string;
  phase: LivePhase;
  /** Path of the SQLite file. */
  source: string;
  use: SourceUse;
  /** When the snapshot was taken; null where it is gone. ISO 8601, UTC, like all times here. */
  since: string | null;
  /** When each step was done last; null: not yet. */
  steps: Record<'caughtUp' | 'validated' | 'role' | 'smoke' | 'env', string | null>;
  finishedAt: string | null;
  /** The application's user, tables of the test as the application, rows of the last catch-up. */
  outcome: { role: string; tables: number; rows: number | null } | null;
  /** The SQLite file that was left in its place. */
  left: { sha256: string; bytes: number } | null;
  /** Files that were written, with the backup beside each. */
  envs: { path: string; backup: string }[];
  restore: Restored | null;
  /** Where the present file is, or would be, kept by going back; null where there is none. */
  keeps: string | null;
}

/** The way back, as it was taken so far. */
export interface Restored {
  rows: number;
  rounded: number;
  foreignKeys: number;
  snapshotOnly: boolean;
  sourceChanged: boolean;
  /** Where the earlier file is kept; null where there was none. */
  kept: string | null;
  swappedAt: string | null;
  finishedAt: string | null;
}

/** What going live would do. */
export interface CutoverPreview {
  use: SourceUse;
  /** Lines that go and come, `- ` and `+ `; the password is masked. */
  envs: { path: string; difference: string[] }[];
  /** What the application has to be told, for somebody who writes it by hand; the password is masked. */
  settings: { name: string; value: string }[];
  role: string;
  schema: string;
}

/** Rows of one table that were written on one side since the other had them. */
export interface TableChanges {
  name: string;
  inserted: number;
  changed: number;
  deleted: number;
  quarantined: number;
}

/** What a catch-up brought over. */
export interface CaughtUp {
  tables: TableChanges[];
  /** Inserted, changed and deleted, in all tables. */
  rows: number;
  seconds: number;
}

/** What the way back would do. */
export interface WayBack {
  /** The SQLite file changed after going live: what was written there would stay in the kept file alone. */
  sourceChanged: boolean;
  /** Rows that PostgreSQL has and the snapshot has not, by table. */
  written: TableChanges[];
}
