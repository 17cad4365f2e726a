import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Following } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { requireOwnSession } from '../run/hold.ts';
import { openSession } from '../run/open-session.ts';
import { type RunSession, unseen } from '../run/session.ts';
import { spareFile } from '../run/sync-files.ts';
import { type Target, targetOf } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { pause, touchOf, untilWritten } from '../source/written.ts';
import { catchUp } from '../stages/catch-up.ts';
import type { SyncedTable } from '../stages/catch-up-apply.ts';
import { removeSpare, Spare } from '../stages/catch-up-pages.ts';
import { endure } from '../stages/retry.ts';
import { requireSyncable, type SyncInput } from './sync.ts';

/** What was brought over until somebody ended it. A round that lost its connection at the very end is not counted. */
export interface FollowResult {
  run: string;
  /** Times that the source was looked at. */
  rounds: number;
  /** Rows inserted, changed and deleted, in all tables. */
  rows: number;
  tables: SyncedTable[];
  /** The target has everything that was in the source then. ISO 8601, UTC. */
  lastCaughtUp: string;
  seconds: number;
}

/** Milliseconds from the end of a round to the beginning of the next, at least. */
const shortest = 1000;
/** At least so many times as long as the round itself took: most of the time the machine is the application's. */
const restful = 2;

/**
 * Catches up again and again until the signal aborts, which is its regular end: once the target had everything of some
 * moment, the result says of which. A round that is cut off leaves the target where the one before had brought it.
 * @throws AppError interrupted {run} before the first round has come to its end, and as `syncRun`
 */
export async function followRun(input: SyncInput, ctx: EngineContext): Promise<FollowResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const url = targetOf(state, input.target);
    const follower = new Follower(session, input);
    try {
      await endure(session, { workspace: workspace.dir, url, env: input.env, user: state.id }, (target) =>
        target.withScope(1, ctx.signal, async ({ clients: [client], signal }) => {
          await requireOwnSession(client, target.config);
          const own = { ...session, ctx: { ...ctx, signal } };
          await requireSyncable(own, target, client, input.target);
          session.done.reached = true;
          await follower.go(own, target, client);
        }),
      );
    } catch (error) {
      const ended = follower.result;
      if (!ctx.signal.aborted || ended === null) throw error;
      return ended;
    } finally {
      await removeSpare(spareFile(folder));
    }
    const { result } = follower;
    if (result === null) throw new AppError('interrupted', { run: state.id });
    return result;
  });
}

/** The rounds, over lost connections. */
class Follower {
  readonly #session: RunSession;
  readonly #input: SyncInput;
  readonly #spare = new Spare();
  readonly #began = performance.now();
  readonly #tables = new Map<string, SyncedTable>();
  #now: Following = { asOf: null, rounds: 0, rows: 0, last: 0, waiting: false };

  constructor(session: RunSession, input: SyncInput) {
    this.#session = session;
    this.#input = input;
  }

  /** Null before the first round has come to its end. */
  get result(): FollowResult | null {
    const { asOf, rounds, rows } = this.#now;
    if (asOf === null) return null;
    const seconds = Math.round(performance.now() - this.#began) / 1000;
    const tables = [...this.#tables.values()];
    return { run: this.#session.state.id, rounds, rows, tables, lastCaughtUp: asOf, seconds };
  }

  async go(session: RunSession, target: Target, client: pg.Client): Promise<void> {
    const { path } = session.state.source;
    const { signal, log } = session.ctx;
    while (!signal.aborted) {
      const touch = touchOf(path);
      const began = performance.now();
      await this.#round(session, target, client);
      await pause(Math.max(shortest, (performance.now() - began) * restful), signal);
      await untilWritten(path, touch, signal, (error) =>
        log.warn(
          { run: session.state.id, error },
          'the system does not tell of writes: looking now and then',
        ),
      );
      if (!signal.aborted) this.#tell({ waiting: true });
    }
    // Of a connection that was lost while nothing was to be done.
    if (!this.#session.ctx.signal.aborted) throw signal.reason;
  }

  async #round(session: RunSession, target: Target, client: pg.Client): Promise<void> {
    const asOf = new Date().toISOString();
    const { sameSource = false, full = false } = this.#input;
    const isFirst = this.#now.rounds === 0;
    // How far a copy is, is worth to be seen once; later rounds are over before anybody reads it.
    const choice = isFirst ? { sameSource, full } : {};
    const done = await catchUp(isFirst ? session : unseen(session), target, client, choice, this.#spare);
    session.done.steps++;
    for (const table of done.tables) this.#add(table);
    const { rounds, rows } = this.#now;
    this.#tell({ asOf, rounds: rounds + 1, rows: rows + done.rows, last: done.rows, waiting: false });
  }

  #add(table: SyncedTable): void {
    const before = this.#tables.get(table.name);
    const sum = { ...table };
    for (const name of ['inserted', 'changed', 'deleted', 'repaired', 'nulled', 'quarantined'] as const)
      sum[name] += before?.[name] ?? 0;
    this.#tables.set(table.name, sum);
  }

  #tell(news: Partial<Following>): void {
    this.#now = { ...this.#now, ...news };
    const { state, ctx } = this.#session;
    ctx.onProgress({
      ...{ run: state.id, stage: 'follow', table: null, unit: 'rows', rate: 0, secondsLeft: null },
      ...{ done: this.#now.rows, total: this.#now.rows, following: this.#now },
    });
  }
}
