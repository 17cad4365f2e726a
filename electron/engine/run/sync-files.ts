import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import type { Measures, Plan, RunState } from '../../../shared/model/index.ts';
import { parseIn } from '../cutover/parse.ts';
import { writeAtomic } from '../system/atomic.ts';
import { rename, rm } from '../system/files.ts';
import type { TargetConfig } from '../target/config.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { findRun, type RunRow } from '../target/journal.ts';
import type { RunFolder } from './paths.ts';
import { writePlan } from './plan-file.ts';
import { sealPrepared } from './prepared.ts';
import type { Workspace } from './workspace.ts';

const noteSchema = z.object({
  sha256: z.string(),
  bytes: z.number(),
  takenAt: z.string(),
  mark: z.string().nullable().default(null),
  /** Name under which the snapshot before it stays in the folder; null: it goes. */
  keep: z.string().nullable().default(null),
});
/** What a catch-up leaves in the folder before it writes to the target. */
export type SyncNote = z.infer<typeof noteSchema>;

/** Milliseconds in which the server notices that an earlier process was killed (session.ts). */
export const earlierSession = 5_000;

/** Files of a catch-up that is not over yet; they take the place of the run's own when the target has the rows. */
export function nextFiles(folder: RunFolder) {
  const at = (name: string) => join(folder.dir, name);
  return {
    snapshot: at('next-snapshot.db'),
    plan: at('next-plan.json'),
    measures: at('next-measures.json'),
    note: at('sync.json'),
  };
}

/** Where a process that catches up again and again keeps the snapshot before the run's (stages/catch-up-pages.ts). */
export function spareFile(folder: RunFolder): string {
  return join(folder.dir, 'spare-snapshot.db');
}

/** Everything is on the disk before the target is told: what its transaction says afterwards decides which files count. */
export async function writeNext(
  folder: RunFolder,
  plan: Plan,
  measures: Measures,
  note: SyncNote,
): Promise<void> {
  const next = nextFiles(folder);
  await writePlan(next.plan, plan);
  await writeAtomic(next.measures, `${JSON.stringify(measures)}\n`);
  await writeAtomic(next.note, `${JSON.stringify(note, null, 2)}\n`);
}

export interface Settling {
  /** Whether this session keeps everybody else off the schema already. */
  alone?: boolean;
  /** Where the run's earlier snapshot goes when another one takes its place; null: nowhere. */
  spare?: string | null;
  /** What the target says of the run now, where that was asked already. */
  known?: RunRow | null;
}

/** True where a catch-up has come to the point of writing to the target, and not to its end. */
export function isCutOff(folder: RunFolder): boolean {
  return existsSync(nextFiles(folder).note);
}

/**
 * Ends a catch-up that a crash may have cut off: forward when the target has its rows (its journal names the snapshot
 * they came from), else back. Nothing to do where there was none. Every step can be done again.
 * @returns true when there was one.
 */
export async function settleSync(
  client: pg.Client,
  config: TargetConfig,
  workspace: Workspace,
  folder: RunFolder,
  state: RunState,
  { alone = false, spare = null, known }: Settling = {},
): Promise<boolean> {
  const next = nextFiles(folder);
  if (!isCutOff(folder)) {
    await forgetNext(folder);
    return false;
  }
  const settle = async (): Promise<void> => {
    const text = await readFile(next.note, 'utf8');
    const note = parseIn(noteSchema, text, { run: state.id, path: next.note });
    const run = known === undefined ? await findRun(client, state.id) : known;
    if (run?.sourceSha256 === note.sha256) {
      const kept = note.keep && join(folder.dir, note.keep);
      const aside = kept && !existsSync(kept) ? kept : spare;
      if (aside && existsSync(next.snapshot) && existsSync(folder.snapshot))
        await rename(folder.snapshot, aside);
      for (const name of ['measures', 'plan', 'snapshot'] as const) {
        if (existsSync(next[name])) await rename(next[name], folder[name]);
      }
      await sealPrepared(folder);
      const { sha256, bytes, takenAt, mark } = note;
      Object.assign(state.source, { sha256, bytes, takenAt, mark });
      await workspace.writeState(state);
    }
    await forgetNext(folder);
  };
  // Its session keeps the lock to its end: without it, a COMMIT may still be on its way.
  if (alone) await settle();
  else
    await withAdvisoryLock(client, config, `schema:${state.target.schema}`, settle, {
      patience: earlierSession,
    });
  return true;
}

/** Snapshots in the folder that a decision put another database in the place of, the oldest first. */
export async function keptSnapshots(folder: RunFolder): Promise<string[]> {
  const names = (await readdir(folder.dir)).filter((name) => /^snapshot-until-.+\.db$/.test(name));
  return names.sort().map((name) => join(folder.dir, name));
}

/** Name of a snapshot that another database takes the place of, as somebody decided: the way back to what it holds. */
export function keptUntil(now: Date): string {
  return `snapshot-until-${stamp(now)}.db`;
}

/** Name of a snapshot of another database, when the right one is back. */
export function leftBehind(now: Date, was = ''): string {
  return `snapshot-other-${/\d{8}T\d+Z/.exec(was)?.[0] ?? stamp(now)}.db`;
}

function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:.]/g, '');
}

/** The note goes last: as long as it is there, the rest is not trusted. */
async function forgetNext(folder: RunFolder): Promise<void> {
  const next = nextFiles(folder);
  for (const file of [next.snapshot, next.plan, next.measures, next.note]) await rm(file, { force: true });
}
