import { guide as enGuide } from '../messages/en/guide.ts';
import { en } from '../messages/en.ts';
import type { Language } from '../messages/index.ts';
import { guide as ptGuide } from '../messages/pt-BR/guide.ts';
import { ptBR } from '../messages/pt-BR.ts';

/** What the guide itself says, in each language. */
export const guideTexts: Record<Language, typeof ptGuide> = { 'pt-BR': ptGuide, en: enGuide };

const messages: Record<Language, object> = { 'pt-BR': ptBR, en };

/**
 * A message of the program as a page can show it: an ellipsis stands where a name, a path or a number would.
 * @param key by dots. Null where there is no such message
 */
export function blankMessage(language: Language, key: string): string | null {
  const found = lookUp(messages[language], key);
  return typeof found === 'string' ? blanked(found, language) : null;
}

function lookUp(texts: object, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], texts);
}

function blanked(text: string, language: Language): string {
  return (
    text
      // What a system or a server says is in brackets, and says nothing here.
      .replaceAll(/ \((?:\{\{\w+\}\}[;:] )?\{\{reason(?:, said)?\}\}\)/g, '')
      .replaceAll(/\{\{.*?\}\}/g, '…')
      // Other messages within this one: `$t(counts.rows, {"count": … })`.
      .replaceAll(
        /\$t\(([^,)]+)(?:,\s*\{[^}]*\}\s*)?\)/g,
        (_, key: string) => blankMessage(language, key) ?? '…',
      )
      .replaceAll(/…[.]|…:…/g, '…')
  );
}
