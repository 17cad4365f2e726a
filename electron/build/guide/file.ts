import type { GuidePage, GuideSection } from '../../../shared/guide/pages.ts';
import type { Language } from '../../../shared/messages/index.ts';

/** Readable on any screen and on paper, light and dark; nothing is loaded but the pictures beside it. */
const css = `:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; }
h1 { margin-top: 3rem; } h2 { margin-top: 2rem; } h3 { margin: 1.6rem 0 .4rem; }
img { max-width: 100%; border: 1px solid #8886; border-radius: 6px; }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
pre { padding: .7rem .9rem; border: 1px solid #8886; border-radius: 6px; overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: .35rem .7rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #8886; }
.said { margin-right: .5rem; font-weight: 400; opacity: .75; }
:target { background: #fd85; }`;

/** All pages of a language as one HTML file without a script: the browser's own search finds codes and words in it. */
export function guideFileOf(pages: readonly GuidePage[], language: Language): string {
  const list = pages.map(({ name, title }) => `<li><a href="#${name}/">${escaped(title)}</a></li>`);
  const sections = pages.flatMap((page) => page.sections.map((section) => sectionOf(page, section)));
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>AutoCore Migrate</title><style>${css}</style></head>
<body>
<nav><ul>${list.join('')}</ul></nav>
${sections.join('\n')}
</body>
</html>
`;
}

function sectionOf({ name }: GuidePage, { id, level, short, title, html }: GuideSection): string {
  const anchor = level === 1 ? `${name}/` : `${name}/${id}`;
  const said = short === null ? '' : `<span class="said">${short}</span>`;
  // Beside the file the pictures lie in its own folder.
  const body = html.replaceAll('src="./guide/', 'src="./');
  return `<h${level} id="${anchor}">${said}${escaped(title)}</h${level}>\n${body}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
