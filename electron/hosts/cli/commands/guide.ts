import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { allSections, sectionOf } from '../../../../shared/guide/sections.ts';
import { sectionText } from '../../../../shared/guide/text.ts';
import { byShortCode } from '../../../../shared/short-codes/index.ts';
import { guideFile } from '../../shared/pages.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { Report } from '../output.ts';

/** What a code means: the section of the guide, for where there is no page to open. */
export function addGuide(command: Command, help: string, act: Act): void {
  command
    .argument('[code]', help)
    .action((code: string | undefined, own: object, self: Command) =>
      act<object>((invocation) => guide(invocation, code))(own, self),
    );
}

async function guide({ language, t }: Invocation<object>, code: string | undefined): Promise<Report> {
  const file = guideFile(language);
  const place = t('cli.guide.file', { path: file });
  if (code === undefined) {
    const all = allSections(language).map(({ meant, title }) => ({ ...meant, title }));
    const lines = all.map(({ short, title }) => `${short}  ${title}`);
    return { json: { codes: all, file }, text: [...lines, '', place].join('\n') };
  }
  const meant = byShortCode(code);
  if (meant === null) throw new AppError('guide.unknown', { code, path: file });
  const section = sectionOf(meant, language);
  const { title, lines, answers, exit } = section;
  return {
    json: { ...meant, title, lines, answers, exit, file },
    text: [sectionText(section, language), '', place].join('\n'),
  };
}
