import { z } from 'zod';
import { fileToken } from './files.ts';
import { runId, runInput } from './run-input.ts';

/** The user that the application logs in as, where it is neither in an .env file nor the run's own. */
const applicationLogin = z.strictObject({
  user: z.string().trim().min(1).max(63),
  password: z.string().max(1000),
});

/** Decisions that a refusal asked for: `source.otherDatabase`, `run.targetBehind`. */
export const syncInput = runInput.extend({
  /** The file at the source's path is the right one, although it looks like another database. */
  sameSource: z.boolean().default(false),
  /** Compare the target itself with the source, and make it equal. */
  full: z.boolean().default(false),
});

export const cutoverInput = runInput.extend({
  /** The application's .env files; none is fine. */
  envFiles: z.array(fileToken).max(20),
  application: applicationLogin.nullable(),
});
export type CutoverInput = z.infer<typeof cutoverInput>;

/** Checks before going live that a person sees to: always, or where this system tells nothing. */
export const handChecks = [
  'writersUnknown',
  'servicesUnknown',
  'cronUnknown',
  'drivers',
  'redeploy',
] as const;
export type HandCheck = (typeof handChecks)[number];
/** When each was done. ISO 8601, UTC. */
export type Ticks = Partial<Record<HandCheck, string>>;

export const tickInput = z.strictObject({ run: runId, check: z.enum(handChecks), done: z.boolean() });

/** What a person decides about the way back, where PostgreSQL is no longer what the plan made. */
const wayBackChoices = z.object({
  /** What the application added (columns, tables, detached partitions): brought along, or left in PostgreSQL. */
  added: z.enum(['bring', 'leave']).optional(),
  /**
   * Tables and columns of the plan that are gone or renamed. `refuse`: nothing is done; `follow`: what looks like the
   * renamed one is read in its place; `snapshot`: the rows and values of the snapshot stand.
   */
  missing: z.enum(['refuse', 'follow', 'snapshot']).optional(),
  /** Numbers of more digits than SQLite's: every digit, kept as bytes, or the nearest number. */
  numbers: z.enum(['exact', 'nearest']).optional(),
  /** Rows that a rule of the SQLite file does not allow: nothing is done, or they are kept in a file beside. */
  unfit: z.enum(['refuse', 'aside']).optional(),
});
export type WayBackChoices = z.infer<typeof wayBackChoices>;

/** `snapshotOnly`: without a server, and without everything that was written since. */
export const rollbackInput = runInput.extend({ snapshotOnly: z.boolean(), ...wayBackChoices.shape });

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
  /** What somebody has ticked off. */
  ticks: Ticks;
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
export interface Restored extends WayBackAccount {
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

/** A way back that was tried on the real target, up to the swap. */
export interface Rehearsed {
  seconds: number;
  /** Rows that would come along. */
  rows: number;
  /** Who still writes, and would have to be stopped first. */
  stop: string[];
}

/** What going live would do. */
export interface CutoverPreview {
  use: SourceUse;
  /** Lines that go and come, `- ` and `+ `; the password is masked. */
  envs: { path: string; difference: string[] }[];
  /** What the application has to be told, for somebody who writes it by hand; the password is masked. */
  settings: { name: string; value: string }[];
  role: string;
  /** That user may do everything on the server: whoever breaks into the application may, too. */
  superuser: boolean;
  schema: string;
  /** The target is the managed server: going live has the system start it. */
  managed: boolean;
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

/** What stands in PostgreSQL and not in the plan. */
export interface Added {
  kind:
    | 'column'
    | 'table'
    | 'partition'
    | 'inherited table'
    | 'foreign table'
    | 'view'
    | 'materialized view'
    | 'function'
    | 'trigger'
    | 'index'
    | 'constraint'
    | 'sequence'
    | 'type'
    | 'policy'
    | 'rule'
    | 'statistics';
  /** As PostgreSQL has it. */
  name: string;
  /** The table that it belongs to; null for what stands by itself. */
  table: string | null;
  column: string | null;
  /** Rows that it holds, for a column its values; null where there are none to count or nobody may count them. */
  rows: number | null;
  /** True where these rows are, or would be, in the SQLite file. */
  brought: boolean;
  /** Its name in SQLite, where that is another one. */
  as: string | null;
  /**
   * Why it is not brought: `left` by choice, `noRows`, `derived` from other rows, `elsewhere` (its rows are not in this
   * database), `childOnly` (a column that only an inherited table has), `privileges`, or what SQLite says. For what is
   * brought: `withTable` where its rows are rows of their table, else null.
   */
  reason: string | null;
}

/** A table or column of the plan that PostgreSQL no longer has under its name. */
export interface Missing {
  kind: 'table' | 'column';
  table: string;
  column: string | null;
  /** What looks like the same under another name; null where nothing does. */
  looksLike: string | null;
  /** What was, or would be, done about it. */
  by: 'refuse' | 'follow' | 'snapshot';
}

/**
 * How a value is spelled in SQLite that has no form of its own there. `beyond`: points in time that SQLite and Python do
 * not know (infinity, years before Christ or beyond 9999, 24:00), as PostgreSQL writes them; `notNumber`: NaN and
 * infinities as words; `bytes`: digits or text as a BLOB; `literal`: as PostgreSQL writes it; `zero`: negative zero as
 * zero; `nearest`: rounded, because that was chosen.
 */
export type SpelledAs = 'beyond' | 'notNumber' | 'bytes' | 'literal' | 'zero' | 'nearest';

/** Values of one column that are spelled in one such way. */
export interface Spelled {
  table: string;
  column: string;
  as: SpelledAs;
  values: number;
  /** One of them. */
  key: string;
  value: string;
}

/** A row of the snapshot that never was in PostgreSQL, and whose key another row has taken there since. */
export interface Displaced {
  table: string;
  key: string;
  /** Why it was in quarantine; its original stays in `exceptions.ndjson`. */
  code: string;
  reason: string;
}

/** A row of PostgreSQL that is not in the SQLite file, because a rule of the file does not allow it. */
export interface LeftBehind {
  table: string;
  key: string;
  column: string | null;
  reason: string;
}

/** What the way back found beside the rows that came as they were. */
export interface WayBackAccount {
  added: Added[];
  missing: Missing[];
  spelled: Spelled[];
  displaced: Displaced[];
  leftBehind: LeftBehind[];
}

/** What the way back would do. */
export interface WayBack {
  /** The SQLite file changed after going live: what was written there would stay in the kept file alone. */
  sourceChanged: boolean;
  /** Rows that PostgreSQL has and the snapshot has not, by table. */
  written: TableChanges[];
  added: Added[];
  missing: Missing[];
}
