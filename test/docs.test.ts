import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { guideFileOf } from '../electron/build/guide/file.ts';
import { renderGuide } from '../electron/build/guide/render.ts';
import { slugOf } from '../electron/build/guide/slug.ts';
import { codesFile, guidePages } from '../shared/guide/pages.ts';
import { en } from '../shared/messages/en.ts';
import { type Language, languages } from '../shared/messages/index.ts';
import { ptBR } from '../shared/messages/pt-BR.ts';
import { allMeant } from '../shared/short-codes/index.ts';
import { commandLinesIn, whatIsWrongWith } from './helpers/docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Every page for people. */
const pages = [
  ...['README.md', 'README.en.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...globSync('docs/**/*.md', { cwd: root }).map((path) => path.replaceAll('\\', '/')),
];

it.each([
  ['docs/security.md', /`((?:engine|hosts)\/[\w/.-]+\.test\.ts)`/g, 'test'],
  ['docs/security.md', /`((?:hosts|target|stages|shared)\/[\w/-]+\.ts)`/g, ''],
] as const)('%s names files that are there', (page, pattern, folder) => {
  const named = [...read(page).matchAll(pattern)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(3);
  const places = folder === 'test' ? ['test'] : ['electron', 'electron/engine', '.'];
  const missing = named.filter((name) => !places.some((place) => existsSync(join(root, place, name))));
  expect(missing).toEqual([]);
});

describe('links', () => {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (page: string): Set<string> => {
    const found =
      anchors.get(page) ??
      new Set([...read(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slugOf(heading ?? '')));
    anchors.set(page, found);
    return found;
  };

  it.each(pages)('of %s lead to pages, sections and pictures that are there', (page) => {
    const text = read(page).replaceAll(/^```.*?^```/gms, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const wrong = targets
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const to =
          path === '' ? page : relative(root, resolve(root, dirname(page), path)).replaceAll('\\', '/');
        if (!existsSync(join(root, to))) return true;
        return anchor !== undefined && !anchorsOf(to).has(anchor);
      });
    expect(wrong).toEqual([]);
  });

  it('that show a code lead to that code', () => {
    const wrong = pages.flatMap((page) =>
      [...read(page).matchAll(/\[([TAWXY]\d\d)\]\(([^)]+)\)/g)]
        .filter(([, short = '', target]) => !target?.endsWith(`#${short.toLowerCase()}`))
        .map(([link]) => `${page}: ${link}`),
    );
    expect(wrong).toEqual([]);
  });

  it('show every picture that was taken for them', () => {
    const shown = pages.flatMap((page) =>
      [...read(page).matchAll(/screenshots\/([\w-]+\.png)/g)].map(([, name]) => name),
    );
    const taken = readdirSync(join(root, 'docs/screenshots'));
    expect(taken.length).toBeGreaterThan(15);
    expect(taken.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('the pages of codes', () => {
  it.each(languages)('have a section with something to read for each code (%s)', (language) => {
    const sections = read(`docs/${codesFile[language]}`).split(/^(?=#{2,3} )/m);
    const bodies = new Map(sections.map((part) => [/^### ([A-Z]\d\d)$/m.exec(part)?.[1], part]));
    const poor = allMeant.filter(({ short, code }) => {
      const lines = (bodies.get(short) ?? '').split('\n\n').slice(1);
      const hasTitle = /^\*\*.*\p{L}{3}.*\*\*$/u.test(lines[0] ?? '');
      return !hasTitle || !lines[1]?.includes(`\`${code}\``) || (lines[2]?.length ?? 0) < 10;
    });
    expect(poor).toEqual([]);
  });
});

describe('the guide inside the program', () => {
  it.each(languages)('has the same sections as the pages, and HTML is text in it (%s)', async (language) => {
    const rendered = await renderGuide(language);
    for (const [index, { page }] of rendered.entries()) {
      const text = read(`docs/${guidePages[language][index]}`).replaceAll(/^```.*?^```/gms, '');
      const headings = [...text.matchAll(/^#{1,3} (.+)$/gm)].map(([, heading]) => slugOf(heading ?? ''));
      expect(page.sections.map(({ id }) => id)).toEqual(headings);
      // What Markdown makes, and nothing else.
      const tags = page.sections.flatMap(({ html }) =>
        [...html.matchAll(/<\/?([a-z]+\d?)/g)].map(([, tag]) => tag),
      );
      const known = /^(p|strong|em|code|pre|ul|ol|li|a|span|img|table|thead|tbody|tr|th|td|br)$/;
      expect([...new Set(tags)].filter((tag) => !known.test(tag ?? ''))).toEqual([]);
    }
    const shorts = rendered.flatMap(({ page }) => page.sections.flatMap(({ short }) => short ?? []));
    expect(shorts).toEqual(allMeant.map(({ short }) => short));
    const codes = rendered.flatMap(({ page }) => page.sections).filter(({ short }) => short !== null);
    expect(codes.filter(({ title, html }) => title === '' || html === '')).toEqual([]);
  });

  it.each(languages)(
    'is one file without a script, whose links lead to its sections (%s)',
    async (language) => {
      const file = guideFileOf(
        (await renderGuide(language)).map(({ page }) => page),
        language,
      );
      const ids = new Set([...file.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      const links = [...file.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
      expect(links.length).toBeGreaterThan(20);
      expect(links.filter((target) => !ids.has(target))).toEqual([]);
      expect(/<script|<iframe|javascript:|<[^>]*\son\w+=/i.exec(file)?.[0]).toBeUndefined();
    },
  );
});

describe('what a page tells people to do', () => {
  const all = pages.flatMap((page) => commandLinesIn(read(page)).map((words) => ({ page, words })));

  it('is found', () => {
    expect(all.length).toBeGreaterThan(70);
  });

  it('is a command line that the program understands', async () => {
    const wrong = await Promise.all(
      all.map(async ({ page, words }) => {
        const complaint = await whatIsWrongWith(words);
        return complaint === null ? [] : [`${page}: ${words.join(' ')}: ${complaint}`];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it('is a script of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name ?? ''),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(languages)('names buttons and titles as the screen does (%s)', (language: Language) => {
    const texts = JSON.stringify(language === 'en' ? en : ptBR);
    const quoted = guidePages[language].flatMap((page) =>
      [...read(`docs/${page}`).matchAll(/“([^”]+)”/g)].map(([, label]) => label ?? ''),
    );
    expect(quoted.length).toBeGreaterThan(20);
    const plain = (text: string) => JSON.stringify(text).slice(1, -1);
    // What a file begins with, and other words of others.
    const ofOthers = ['SQLite format 3', 'Motor', 'motor', 'Visual C++ Redistributable'];
    expect(
      [...new Set(quoted)].filter((label) => !ofOthers.includes(label) && !texts.includes(plain(label))),
    ).toEqual([]);
  });
});

it('both READMEs have the same sections, and the command that the tests are run by', () => {
  const shape = (page: string) => read(page).match(/^(?:#+|!\[|```|- \*\*|\|)/gm);
  expect(shape('README.en.md')).toEqual(shape('README.md'));
  for (const page of ['README.md', 'README.en.md']) {
    expect(read(page)).toContain('\nnpm ci && npm test\n');
    expect(read(page).split('\n').length).toBeLessThan(60);
  }
});
