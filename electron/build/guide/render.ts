import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import type { GuidePage, GuideSection } from '../../../shared/guide/pages.ts';
import { codesFile, guidePages } from '../../../shared/guide/pages.ts';
import type { Language } from '../../../shared/messages/index.ts';
import { root } from '../due.ts';
import { slugOf } from './slug.ts';

/** A page of the guide and the pictures that it shows, by their names in docs/screenshots. */
export interface Rendered {
  page: GuidePage;
  pictures: string[];
}

/**
 * The pages of the guide in a language, of the Markdown in docs/. HTML in a page is text like any other (`html: false`):
 * what comes out has the marks of Markdown alone.
 */
export async function renderGuide(language: Language): Promise<Rendered[]> {
  const files = guidePages[language];
  return Promise.all(
    files.map(async (file) => render(file, await readFile(join(root, 'docs', file), 'utf8'), language)),
  );
}

/** One page as sections, each of which begins with a heading. */
function render(file: string, markdown: string, language: Language): Rendered {
  const md = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const pictures: string[] = [];
  const env = {};
  const tokens = md.parse(markdown, env);
  for (const inline of tokens) {
    for (const [at, token] of (inline.children ?? []).entries()) {
      if (token.type === 'image') pictures.push(pictureIn(token));
      if (token.type !== 'link_open') continue;
      const end = inline.children?.slice(at).find(({ type }) => type === 'link_close');
      lead(token, end, file, guidePages[language]);
    }
  }
  const sections = splitAtHeadings(tokens).map((part): GuideSection => {
    const [, heading] = part;
    const title = plainOf(heading ? [heading] : []);
    const level = Number(part[0]?.tag.slice(1) ?? 1);
    const body = part.slice(3);
    const isCode = file === codesFile[language] && level === 3 && /^[A-Z]\d\d$/.test(title);
    return {
      id: slugOf(title),
      level,
      short: isCode ? title : null,
      // What the code stands for is in the first line below it.
      title: isCode ? plainOf(body.slice(1, 2)) : title,
      html: md.renderer.render(isCode ? body.slice(3) : body, md.options, env),
      text: plainOf(body),
    };
  });
  return { page: { name: basename(file, '.md'), title: sections[0]?.title ?? file, sections }, pictures };
}

function splitAtHeadings(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  for (const token of tokens) {
    if (token.type === 'heading_open' && ['h1', 'h2', 'h3'].includes(token.tag)) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** The text of these, without marks: a line for each paragraph. */
function plainOf(tokens: readonly Token[]): string {
  const lines = tokens.flatMap(({ type, content, children }) => {
    if (type === 'inline') return (children ?? []).map(wordsOf).join('');
    return type === 'fence' ? content : [];
  });
  return lines.join('\n');
}

function wordsOf({ type, content }: Token): string {
  if (type === 'softbreak' || type === 'hardbreak') return ' ';
  return type === 'text' || type === 'code_inline' ? content : '';
}

/** Pictures lie beside the guide. Returns the name. */
function pictureIn(token: Token): string {
  const name = basename(String(token.attrGet('src')));
  token.attrSet('src', `./guide/${name}`);
  token.attrSet('loading', 'lazy');
  return name;
}

/** Where a link leads within the guide: `#page/section`. What is elsewhere is told by its address, and leads nowhere. */
function lead(open: Token, close: Token | undefined, file: string, pages: readonly string[]): void {
  const [target = '', anchor = ''] = String(open.attrGet('href')).split('#');
  const to = target === '' ? file : target;
  if (pages.includes(to)) {
    open.attrSet('href', `#${basename(to, '.md')}/${anchor}`);
    return;
  }
  for (const token of [open, close]) if (token) token.tag = 'span';
  open.attrs = [['title', target]];
}
