import { z } from 'zod';
import type { Audit, Choices, Plan, Profile } from '../model/index.ts';
import { type FileToken, fileToken } from './files.ts';
import { type Target, target } from './target.ts';

const choices = z.strictObject({
  types: z.record(z.string(), z.string().max(200)),
  decisions: z.record(z.string(), z.string().max(200)),
});

/** What a person decides about the plan. */
export const wishes = z.strictObject({
  profile: z.enum(['compatible', 'enhanced']),
  extras: z.boolean(),
  choices,
});
export type Wishes = z.infer<typeof wishes>;

/** A table of the audited source, and the types that a person may choose for its columns. */
export const unfitTypesInput = z.strictObject({
  table: z.string(),
  types: z.array(z.string().max(60)).max(50),
});

/**
 * `adopt`: the server in which the application has made its tables; null where the migration makes them. `hypertables`:
 * the server that was tried has TimescaleDB, so that telemetry may be one.
 */
export const auditStartInput = wishes.extend({
  source: fileToken,
  adopt: target.nullable().default(null),
  hypertables: z.boolean().default(false),
});

/** The audit that is on the table, with the plan made of it. */
export interface AuditView {
  source: FileToken;
  /** The server whose tables it was held against, without a password; null where the migration makes its own. */
  adopt: Target | null;
  /** Hypertables are among what can be chosen. */
  hypertables: boolean;
  profile: Profile;
  extras: boolean;
  choices: Choices;
  audit: Audit;
  plan: Plan;
  pictures: Pictures;
}

/** Numbers behind the pictures of the audit. */
export interface Pictures {
  /** In the order of the source. */
  rows: { table: string; rows: number }[];
  /** One for each table that is partitioned by month. */
  months: MonthPicture[];
  relations: Relation[];
}

export interface MonthPicture {
  table: string;
  column: string;
  /** Rows per month (`2025-08`), ascending; months without rows are left out. */
  months: { month: string; rows: number; planned: boolean }[];
  /** Planned partitions, ascending; `from` is the first day, `YYYY-MM-01`. */
  partitions: { name: string; from: string }[];
  defaultName: string;
  /** Rows whose month has no partition of its own: they go to the default one. */
  outliers: number;
  /** Rows without a readable month. */
  unknown: number;
}

/** A foreign key of the plan, by the names of the source. */
export interface Relation {
  table: string;
  columns: string[];
  references: string;
  refColumns: string[];
  orphans: number;
}
