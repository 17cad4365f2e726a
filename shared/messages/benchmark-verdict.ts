import { usesPerHour } from '../benchmark-use.ts';
import type { BenchmarkResult, Figure, ManyClients } from '../model/index.ts';
import type { Translate } from './index.ts';

/** One sentence of a verdict; `met` where it judges one of the guide's criteria. */
export interface VerdictLine {
  text: string;
  met: boolean | null;
}

/** What a benchmark says, in the same words wherever it is said: three figures with their rules, and the guide's criteria. */
export function verdictLines(result: BenchmarkResult, t: Translate): VerdictLine[] {
  const { verdict, queries, many } = result;
  const { round, mix } = verdict;
  const fair = queries.filter(({ same }) => same);
  const questions = fair.reduce((sum, { id }) => sum + (usesPerHour[id] ?? 0), 0);
  const plain = (key: string, params: Record<string, unknown>): VerdictLine => {
    const which = params.optimised === null ? key : `${key}Optimised`;
    return { text: t(`benchmark.verdict.${which}`, params), met: null };
  };
  const judged = (key: string, met: boolean | null): VerdictLine[] =>
    met === null ? [] : [{ text: t(`benchmark.verdict.${key}.${met ? 'yes' : 'no'}`), met }];
  return [
    ...(round === null || mix === null
      ? [{ text: t('benchmark.verdict.none'), met: null }]
      : [
          plain('round', { count: fair.length, ...inUnits(round, 1) }),
          plain('mix', { count: questions, ...inUnits(mix, 1000) }),
        ]),
    ...judged('atFirst', verdict.atFirst),
    ...judged('afterwards', verdict.afterwards),
    ...whyNot(result, t),
    plain('many', { count: many.clients, ...loads(many, 'queriesPerSecond') }),
    ...judged('manyAtFirst', verdict.many.atFirst),
    ...judged('manyAfterwards', verdict.many.afterwards),
    plain('writes', loads(many, 'writesPerSecond')),
    ...judged('writer', verdict.writes),
  ];
}

/** The question that keeps an hour of use from a criterion, and whether it is its work or the way to the server. */
function whyNot({ verdict: { heaviest }, trip }: BenchmarkResult, t: Translate): VerdictLine[] {
  if (heaviest === null) return [];
  const { id, share, postgres } = heaviest;
  const params = {
    name: t(`benchmark.queries.${id}`),
    percent: Math.round(share * 100),
    postgres: short(postgres),
    trip: short(trip),
  };
  return [
    { text: t(`benchmark.verdict.heaviest.${trip * 2 >= postgres ? 'trip' : 'work'}`, params), met: null },
  ];
}

function inUnits({ sqlite, postgres, optimised }: Figure, unit: number) {
  const of = (milliseconds: number) => short(milliseconds / unit);
  return { sqlite: of(sqlite), postgres: of(postgres), optimised: optimised === null ? null : of(optimised) };
}

function loads({ sqlite, postgres, optimised }: ManyClients, of: 'queriesPerSecond' | 'writesPerSecond') {
  return {
    sqlite: Math.round(sqlite[of]),
    postgres: Math.round(postgres[of]),
    optimised: optimised && Math.round(optimised[of]),
  };
}

/** Three digits: more were not measured. */
function short(value: number): number {
  return Number(value.toPrecision(3));
}
