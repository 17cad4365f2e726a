import { translator } from '../../../shared/messages/index.ts';
import { visibly } from '../../../shared/messages/visibly.ts';

// Names stand in these texts: they are read on a terminal.
const portuguese = visibly(translator('pt-BR'));
const english = visibly(translator('en'));

/** A text of the scripts in both languages: nobody knows who will read it. */
export function both(key: string, params: Record<string, string | number> = {}): string {
  return [portuguese, english].map((t) => t(`export.script.${key}`, params)).join(' / ');
}

/** A text of the page, in each language. */
export function each(key: string, params: Record<string, string | number> = {}): string[] {
  return [portuguese, english].map((t) => t(`export.page.${key}`, params));
}
