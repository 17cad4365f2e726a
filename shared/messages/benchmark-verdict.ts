import type { BenchmarkResult } from '../model/index.ts';
import type { Translate } from './index.ts';

/** One sentence of a verdict; `met` where it judges one of the guide's criteria. */
export interface VerdictLine {
  text: string;
  met: boolean | null;
}

/** Below this a file lies in the memory of any machine. */
const small = 1 << 30;

/** What a benchmark says, in the same words wherever it is said. */
export function verdictLines({ verdict, bytes }: BenchmarkResult, t: Translate): VerdictLine[] {
  const { ratio, optimisedRatio, atFirst, afterwards } = verdict;
  const plain = (key: string, params = {}): VerdictLine => ({
    text: t(`benchmark.verdict.${key}`, params),
    met: null,
  });
  const judged = (key: string, met: boolean): VerdictLine => ({
    text: t(`benchmark.verdict.${key}.${met ? 'yes' : 'no'}`),
    met,
  });
  const percent = (of: number) => ({ percent: Math.round(of * 100) });
  if (ratio === null || atFirst === null) return [plain('none')];
  return [
    plain('ratio', percent(ratio)),
    judged('atFirst', atFirst),
    ...(optimisedRatio === null ? [] : [plain('optimised', percent(optimisedRatio))]),
    ...(afterwards === null ? [] : [judged('afterwards', afterwards)]),
    ...(bytes < small && ratio > 1.05 ? [plain('small')] : []),
  ];
}
