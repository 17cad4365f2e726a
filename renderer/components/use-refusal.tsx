import { type ReactNode, useId } from 'react';

interface Refusal {
  /** Nothing of its look differs from a button that is switched off. */
  'data-disabled': boolean;
  renderRoot: (root: Record<string, unknown>) => ReactNode;
  /** To be put beside the button: only read aloud. */
  text: ReactNode;
}

/**
 * What a button of the library needs to be refused and stay within reach: a button that is `disabled` has no focus, so
 * nobody without a mouse would learn why.
 * @param why null: it is not refused. @param toldBy id of a text on the page that says it already.
 */
export function useRefusal(
  why: string | null,
  { toldBy, works = false }: { toldBy?: string | undefined; works?: boolean } = {},
): Refusal {
  const own = useId();
  const refused = why !== null;
  return {
    'data-disabled': refused,
    // In its root, because a tooltip writes over the description.
    renderRoot: (root) => (
      <button
        {...root}
        disabled={false}
        {...((refused || works) && { 'aria-disabled': true, onClick: (event) => event.preventDefault() })}
        {...(refused && { 'aria-describedby': toldBy ?? own })}
      />
    ),
    text: refused && toldBy === undefined && (
      <span id={own} hidden>
        {why}
      </span>
    ),
  };
}
