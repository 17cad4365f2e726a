import type { KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';

const pageful = 10;

/**
 * One stop of the Tab key for a long list, whose rows the arrows walk through: nobody presses Tab a thousand times to get
 * past it.
 * @param list the element around the rows, which have `data-row` and one button each
 * @param show brings a row into sight
 */
export function useRoving(count: number, list: HTMLElement | null, show: (row: number) => void) {
  const [row, setRow] = useState(0);
  const wanted = useRef<number | null>(null);
  // A row that was far away is drawn, or fetched, a moment later.
  useEffect(() => {
    if (wanted.current === null) return;
    const button = list?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] button`);
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  });
  const current = Math.min(row, Math.max(0, count - 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ...{ ArrowDown: 1, ArrowUp: -1, PageDown: pageful, PageUp: -pageful },
      ...{ Home: -count, End: count },
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, current + step));
    wanted.current = next;
    setRow(next);
    show(next);
  };
  return { current, onKeyDown, onFocus: setRow };
}
