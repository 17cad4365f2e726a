import pg from 'pg';
import type { Proposal, QueryResult } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { insertObject } from '../target/journal.ts';
import { named, type Statement } from './many.ts';
import { type Effort, measurePostgres } from './measure.ts';
import { geometricMean } from './statistics.ts';

/** What a proposal must gain to stay, and what it may cost elsewhere. */
const worthwhile = 0.9;
const bearable = 1.5;
/** Only the fastest of these counts, so a few will do. */
const brief: Effort = { runs: 6, enough: 400 };

interface Trial extends Pick<EngineContext, 'signal' | 'log'> {
  run: string;
  schema: string;
  onTried(): void;
}

/**
 * Tries one proposal after the other; what the queries do not gain from is taken back. Before and after are measured
 * right beside each other and a gain must show twice, taken back between: a busy machine is faster and slower by itself.
 * A trial is one transaction, so that nothing is left of one that is cut off.
 */
export async function tryAll(
  client: pg.Client,
  proposals: Proposal[],
  queries: QueryResult[],
  statements: Statement[],
  { run, schema, signal, log, onTried }: Trial,
): Promise<void> {
  const time = (index: number, effort?: Effort) => {
    const { name, ...statement } = named(statements, index);
    return measurePostgres(client, name, statement, signal, effort);
  };
  /** The fastest of each: what a busy machine adds is not the query's. */
  const best = async (indexes: number[]): Promise<number[]> => {
    // A plan that the server has kept would not see a setting.
    await client.query('discard plans');
    const times: number[] = [];
    for (const index of indexes) times.push(Math.max((await time(index, brief)).fastest, 0.001));
    return times;
  };
  const all = [...queries.keys()];
  let usual = await best(all);
  for (const proposal of proposals) {
    const meant = all.filter((i) => proposal.helps.includes(queries[i]?.id ?? ''));
    const others = all.filter((i) => !meant.includes(i));
    const begin = async () => {
      if (proposal.undo !== null) await client.query('begin');
      for (const statement of proposal.sql) await client.query(statement);
    };
    const end = async (how: 'commit' | 'rollback') => {
      if (proposal.undo !== null) await client.query(how);
    };
    try {
      let before = await best(meant);
      await begin();
      let after = await best(meant);
      if (ratioOf(after, before) <= worthwhile) {
        await end('rollback');
        // What has nothing to take back is in both.
        if (proposal.undo !== null) before = lower(before, await best(meant));
        await begin();
        after = higher(after, await best(meant));
      }
      const ratio = ratioOf(after, before);
      const cost =
        ratio <= worthwhile
          ? ratioOf(
              await best(others),
              others.map((i) => usual[i] ?? 1),
            )
          : 1;
      const kept = meant.length > 0 && ratio <= worthwhile && cost < bearable;
      if (kept && proposal.setting !== null)
        await insertObject(client, run, schema, { kind: 'setting', name: proposal.setting, parent: null });
      await end(kept ? 'commit' : 'rollback');
      proposal.outcome = { kept, ratio: Math.round(ratio * 1000) / 1000 };
      log.info({ proposal: proposal.id, ratio, cost, kept }, 'proposal measured');
      if (kept) usual = await best(all);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof pg.DatabaseError)) throw error;
      await end('rollback');
      proposal.refused = error.message;
      log.warn({ proposal: proposal.id, err: error }, 'proposal refused');
    }
    onTried();
  }
  // Where nothing helped, another time is the machine's doing.
  if (!proposals.some((p) => p.outcome?.kept)) return;
  await client.query('discard plans');
  for (const [index, query] of queries.entries()) query.optimised = (await time(index)).time;
}

function lower(one: number[], other: number[]): number[] {
  return one.map((each, i) => Math.min(each, other[i] ?? each));
}

function higher(one: number[], other: number[]): number[] {
  return one.map((each, i) => Math.max(each, other[i] ?? each));
}

function ratioOf(now: number[], before: number[]): number {
  return geometricMean(now.map((each, i) => each / (before[i] ?? each)));
}
