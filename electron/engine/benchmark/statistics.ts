import type { QueryResult, Timing, Verdict } from '../../../shared/model/index.ts';

/** The value below which a part of the sorted samples lies. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1);
  return round(sorted[Math.max(0, at)] ?? 0);
}

export function timing(cold: number, samples: readonly number[]): Timing {
  return { cold: round(cold), p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}

export function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

/** Mean of ratios that treats twice as fast and twice as slow alike. */
export function geometricMean(ratios: readonly number[]): number {
  if (ratios.length === 0) return 1;
  return round(Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length));
}

/** Judges by what was measured; queries with different answers prove nothing and are left out. */
export function verdictOf(queries: readonly QueryResult[], manyRatio: number, tried: boolean): Verdict {
  const fair = queries.filter((q) => q.same);
  const rest = { manyRatio: round(manyRatio), allSame: fair.length === queries.length };
  if (fair.length === 0)
    return { ratio: null, optimisedRatio: null, atFirst: null, afterwards: null, ...rest };
  const by = (of: (q: QueryResult) => Timing) =>
    geometricMean(fair.map((q) => Math.max(of(q).p50, 0.001) / Math.max(q.sqlite.p50, 0.001)));
  const ratio = by((q) => q.postgres);
  const optimisedRatio = fair.some((q) => q.optimised) ? by((q) => q.optimised ?? q.postgres) : null;
  const afterwards = tried ? (optimisedRatio ?? ratio) <= 0.8 : null;
  return { ratio, optimisedRatio, atFirst: ratio <= 1.05, afterwards, ...rest };
}
