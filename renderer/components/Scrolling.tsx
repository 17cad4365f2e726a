import type { CSSProperties, ReactNode, Ref } from 'react';

/** A named part that scrolls by itself, also from the keyboard. */
export function Scrolling(props: {
  label: string;
  children: ReactNode;
  className?: string;
  style?: CSSProperties;
  ref?: Ref<HTMLElement>;
}) {
  const { label, children, className, style, ref } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section ref={ref} data-scrolls tabIndex={0} aria-label={label} className={className} style={style}>
      {children}
    </section>
  );
}
