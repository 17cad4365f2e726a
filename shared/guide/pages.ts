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
