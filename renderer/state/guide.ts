import { codesFile, type GuidePlace, guidePages, placeOfShort } from '../../shared/guide/pages.ts';
import { byShortCode } from '../../shared/short-codes/index.ts';
import type { Tools } from './tools.ts';
import type { GuidePart } from './wizard.ts';

/** The guide lies over whatever page is open, which stays as it is. */
export function guidePart({ get, set }: Tools): GuidePart {
  return {
    guide: null,
    openGuide(short = null) {
      const { language } = get().info ?? { language: 'pt-BR' as const };
      const first = { page: (guidePages[language][0] ?? '').replace(/\.md$/, ''), section: '' };
      set({ guide: [short === null ? first : placeOfShort(short, language)] });
    },
    followGuide: (place) => set({ guide: [...(get().guide ?? []), place] }),
    stepBackInGuide: () => set({ guide: (get().guide ?? []).slice(0, -1) }),
    closeGuide: () => set({ guide: null }),
  };
}

/** The same place in the other language: pages follow in the same order, and codes have the same anchors. */
export function placeInLanguage(language: 'pt-BR' | 'en', { page, section }: GuidePlace): GuidePlace {
  const other = language === 'en' ? 'pt-BR' : 'en';
  const at = guidePages[other].indexOf(`${page}.md`);
  if (at < 0) return { page, section };
  const name = (guidePages[language][at] ?? '').replace(/\.md$/, '');
  const isCodes = guidePages[language][at] === codesFile[language];
  return { page: name, section: isCodes && byShortCode(section) !== null ? section : '' };
}
