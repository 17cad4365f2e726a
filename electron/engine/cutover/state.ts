import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Added, Displaced, LeftBehind, LivePhase, Missing, Spelled } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { writeAtomic } from '../system/atomic.ts';
import { readIfThere } from '../system/files.ts';
import { parseIn } from './parse.ts';

const time = z.string().nullable();

const stateSchema = z.object({
  format: z.literal(1),
  startedAt: z.string(),
  /** When each step was done last; null: not yet. Every step can be done again. */
  steps: z.object({ caughtUp: time, validated: time, env: time, role: time, smoke: time }),
  finishedAt: time,
  /** The mark in the target that says so as well, written there after it is here; null: there is none yet. */
  liveSince: time.default(null),
  /** The server that the run is live on, by which a promoted copy of it is known; null in earlier versions. */
  server: z.object({ system: z.string(), timeline: z.number() }).nullable().default(null),
  /** A new mark, on its way into another server's journal; `liveSince` until it is there. */
  moving: time.default(null),
  /** Marks of servers that the run went on from. */
  earlier: z.array(z.string()).default([]),
  /** What going live did, for people: the application's user, tables that were tried, rows of the last catch-up. */
  outcome: z
    .object({ role: z.string(), tables: z.number(), rows: z.number().nullable() })
    .nullable()
    .default(null),
  /** Going live has the system start the managed server; coming back takes that back. */
  service: z.boolean().default(false),
  /** The SQLite file that was left in place, as it was then. */
  source: z.object({ sha256: z.string(), bytes: z.number() }).nullable(),
  envs: z.array(
    z.object({
      path: z.string(),
      backup: z.string(),
      /** SHA-256 of the backup and of what was written; null: of a state that did not keep it. */
      before: z.string().nullable().default(null),
      written: z.string(),
    }),
  ),
  restore: z
    .object({
      /** SHA-256 of the file that takes the place of the source, and of those that it took the place of in turn. */
      sha256: z.string(),
      replaced: z.array(z.string()).default([]),
      /** What PostgreSQL held when the file was made, by table. */
      prints: z.record(z.string(), z.object({ rows: z.string(), hash: z.string() })).default({}),
      rows: z.number(),
      rounded: z.number(),
      foreignKeys: z.number(),
      snapshotOnly: z.boolean(),
      sourceChanged: z.boolean().default(false),
      /** Where the earlier file is kept; null where there was none. */
      kept: z.string().nullable(),
      /** What came along or stayed; see the contract. Runs that came back before it was told have none. */
      added: z.array(z.custom<Added>()).default([]),
      missing: z.array(z.custom<Missing>()).default([]),
      spelled: z.array(z.custom<Spelled>()).default([]),
      displaced: z.array(z.custom<Displaced>()).default([]),
      leftBehind: z.array(z.custom<LeftBehind>()).default([]),
      swappedAt: time,
      finishedAt: time,
    })
    .nullable(),
});

/** How far going live (and going back) is, in `cutover.json` of the run's folder. Never holds a password. */
export type CutoverState = z.infer<typeof stateSchema>;

/**
 * The state of a run, null where nobody began to go live.
 * @throws AppError run.damaged {run, path, reason} for a file that somebody or something has changed
 */
export async function readCutover(dir: string): Promise<CutoverState | null> {
  const text = await readIfThere(cutoverFile(dir));
  return text === null ? null : parseIn(stateSchema, text, { run: basename(dir), path: cutoverFile(dir) });
}

export async function writeCutover(dir: string, state: CutoverState): Promise<void> {
  await writeAtomic(cutoverFile(dir), `${JSON.stringify(state, null, 2)}\n`);
}

export function newCutover(): CutoverState {
  return {
    format: 1,
    startedAt: new Date().toISOString(),
    steps: { caughtUp: null, validated: null, env: null, role: null, smoke: null },
    ...{
      finishedAt: null,
      liveSince: null,
      outcome: null,
      service: false,
      server: null,
      moving: null,
      earlier: [],
      source: null,
      envs: [],
      restore: null,
    },
  };
}

/** Where a run stands between SQLite and PostgreSQL. */
export function livePhase(state: CutoverState | null): LivePhase {
  if (!isLive(state)) return 'before';
  if (state.restore !== null) return state.restore.finishedAt === null ? 'returning' : 'back';
  return state.finishedAt === null ? 'halfway' : 'live';
}

/** True from the moment on in which the application may write to PostgreSQL. */
export function isLive(state: CutoverState | null): state is CutoverState {
  return state !== null && (state.finishedAt !== null || state.envs.length > 0);
}

/** True where the application was brought back to SQLite. */
export function isBack(state: CutoverState): boolean {
  return state.restore?.finishedAt != null;
}

/**
 * After the way back the application writes to SQLite, which PostgreSQL knows nothing of: going live again is a matter
 * for a new migration. @throws AppError run.notResumable {run, reason}
 */
export function requireNotBack(run: string, state: CutoverState | null): void {
  if (state?.restore?.swappedAt) throw new AppError('run.notResumable', { run, reason: 'undone' });
}

/** Where the state of a run lies. */
export function cutoverFile(dir: string): string {
  return join(dir, 'cutover.json');
}
