import { type ErrorCode, exitCodes } from '../errors.ts';
import type { Language } from '../messages/index.ts';
import { allMeant, type Meant } from '../short-codes/index.ts';
import { answersOf } from './answers.ts';
import { blankMessage, guideTexts } from './texts.ts';

/** What the guide says of one screen, finding or error. */
export interface Section {
  meant: Meant;
  title: string;
  /** What there is to tell, in order; a label stands before some. */
  lines: { label: string | null; text: string }[];
  /** Choices that a finding may offer. */
  answers: { name: string; text: string }[];
  /** Of an error, what the command line ends with. */
  exit: number | null;
}

/** Where the titles of the screens stand among the messages. */
const titles: Record<string, string> = {
  start: 'wizard.start.title',
  connect: 'wizard.connect.title',
  audit: 'wizard.audit.title',
  before: 'wizard.before.title',
  running: 'wizard.live.title.migrate',
  validate: 'wizard.validate.title',
  prepare: 'wizard.cutover.prepare.title',
  connection: 'wizard.cutover.connection.title',
  working: 'wizard.cutover.work.cutover',
  live: 'wizard.cutover.live.title',
  back: 'wizard.cutover.back.title',
  restored: 'wizard.cutover.restored.title',
  kit: 'wizard.tools.tabs.kit',
  benchmark: 'wizard.tools.tabs.benchmark',
  status: 'wizard.tools.tabs.status',
  fleet: 'wizard.fleet.title',
};

/** Everything that has a code, in the order of the codes. */
export function allSections(language: Language): Section[] {
  return allMeant.map((meant) => sectionOf(meant, language));
}

/** One of them. Pure. */
export function sectionOf(meant: Meant, language: Language): Section {
  const of = { screen: screenSection, finding: findingSection, error: errorSection }[meant.kind];
  const { labels, more } = guideTexts[language];
  const { title, lines, answers = [], exit = null } = of(meant.code, language);
  const own = (more as Record<string, string>)[meant.code];
  const all = [...lines, ...(own === undefined ? [] : [{ label: labels.more, text: own }])];
  return { meant, title, lines: all, answers, exit };
}

type Found = Pick<Section, 'title' | 'lines'> & Partial<Pick<Section, 'answers' | 'exit'>>;

function screenSection(code: string, language: Language): Found {
  const { screens } = guideTexts[language];
  const text = screens[code as keyof typeof screens];
  return { title: blankMessage(language, titles[code] ?? '') ?? code, lines: [{ label: null, text }] };
}

function findingSection(code: string, language: Language): Found {
  const said = ['', '_changed', '_together'].flatMap(
    (suffix) => blankMessage(language, `findings.${code}${suffix}`) ?? [],
  );
  const cause = blankMessage(language, `certificate.causes.${code}`);
  const name = blankMessage(language, `wizard.cards.kinds.${code}`) ?? (cause && capital(cause));
  const { labels, answers, families, valueToDo } = guideTexts[language];
  // What the title says already is not said again.
  const texts = name === null ? said.map(withoutTitle).filter((text) => text !== '') : said;
  const lines = texts.map((text) => ({ label: null, text }));
  const family = families[familyOf(code) as keyof typeof families];
  const isValue = cause !== null && !ofRows.includes(code);
  const ofCause =
    cause === null || capital(cause) === name ? [] : [{ label: labels.value, text: `${cause}.` }];
  return {
    title: name ?? titleIn(said[0] ?? code),
    lines: [
      ...lines,
      ...ofCause,
      ...(isValue
        ? [
            { label: null, text: family },
            { label: labels.do, text: valueToDo },
          ]
        : []),
    ],
    answers: answersOf(code, cause !== null).map((answer) => ({
      name: blankMessage(language, `choices.${answer}`) ?? answer,
      text: answers[answer as keyof typeof answers],
    })),
  };
}

/** Causes of whole rows, whatever their values are. */
const ofRows = [
  'server',
  'adopt.bookkeeping',
  'adopt.keyTaken',
  'adopt.noColumn',
  'adopt.noTable',
  'adopt.orphan',
];

/** What causes have in common: the kind of column that they are about. */
function familyOf(code: string): string {
  const kind = code.split('.', 1)[0] ?? code;
  if (['integer', 'double', 'numeric', 'real'].includes(kind)) return 'number';
  return kind === 'bytea' ? 'bytes' : kind;
}

function errorSection(code: string, language: Language): Found {
  const { labels, titles: own } = guideTexts[language];
  const hint = blankMessage(language, `errors.${code}.hint`) ?? '';
  const clicked = blankMessage(language, `wizard.hints.${code}`) ?? hint;
  return {
    title:
      (own as Record<string, string>)[code] ?? withoutBlank(blankMessage(language, `errors.${code}.message`)),
    lines: [
      { label: labels.do, text: clicked },
      ...(clicked === hint ? [] : [{ label: labels.terminal, text: hint }]),
    ],
    exit: exitCodes[code as ErrorCode],
  };
}

/** Where it ends with a name or a path, that says nothing here. */
function withoutBlank(message: string | null): string {
  return (message ?? '').replace(/: …$/, '');
}

/** The first sentence, which may end in a semicolon. */
function titleIn(text: string): string {
  return /^.*?[^(]*?(?=[.;:](?:\s|$))/.exec(text)?.[0] ?? text;
}

function withoutTitle(text: string): string {
  const rest = text.slice(titleIn(text).length).replace(/^[.;:]\s*(?:…\s*)?/, '');
  return capital(rest);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
