import type { ExceptionFacets } from '../../../shared/contract.ts';

/** Causes that are said in the same words, as one thing to filter by. */
interface CauseChoice {
  words: string;
  codes: string[];
  count: number;
}

/** @param wordsOf what a cause is called. @returns in the order of the first of each. */
export function causeChoices(
  codes: ExceptionFacets['codes'],
  wordsOf: (code: string) => string,
): CauseChoice[] {
  const choices = new Map<string, CauseChoice>();
  for (const { value, count } of codes) {
    const words = wordsOf(value);
    const known = choices.get(words);
    choices.set(words, {
      words,
      // The same however often each of them is: the first one stands for all in a list to choose from.
      codes: [...(known?.codes ?? []), value].sort(),
      count: (known?.count ?? 0) + count,
    });
  }
  return [...choices.values()].sort((a, b) => b.count - a.count);
}
