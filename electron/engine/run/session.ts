import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { Measures, Plan, RunState, Stage } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { AuditFiles } from './audit-folder.ts';
import type { RunFolder } from './paths.ts';
import type { Workspace } from './workspace.ts';

/** A run while a process works on it. The state is written at the start and end of each stage. */
export interface RunSession {
  workspace: Workspace;
  folder: RunFolder;
  state: RunState;
  ctx: EngineContext;
  language: Language;
  /** An audit before the run, whose snapshot and measures it uses while the source is provably the same. */
  audited: AuditFiles | null;
  /** What this process did. Shared by all copies of the session. */
  done: {
    /** The target answered. */
    reached: boolean;
    /** Some stage began. */
    begun: boolean;
    /** Steps that last: chunks, objects, stages. */
    steps: number;
  };
}

export function newSession(
  given: Omit<RunSession, 'done' | 'audited'> & Partial<Pick<RunSession, 'audited'>>,
): RunSession {
  return { audited: null, ...given, done: { reached: false, begun: false, steps: 0 } };
}

/** The same, for work that is over before anybody reads how far it is. */
export function unseen(session: RunSession): RunSession {
  return { ...session, ctx: { ...session.ctx, onProgress: () => {} } };
}

/** Runs one stage: remembers it in the state, times it, adds up over resumed attempts. */
export async function stage<T>(session: RunSession, name: Stage, work: () => Promise<T>): Promise<T> {
  session.ctx.signal.throwIfAborted();
  session.done.begun = true;
  session.state.stage = name;
  await save(session);
  session.ctx.log.info({ run: session.state.id, stage: name }, 'stage started');
  const began = performance.now();
  try {
    const result = await work();
    session.done.steps++;
    return result;
  } finally {
    const seconds = (performance.now() - began) / 1000;
    session.state.seconds[name] = round((session.state.seconds[name] ?? 0) + seconds);
    session.ctx.log.info({ run: session.state.id, stage: name, seconds: round(seconds) }, 'stage ended');
  }
}

/** Writes the state as it is now, with the memory used so far. */
export async function save(session: RunSession): Promise<void> {
  // maxRSS is in KiB on every platform: https://nodejs.org/api/process.html#processresourceusage
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  session.state.peakRssMiB = Math.max(session.state.peakRssMiB, peak);
  const {
    snapshot = 0,
    audit = 0,
    plan = 0,
    prepare = 0,
    export: written = 0,
    load = 0,
    indexes = 0,
    validate = 0,
    certificate = 0,
  } = session.state.seconds;
  session.state.seconds.total = round(
    snapshot + audit + plan + prepare + written + load + indexes + validate + certificate,
  );
  await session.workspace.writeState(session.state);
}

/** What the audit left in the run's folder for the stages behind it. */
export interface Prepared {
  plan: Plan;
  measures: Measures;
}

/** @throws AppError run.damaged {run, path, reason} for a file that somebody or something has changed */
export async function readPrepared(folder: RunFolder): Promise<Prepared> {
  const read = async <T>(path: string): Promise<T> => {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as T;
    } catch (cause) {
      throw new AppError(
        'run.damaged',
        { run: folder.id, path, reason: (cause as Error).message },
        { cause },
      );
    }
  };
  const plan = withoutSchema(await read<Plan>(folder.plan));
  return { plan, measures: await read<Measures>(folder.measures) };
}

/** A plan's own text, the same for the same plan: without the schema that its file names for editors. */
export function planText(plan: Plan): string {
  return `${JSON.stringify(withoutSchema(plan), null, 2)}\n`;
}

/** A plan as it was read, without `$schema`. */
export function withoutSchema(plan: Plan & { $schema?: string }): Plan {
  const { $schema: _, ...rest } = plan;
  return rest;
}

export function planDigest(plan: Plan): string {
  return createHash('sha256').update(planText(plan)).digest('hex');
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
