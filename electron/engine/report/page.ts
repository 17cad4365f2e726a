import type { Language } from '../../../shared/messages/index.ts';
import { stylesheet } from './css.ts';
import type { Format } from './format.ts';
import { Html, html } from './markup.ts';

interface PageOf {
  language: Language;
  title: string;
  /** What is said at the foot of each printed page, beside the product's name. */
  foot: string;
  outcome: Parameters<typeof stylesheet>[0];
}

/**
 * One HTML file that needs nothing else: no script, no font, no image from elsewhere, and a policy in it that forbids
 * them. Everything is escaped; nothing of the document reaches the style but the escaped foot.
 */
export function renderPage({ language, title, foot, outcome }: PageOf, f: Format, body: Html): string {
  const footer = { left: `${f.text('product')} · ${foot}`, page: f.text('page'), of: f.text('of') };
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(stylesheet(outcome, footer))}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text;
}
