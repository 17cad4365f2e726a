import { useLayoutEffect, useState } from 'react';

/** How far below the beginning of what scrolls an element is, in pixels, also when what is above it grows. */
export function useOffset(element: HTMLElement | null, scroller: HTMLElement | null): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    if (!element || !scroller) return;
    const look = (): void => {
      const top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      setOffset(Math.round(top + scroller.scrollTop));
    };
    look();
    const watch = new ResizeObserver(look);
    for (const content of scroller.children) watch.observe(content);
    return () => watch.disconnect();
  }, [element, scroller]);
  return offset;
}
