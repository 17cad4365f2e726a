import type { GuidePage, GuideSection } from '../../shared/guide/pages.ts';
import { byShortCode } from '../../shared/short-codes/index.ts';
import { plain } from './plain.ts';

/** A section that was looked for, and the page it is in. */
export interface Hit {
  page: GuidePage;
  section: GuideSection;
}

/**
 * Sections that a code or words lead to: the one of a code alone, else those that have all of the words, those with all of
 * them in their heading first. Pure; case and accents make no difference.
 */
export function searchGuide(pages: readonly GuidePage[], text: string): Hit[] {
  const all = pages.flatMap((page) => page.sections.map((section) => ({ page, section })));
  const meant = byShortCode(text);
  if (meant !== null) return all.filter(({ section }) => section.short === meant.short);
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const has = (where: string) => words.every((word) => plain(where).includes(word));
  const found = all.filter(({ section }) => has(`${section.title}\n${section.text}`));
  return [
    ...found.filter(({ section }) => has(section.title)),
    ...found.filter(({ section }) => !has(section.title)),
  ];
}
