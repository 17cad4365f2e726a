import type { Language } from '../messages/index.ts';
import type { Section } from './sections.ts';
import { guideTexts } from './texts.ts';

/** A section as lines of plain text, for a terminal. */
export function sectionText({ meant, title, lines, answers, exit }: Section, language: Language): string {
  const { labels } = guideTexts[language];
  const head = exit === null ? `[${meant.code}]` : `[${meant.code}], ${labels.exit} ${exit}`;
  return [
    `${meant.short}  ${title}`,
    head,
    ...lines.map(({ label, text }) => `\n${label === null ? '' : `${label}: `}${text}`),
    ...(answers.length === 0 ? [] : [`\n${labels.answers}:`]),
    ...answers.map(({ name, text }) => `- ${name}: ${text}`),
  ].join('\n');
}
