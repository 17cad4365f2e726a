import type { MonthPicture } from '../../../shared/contract.ts';

type Month = MonthPicture['months'][number];

/** A place of the chart: a month, one without rows, or more of these than can be drawn, in one. */
type MonthBar =
  | { kind: 'rows'; month: string; rows: number; planned: boolean }
  | { kind: 'empty'; month: string }
  | { kind: 'gap'; from: string; to: string; months: number };

/** Empty months in a row that are drawn one by one. */
const longestGap = 12;

/** The months as they follow one another, with those that have no rows: a gap must be seen as one. Pure. */
export function monthBars(months: readonly Month[]): MonthBar[] {
  return months.flatMap((each, index): MonthBar[] => {
    const before = months[index - 1];
    return [...(before ? between(before.month, each.month) : []), { kind: 'rows', ...each }];
  });
}

function between(before: string, after: string): MonthBar[] {
  const [from, to] = [numberOf(before) + 1, numberOf(after) - 1];
  const count = to - from + 1;
  if (count <= 0) return [];
  if (count > longestGap) return [{ kind: 'gap', from: textOf(from), to: textOf(to), months: count }];
  return Array.from({ length: count }, (_, i) => ({ kind: 'empty', month: textOf(from + i) }));
}

/** Months without rows between planned ones, to be told in words: from, to, and how many. Pure. */
export function gapsIn(months: readonly Month[]): { from: string; to: string; months: number }[] {
  const planned = months.filter((each) => each.planned);
  return planned.flatMap((each, index) => {
    const before = planned[index - 1];
    if (!before) return [];
    const [from, to] = [numberOf(before.month) + 1, numberOf(each.month) - 1];
    return to < from ? [] : [{ from: textOf(from), to: textOf(to), months: to - from + 1 }];
  });
}

function numberOf(month: string): number {
  const [year = 0, own = 1] = month.split('-').map(Number);
  return year * 12 + own - 1;
}

function textOf(number: number): string {
  const [year, own] = [Math.floor(number / 12), (number % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(own).padStart(2, '0')}`;
}
