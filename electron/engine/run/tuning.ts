import { z } from 'zod';
import type { Patience } from '../target/watchdog.ts';

export interface Retry {
  /** Failures in a row, without anything done in between, after which it is given up; 0 never tries again. */
  attempts: number;
  /** Milliseconds. */
  firstDelay: number;
  longestDelay: number;
}

/** Sizes and times that only tests and measurements change. */
export interface Tuning {
  /** COPY text after which a chunk is committed. */
  chunkBytes: number;
  /** Rows that one block of a chunk holds at the most; null: what the plan says. */
  rowsPerBlock: number | null;
  /** Rows from which on a table is loaded in parts, by several connections. */
  splitRows: number;
  /** COPY text after which an export begins another file. */
  fileBytes: number;
  /** Connections that load and build indexes side by side. */
  connections: number;
  retry: Retry;
  patience: Patience;
  /** Seconds that each database may take for the rows of one view, or for what one trigger does. */
  proofSeconds: number;
  /** Milliseconds that a page may be away before its window counts as closed. */
  away: number;
}

export const usualTuning: Tuning = {
  chunkBytes: 32 * 1024 * 1024,
  rowsPerBlock: null,
  splitRows: 200_000,
  // The file systems of memory sticks end at 4 GiB.
  fileBytes: 1024 * 1024 * 1024,
  connections: 2,
  // About two minutes in all: a server restarts and recovers in that time.
  retry: { attempts: 14, firstDelay: 250, longestDelay: 15_000 },
  // An earlier process that lost its machine is noticed by the server in that time (session.ts).
  patience: { silence: 60_000, answer: 10_000, earlier: 150_000 },
  proofSeconds: 30,
  // A slow card takes its time to load it again.
  away: 15_000,
};

const positive = z.int().positive();
const given = z.strictObject({
  chunkBytes: positive.optional(),
  rowsPerBlock: positive.optional(),
  splitRows: positive.optional(),
  fileBytes: positive.optional(),
  connections: positive.optional(),
  retry: z.strictObject({ attempts: z.int(), firstDelay: positive, longestDelay: positive }).optional(),
  proofSeconds: positive.optional(),
  away: positive.optional(),
  patience: z.strictObject({ silence: positive, answer: positive, earlier: positive }).optional(),
});

/** The usual tuning with what the variable AUTOCORE_MIGRATE_TUNING (JSON) says otherwise. It is no public option. */
export function tuningOf(env: Record<string, string | undefined>): Tuning {
  const text = env.AUTOCORE_MIGRATE_TUNING;
  const changed = text ? given.parse(JSON.parse(text)) : {};
  const known = Object.entries(changed).filter(([, value]) => value !== undefined);
  return { ...usualTuning, ...Object.fromEntries(known) };
}
