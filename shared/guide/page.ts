import type { Language } from '../messages/index.ts';
import type { Kind } from '../short-codes/index.ts';
import { allSections, type Section } from './sections.ts';
import { blankMessage, guideTexts } from './texts.ts';

/** The page of all codes as Markdown: one section each, whose anchor is the short code. */
export function codesPage(language: Language): string {
  const { page } = guideTexts[language];
  const sections = allSections(language);
  const kinds: Kind[] = ['screen', 'finding', 'error'];
  const parts = kinds.flatMap((kind) => [
    `## ${page.kinds[kind]}`,
    escaped(page.kindText[kind]),
    ...(kind === 'finding' ? [`### ${page.answers}`, page.answersText, answersList(language)] : []),
    ...sections
      .filter(({ meant }) => meant.kind === kind)
      .map((section) => sectionMarkdown(section, language)),
  ]);
  const command = ['```', 'autocore-migrate guide X12', '```'].join('\n');
  const all = [`# ${page.title}`, ...page.intro, page.find, command, `*${page.made}*`, ...parts];
  return `${all.join('\n\n')}\n`;
}

function answersList(language: Language): string {
  const { answers } = guideTexts[language];
  return Object.entries(answers)
    .map(
      ([name, text]) =>
        `- **${escaped(blankMessage(language, `choices.${name}`) ?? name)}**: ${escaped(text)}`,
    )
    .join('\n');
}

function sectionMarkdown({ meant, title, lines, answers, exit }: Section, language: Language): string {
  const { labels } = guideTexts[language];
  const code = `\`${meant.code}\``;
  return [
    `### ${meant.short}`,
    `**${escaped(title)}**`,
    exit === null ? code : `${code}, ${labels.exit} ${exit}`,
    ...lines.map(({ label, text }) => (label === null ? '' : `*${label}:* `) + escaped(text)),
    ...(answers.length === 0
      ? []
      : [`*${labels.answers}:* ${answers.map(({ name }) => escaped(name)).join('; ')}.`]),
  ].join('\n\n');
}

/** Text that Markdown would take for marks. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*<>[\]]|(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, '\\$&');
}
