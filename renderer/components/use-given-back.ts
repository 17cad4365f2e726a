import { useEffect, useMemo } from 'react';

/** The focus goes back to what opened the window, also where the window is taken out of the page instead of closed. */
export function useGivenBack(opened: boolean): void {
  // While it is drawn for the first time: what opened it may be gone as soon as it is there.
  const opener = useMemo(() => (opened ? openerOf(document.activeElement) : null), [opened]);
  useEffect(() => {
    if (!opened) return;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [opened, opener]);
}

/** A menu closes behind the window that it opened: what is left of it is its button. */
function openerOf(element: Element | null): Element | null {
  const menu = element?.closest('[role=menu]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element;
}
