import type { Language } from '../messages/index.ts';

/** The pages of the guide in each language, in the order of reading; files of `docs/`. */
export const guidePages: Record<Language, readonly string[]> = {
  'pt-BR': [
    'guia-do-instalador.md',
    'guia-do-suporte.md',
    'codigos.md',
    'qualquer-sqlite.md',
    'guia-do-desenvolvedor.md',
  ],
  en: ['installer-guide.md', 'support-guide.md', 'codes.md', 'any-sqlite.md', 'developer-guide.md'],
};

/** The page of all codes, which is made of the messages. */
export const codesFile: Record<Language, string> = { 'pt-BR': 'codigos.md', en: 'codes.md' };

/** A page of the guide as the program shows it. */
export interface GuidePage {
  /** Its file in `docs/`, without the ending. */
  name: string;
  title: string;
  /** The first one is the page's own beginning. */
  sections: GuideSection[];
}

export interface GuideSection {
  /** Its anchor: of a code, the code in small letters. */
  id: string;
  /** 1 for the page itself, 2 and 3 for what is in it. */
  level: number;
  /** The short code that it explains; null for any other. */
  short: string | null;
  title: string;
  /** What stands below the heading: made of Markdown in which HTML is text. */
  html: string;
  /** The same as plain text, to look for words in. */
  text: string;
}

/** A place in the guide. */
export interface GuidePlace {
  page: string;
  section: string;
}

/** Where a short code is explained. */
export function placeOfShort(short: string, language: Language): GuidePlace {
  return { page: codesFile[language].replace(/\.md$/, ''), section: short.toLowerCase() };
}
