import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { useState } from 'react';

/**
 * The row with the focus stays drawn, wherever the list is scrolled to and whatever is put before it: what is not drawn
 * cannot have it.
 * @param indexOf where a row is now; -1 for one that is not there any more
 */
export function useHeld<K>(indexOf: (row: K) => number) {
  const [held, setHeld] = useState<K | null>(null);
  return {
    rangeExtractor: (range: Range) => rangeWith(range, held === null ? -1 : indexOf(held)),
    /** Properties of a row. */
    holds: (row: K) => ({ onFocus: () => setHeld(row), onBlur: () => setHeld(null) }),
  };
}

/** What is in sight, and one row more. */
export function rangeWith(range: Range, row: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (row < 0 || row >= range.count || shown.includes(row)) return shown;
  return [...shown, row].sort((a, b) => a - b);
}
