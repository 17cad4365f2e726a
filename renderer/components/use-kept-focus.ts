import { useEffect } from 'react';

const reachable =
  'button:not([disabled]), a[href], input:not([disabled]), select:not([disabled]), textarea, [tabindex="0"]';

/**
 * What is pressed often takes itself away: a row that is taken back, a question that is answered. The browser then has
 * the focus nowhere, and whoever has no mouse begins at the top. It goes to what is nearest instead.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** The element with the focus and everything around it, the innermost first. */
    let path: Element[] = [];
    let seen = false;
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof Element ? around(target) : [];
      seen = path[0]?.matches(':focus-visible') === true;
    };
    // Gone because somebody clicked beside it: nobody misses it.
    const forget = ({ target }: FocusEvent): void => {
      setTimeout(() => {
        if (path[0] === target && path[0]?.isConnected && document.activeElement === document.body) path = [];
      });
    };
    const observer = new MutationObserver(() => {
      if (path.length === 0 || path[0]?.isConnected || document.activeElement !== document.body) return;
      const heir = heirIn(path.filter((each) => each.isConnected));
      path = [];
      // Under somebody's pointer the page does not move.
      heir?.focus({ preventScroll: !seen });
    });
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', forget);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', forget);
      observer.disconnect();
    };
  }, []);
}

function around(element: Element): Element[] {
  const path = [element];
  for (let each = element.parentElement; each; each = each.parentElement) path.push(each);
  return path;
}

/** The first thing to press in the nearest place that has one; where that is the whole page, its heading. */
function heirIn(places: readonly Element[]): HTMLElement | null {
  for (const place of places) {
    const heading = place.querySelector<HTMLElement>('h1');
    if (heading) return heading;
    const inside = [...place.querySelectorAll<HTMLElement>(reachable)];
    const shown = inside.find((each) => each.checkVisibility() && each.tabIndex >= 0);
    if (shown) return shown;
  }
  return null;
}
