import type { Language } from '../../../shared/messages/index.ts';

/** A page of `docs/` that is made, not written: where it lies and what it says. */
export interface GeneratedPage {
  path: string;
  text: string;
}

/** One thing in both languages, side by side: the pages of both are made of the same list. */
export type Both = readonly [ptBR: string, en: string];

export const inLanguage = (language: Language, [ptBR, en]: Both): string => (language === 'en' ? en : ptBR);

/** Where a page lies. Each language has a folder of its own. */
export function pathOf(language: Language, [ptBR, en]: Both): string {
  return language === 'en' ? `docs/reference/${en}.md` : `docs/referencia/${ptBR}.md`;
}

/** The lines under which a page begins: its title, its other language, and who writes it. */
export function heading(language: Language, title: Both, names: Both): string {
  const other = language === 'en' ? 'pt-BR' : 'en';
  const link = `../../${pathOf(other, names)}`.replace('../../docs/', '../');
  const note: Both = [
    'Esta página é feita do próprio programa: `npm run docs`.',
    'This page is made of the program itself: `npm run docs`.',
  ];
  return `# ${inLanguage(language, title)}

[${inLanguage(other, ['Português', 'English'])}](${link}). ${inLanguage(language, note)}
`;
}

/** A table of Markdown; what stands in a cell may hold a bar or lines. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
