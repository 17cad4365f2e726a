import { Title, Typography } from '@mantine/core';
import { type MouseEvent, memo, useEffect, useRef } from 'react';
import type { GuidePage, GuidePlace, GuideSection } from '../../../shared/guide/pages.ts';

/** A page of the guide, at a section of it. */
export function GuideText(props: { page: GuidePage; section: string; onFollow(place: GuidePlace): void }) {
  const { page, section, onFollow } = props;
  const root = useRef<HTMLDivElement>(null);
  // A code is what somebody came for: the three hundred others are a search away.
  const code = page.sections.filter(({ id, short }) => short !== null && id === section);
  const shown = code.length > 0 ? code : page.sections;
  useEffect(() => {
    const id = section === '' ? page.sections[0]?.id : section;
    const heading = root.current?.querySelector<HTMLElement>(`[data-section=${CSS.escape(id ?? '')}]`);
    heading?.scrollIntoView({ block: 'start' });
    // Whoever hears the page is read on from there.
    if (section !== '') heading?.focus({ preventScroll: true });
  }, [page, section]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: links within are what is pressed
    <div ref={root} className="guide" onClick={followed}>
      {shown.map((each) => (
        <Section key={each.id} section={each} />
      ))}
    </div>
  );

  /** A link of the guide leads within it: the address of the wizard stays what it is. */
  function followed(event: MouseEvent): void {
    const link = (event.target as Element).closest('a');
    if (link === null) return;
    event.preventDefault();
    const [name = '', anchor = ''] = (link.getAttribute('href') ?? '').slice(1).split('/');
    onFollow({ page: name, section: decodeURIComponent(anchor) });
  }
}

const Section = memo(function Section({ section }: { section: GuideSection }) {
  const { id, level, short, title, html } = section;
  return (
    <section>
      <Title order={level === 1 ? 2 : level === 2 ? 3 : 4} data-section={id} tabIndex={-1}>
        {short !== null && <span className="guideCode">{short}</span>}
        {title}
      </Title>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own pages, made of Markdown without HTML when the program is built */}
      <Typography dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
});
