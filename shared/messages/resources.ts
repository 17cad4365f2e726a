import { en } from './en.ts';
import { ptBR } from './pt-BR.ts';

/** The texts of both languages as i18next takes them. */
export const resources = {
  'pt-BR': { translation: withZero(ptBR) },
  en: { translation: withZero(en) },
};

/**
 * Nothing takes the form of many, unless it has words of its own: Unicode's rules give it the form of one in Portuguese,
 * and nobody says “0 linha”.
 */
function withZero<T extends object>(texts: T): T {
  const forms = Object.entries(texts).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [[key, withZero(value)]];
    if (!key.endsWith('_one')) return [[key, value]];
    const base = key.slice(0, -'_one'.length);
    return [
      [key, value],
      [
        `${base}_zero`,
        (texts as Record<string, string>)[`${base}_zero`] ?? (texts as Record<string, string>)[base],
      ],
    ];
  });
  return Object.fromEntries(forms);
}
