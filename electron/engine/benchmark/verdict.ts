import { usesPerHour } from '../../../shared/benchmark-use.ts';
import type { Figure, Judged, ManyClients, QueryResult, Verdict } from '../../../shared/model/index.ts';
import { round } from './statistics.ts';

/** PostgreSQL's time by SQLite's: the guide's two criteria. */
const mostAtFirst = 1.05;
const mostAfterwards = 0.8;
/** Rows a second that no car writes: ten devices with one each are the most that is planned for. */
const plenty = 100;

/**
 * Judges by what was measured; questions with different answers prove nothing and are left out.
 * @param tried whether optimisations were applied, now or before
 */
export function verdictOf(queries: readonly QueryResult[], many: ManyClients, tried: boolean): Verdict {
  const fair = queries.filter((q) => q.same);
  const [roundTime, mix] = [figure(fair, () => 1), figure(fair, ({ id }) => usesPerHour[id] ?? 0)];
  const { sqlite, postgres, optimised } = many;
  const byMany = (side: ManyClients['sqlite']) =>
    sqlite.queriesPerSecond / Math.max(side.queriesPerSecond, 0.001);
  const writes = Math.min(postgres.writesPerSecond, (optimised ?? postgres).writesPerSecond);
  const judged = judge(mix && by(mix, 'postgres'), mix && by(mix, 'optimised'), tried);
  const isMissed = judged.atFirst === false || judged.afterwards === false;
  return {
    ...judged,
    round: roundTime,
    mix,
    ratio: mix && by(mix, 'postgres'),
    optimisedRatio: mix && by(mix, 'optimised'),
    manyRatio: round(postgres.queriesPerSecond / Math.max(sqlite.queriesPerSecond, 0.001)),
    many: judge(byMany(postgres), optimised && byMany(optimised), tried),
    writes: writes >= Math.min(sqlite.writesPerSecond, plenty),
    heaviest: mix && isMissed ? heaviestOf(fair, mix) : null,
    allSame: fair.length === queries.length,
  };
}

/** What the questions take, each as often as it counts; null where there is none. */
function figure(queries: readonly QueryResult[], times: (query: QueryResult) => number): Figure | null {
  if (!queries.some((query) => times(query) > 0)) return null;
  const sum = (of: (query: QueryResult) => number) =>
    round(queries.reduce((total, query) => total + of(query) * times(query), 0));
  return {
    sqlite: sum((q) => q.sqlite.p50),
    postgres: sum((q) => q.postgres.p50),
    optimised: queries.some((q) => q.optimised) ? sum(nowOf) : null,
  };
}

/** PostgreSQL's time as it is in the end. */
function nowOf({ postgres, optimised }: QueryResult): number {
  return (optimised ?? postgres).p50;
}

function by({ sqlite, ...sides }: Figure, side: 'postgres' | 'optimised'): number | null {
  const time = sides[side];
  return time === null ? null : round(time / Math.max(sqlite, 0.001));
}

function judge(atFirst: number | null, optimised: number | null, tried: boolean): Judged {
  if (atFirst === null) return { atFirst: null, afterwards: null };
  return {
    atFirst: atFirst <= mostAtFirst,
    afterwards: tried ? (optimised ?? atFirst) <= mostAfterwards : null,
  };
}

/** The question by which PostgreSQL's mix is longest. */
function heaviestOf(queries: readonly QueryResult[], mix: Figure): Verdict['heaviest'] {
  const cost = (query: QueryResult) => nowOf(query) * (usesPerHour[query.id] ?? 0);
  const [first] = queries.toSorted((a, b) => cost(b) - cost(a));
  if (!first) return null;
  return {
    id: first.id,
    share: round(cost(first) / (mix.optimised ?? mix.postgres)),
    postgres: nowOf(first),
  };
}
