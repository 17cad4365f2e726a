import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { type CutoverState, isLive, writeCutover } from '../cutover/state.ts';
import type { RunSession } from '../run/session.ts';
import { describeTarget, type Target, targetOf } from '../run/target.ts';
import { managedServer } from '../server/managed.ts';
import { type TargetConfig, targetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { type ServerIdentity, serverIdentity } from '../target/identity.ts';
import { remarkLive } from '../target/live.ts';
import { serverFacts } from '../target/preflight-queries.ts';

/** A live run that goes on at another server of the same data. */
export interface Move {
  /** Host and port of the server before. */
  from: string;
  /** What came from there, up to this transaction; null where the new server does not know. */
  until: string | null;
}

interface Moving {
  session: RunSession;
  target: Target;
  /** Who the server is that was named. */
  identity: ServerIdentity;
  progress: CutoverState;
  env: Record<string, string | undefined>;
  /** Somebody says that the copy is the right one, although it is no promoted standby of the server before. */
  acceptCopy: boolean;
}

/**
 * Whether the server that was named is another one than the live run works with, and may take its place: the promoted
 * copy of that server, which itself no longer takes writes. Changes nothing.
 * @returns null where it is the same
 * @throws AppError cutover.standby {run, place}, cutover.firstAnswers {run, first}, cutover.otherCopy {run, place}
 */
export async function moveOf(moving: Moving): Promise<Move | null> {
  const { session, target, identity, progress, env, acceptCopy } = moving;
  const { state, workspace, ctx } = session;
  const run = state.id;
  const place = placeOf(target.config);
  if (!isLive(progress)) return null;
  if (identity.recovering) throw new AppError('cutover.standby', { run, place });
  const url = targetOf(state, null);
  if (url === null && target.managed) return null;
  let from = 'PostgreSQL local';
  let named = true;
  if (url === null) {
    const { running, port } = await managedServer({ workspace: workspace.dir, log: ctx.log }).status();
    if (running && port !== target.config.port)
      throw new AppError('cutover.firstAnswers', { run, first: `127.0.0.1:${port}` });
    if (running) return null;
  } else {
    const before = targetConfig(url, env);
    if (samePlace(before, target.config)) return null;
    from = placeOf(before);
    named = before.database === target.config.database;
    // A copy has the same roles and passwords.
    const { password, passFile } = target.config;
    const first = await answerOf({ ...before, password: before.password ?? password, passFile });
    if (first !== null && first !== 'unknown' && isSame(first, identity)) return null;
    // At that address there may be something else by now.
    const system = progress.server?.system ?? identity.system;
    const another = first !== null && first !== 'unknown' && first.system !== system;
    const silent = first === null || (first !== 'unknown' && first.recovering) || another;
    if (!silent && !(first === 'unknown' && acceptCopy))
      throw new AppError('cutover.firstAnswers', { run, first: from });
  }
  // A copy of the whole server has it under the same name.
  if (!acceptCopy && !(named && isPromoted(progress.server, identity)))
    throw new AppError('cutover.otherCopy', { run, place });
  return { from, until: identity.until };
}

/**
 * From here on the run works with this server, and the one before is told from it by its mark. Every step can be done
 * again: until the folder knows the new mark, it takes both.
 */
export async function moveOn({ session, target, identity, progress }: Moving, client: pg.Client) {
  const { state, folder, workspace } = session;
  progress.moving ??= new Date().toISOString();
  await writeCutover(folder.dir, progress);
  await remarkLive(client, state.id, progress.moving);
  const { version } = await serverFacts(client);
  state.target = { ...state.target, ...describeTarget(target, state.target.schema, `PostgreSQL ${version}`) };
  await workspace.writeState(state);
  if (progress.liveSince !== null) progress.earlier.push(progress.liveSince);
  progress.liveSince = progress.moving;
  progress.moving = null;
  progress.server = knownBy(identity);
  await writeCutover(folder.dir, progress);
}

/** What a run's folder keeps of its server, to know a promoted copy of it. */
export function knownBy({ system, timeline }: ServerIdentity): CutoverState['server'] {
  return system === null || timeline === null ? null : { system, timeline };
}

/** A copy that was promoted has the same number and a later timeline; a restored dump, or the old server itself, not. */
export function isPromoted(known: CutoverState['server'], { system, timeline }: ServerIdentity): boolean {
  return known !== null && timeline !== null && known.system === system && timeline > known.timeline;
}

/** Who is at the address of the server before: null where nobody is, `unknown` where somebody lets us not ask. */
async function answerOf(config: TargetConfig): Promise<ServerIdentity | 'unknown' | null> {
  const connectTimeout = Math.min(config.connectTimeout || 5, 5);
  try {
    return await withClient({ ...config, connectTimeout, sessionAttrs: 'any' }, serverIdentity);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return /^target\.(unreachable|timeout)$/.test(error.code) ? null : 'unknown';
  }
}

function isSame(one: ServerIdentity, other: ServerIdentity): boolean {
  return one.started === other.started && one.system === other.system;
}

function samePlace(one: TargetConfig, other: TargetConfig): boolean {
  return placeOf(one) === placeOf(other) && one.database === other.database;
}

function placeOf({ host, hostAddress, port }: TargetConfig): string {
  return `${hostAddress ?? host}:${port}`;
}
