import { codesPage } from '../../../shared/guide/page.ts';
import { codesFile } from '../../../shared/guide/pages.ts';
import { languages } from '../../../shared/messages/index.ts';
import { commandLine } from './command-line.ts';
import { environmentPage } from './environment.ts';
import { exitCodePage } from './exit-codes.ts';
import { certificatePage, exceptionPage, journalPage } from './formats.ts';
import { licencesPage } from './licences.ts';
import type { GeneratedPage } from './page.ts';
import { planPage, schemaFile } from './plan.ts';

/** Every page that is made of the program itself: of the reference, and what each code means. */
export function madePages(): GeneratedPage[] {
  const both = [
    commandLine,
    planPage,
    certificatePage,
    exceptionPage,
    journalPage,
    exitCodePage,
    environmentPage,
  ];
  return [
    ...languages.flatMap((language) => both.map((page) => page(language))),
    ...languages.map((language) => ({ path: `docs/${codesFile[language]}`, text: codesPage(language) })),
    schemaFile(),
    licencesPage(),
  ];
}
