import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import type {
  Audit,
  Certificate,
  ExceptionNow,
  ExceptionRecord,
  Prediction,
  RunState,
} from '../model/index.ts';
import { wishes } from './audit.ts';
import type { LivePhase } from './cutover.ts';
import { fileToken } from './files.ts';
import { runId } from './run-input.ts';

export const oneRun = z.strictObject({ run: runId });

export const rehearsedInput = wishes.extend({ source: fileToken });

export const exceptionFilter = z.strictObject({
  table: z.string().nullable(),
  action: z.enum(['quarantined', 'nulled', 'repaired']).nullable(),
  /** Any of these: several causes can have the same words. */
  codes: z.array(z.string()).min(1).max(1000).nullable(),
});
export type ExceptionFilter = z.infer<typeof exceptionFilter>;

export const exceptionsInput = oneRun.extend({
  filter: exceptionFilter,
  offset: z.int().min(0),
  limit: z.int().min(1).max(500),
});

/** Without a filter, of all of them. */
export const facetsInput = oneRun.extend({ filter: exceptionFilter.optional() });

/** One of them, by its place among those of a filter. */
export const exceptionInput = oneRun.extend({ filter: exceptionFilter, index: z.int().min(0) });

/** A run in the list; one that cannot be read comes with the reason. */
export type RunItem = RunSummary | { id: string; error: ErrorData };

export interface RunSummary {
  id: string;
  status: RunState['status'];
  stage: RunState['stage'];
  createdAt: string;
  finishedAt: string | null;
  rehearsal: boolean;
  profile: RunState['profile'];
  /** Path, for people. */
  source: string;
  target: RunState['target'];
  /** Rows in the source and in the target, as far as counted. */
  rows: { source: number; migrated: number; quarantined: number };
  seconds: number;
  phase: LivePhase;
  can: RunAbilities;
}

/** The last rehearsal of a file. */
export interface LastRehearsal {
  run: string;
  finishedAt: string;
  tables: RunState['tables'];
  prediction: Prediction;
  /** It was of the very copy that was audited, with what is decided now. */
  current: boolean;
}

export interface RunAbilities {
  resume: boolean;
  validate: boolean;
  certificate: boolean;
  /** Drops what the run made. After going live there is another way back, in the last step. */
  undo: boolean;
  /** The last step has something to show or to do. */
  cutover: boolean;
  /** Kit, benchmark and status: the target is there and full. */
  tools: boolean;
}

export interface RunDetail {
  state: RunState;
  phase: LivePhase;
  can: RunAbilities;
  /** The audit the run was made with; null before its audit. */
  audit: Audit | null;
  /** Folder of the run, for people. */
  folder: string;
  exceptions: number;
}

/** Objects of the target as `kind name`. */
export interface UndoList {
  dropped: string[];
  /** What the run had moved aside: it goes back to its place. */
  broughtBack: string[];
  /** Rows in the application's own tables: those that go out, and those that it gets back. */
  takenOut: { table: string; rows: number }[];
  givenBack: { table: string; rows: number }[];
}

/** One exception, opened. Long texts are cut: the whole of them is in the document of all exceptions. */
export interface OpenException {
  record: Pick<ExceptionRecord, 'table' | 'column' | 'action' | 'code' | 'reason'>;
  key: string;
  /** Of the value that it is about; null for a row as a whole. */
  original: ExceptionValue | null;
  now: ExceptionNow;
  /** The whole row of the source. */
  row: ExceptionValue[];
  /** SQL to copy; null where it is too long to be shown. */
  sql: string | null;
}

export interface ExceptionValue {
  column: string;
  /** Null is NULL. */
  text: string | null;
  /** Characters that are not shown. */
  more: number;
}

/** Those whose row was kept out come first. */
export interface ExceptionPage {
  /** Of the filter. */
  total: number;
  offset: number;
  records: ExceptionRecord[];
}

/** What there is to filter by, with how often among those that the other parts of the filter leave. */
export interface ExceptionFacets {
  /** Whatever the filter. */
  total: number;
  tables: { value: string; count: number }[];
  actions: { value: ExceptionRecord['action']; count: number }[];
  codes: { value: string; count: number }[];
}

export type RunCertificate = Certificate;
