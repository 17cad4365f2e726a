import type { Outcome } from '../../../shared/model/index.ts';
import { cssString } from './markup.ts';

/** The one colour of a certificate says how it went; words and signs say it too. */
const accents: Record<Outcome, string> = {
  identical: '#0f6b4f',
  differences: '#a3261b',
  failed: '#a3261b',
  notCompared: '#8a5a00',
  exported: '#8a5a00',
  interrupted: '#8a5a00',
  undone: '#44505c',
};

/**
 * Styles for screen and A4. Page numbers come from page margin boxes (Chromium 131 and newer; others leave them out):
 * https://www.w3.org/TR/css-page-3/#margin-boxes
 */
export function stylesheet(outcome: Outcome, footer: { left: string; page: string; of: string }): string {
  return `
:root { --accent: ${accents[outcome]}; --ink: #1b2229; --soft: #55606b; --line: #d8dde2; --wash: #f5f7f8; }
@page {
  size: A4; margin: 15mm 14mm 18mm;
  @bottom-left { content: ${cssString(footer.left)}; font: 8pt sans-serif; color: #55606b; }
  @bottom-right {
    content: ${cssString(`${footer.page} `)} counter(page) ${cssString(` ${footer.of} `)} counter(pages);
    font: 8pt sans-serif; color: #55606b;
  }
}
${screen}
@media print {
${print}
}
`;
}

const screen = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: #fff; color: var(--ink);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
main { max-width: 1040px; margin: 0 auto; padding: 40px 40px 64px; }
h1.annex { margin-top: 56px; padding-top: 24px; border-top: 2px solid var(--ink); }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 24px; }
header .product { font-weight: 600; color: var(--accent); }
header .run { color: var(--soft); font-size: 13px; text-align: right; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.2; margin: 6px 0 20px; letter-spacing: -0.01em; }
h2 {
  font-size: 18px; line-height: 1.3; margin: 40px 0 8px; padding-top: 12px;
  border-top: 1px solid var(--line); break-after: avoid;
}
h2 + p { break-after: avoid; break-inside: avoid; }
h3 { font-size: 15px; margin: 22px 0 6px; break-after: avoid; }
p { margin: 0 0 10px; max-width: 76ch; }
ul { margin: 0 0 10px; padding-left: 20px; }
li { margin: 2px 0; overflow-wrap: anywhere; break-inside: avoid; }
.soft { color: var(--soft); }
.small { font-size: 13px; }
.said { font-size: 12px; white-space: nowrap; }
p.small { max-width: 100ch; }
.mono, code, pre {
  font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  font-size: 0.9em;
}
.verdict {
  display: flex; gap: 20px; align-items: flex-start; padding: 22px 24px;
  border: 1px solid var(--accent); border-left-width: 8px; border-radius: 6px; break-inside: avoid;
}
.chart { display: block; width: 100%; max-width: 760px; height: auto; margin: 12px 0; break-inside: avoid; }
.chart text { font-size: 12px; fill: var(--ink); }
.chart .tick { font-size: 11px; fill: var(--soft); }
.verdict svg { flex: none; width: 44px; height: 44px; color: var(--accent); }
.verdict > div { min-width: 0; overflow-wrap: anywhere; }
.verdict h2 { margin: 0 0 4px; padding: 0; border: 0; font-size: 22px; color: var(--accent); }
.verdict p:last-child, .verdict ul:last-child { margin-bottom: 0; }
.verdict .lead { font-size: 17px; line-height: 1.45; }
.badge {
  display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px;
  font-size: 12px; font-weight: 600; line-height: 1.6; vertical-align: 2px; letter-spacing: 0.02em;
}
.figures { display: flex; flex-wrap: wrap; gap: 0; margin: 20px 0 0; break-inside: avoid; }
.figures div { flex: 1 1 130px; padding: 4px 20px 4px 0; }
.figures div + div { padding-left: 20px; border-left: 1px solid var(--line); }
.figures dt { color: var(--soft); font-size: 13px; }
.figures dd { margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: minmax(150px, 24%) 1fr; margin: 8px 0 0; }
.facts dt, .facts dd { margin: 0; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--soft); }
.facts dd { overflow-wrap: anywhere; }
.counts { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 0 28px; margin: 8px 0 14px; }
.counts div { display: flex; justify-content: space-between; padding: 4px 0; border-bottom: 1px solid var(--line); }
.counts dt { color: var(--soft); }
.counts dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
table { width: 100%; border-collapse: collapse; margin: 10px 0 12px; font-size: 14px; }
th, td { padding: 6px 10px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 12px; font-weight: 600; color: var(--soft); border-bottom: 1.5px solid var(--ink); vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 600; min-width: 10em; }
table.set { table-layout: fixed; }
.set th { min-width: 0; }
.samples th:nth-child(1), .samples th:nth-child(4) { width: 17%; }
.samples th:nth-child(2), .samples th:nth-child(3) { width: 14%; }
.causes th:nth-child(1), .causes th:nth-child(2) { width: 20%; }
.causes th:nth-child(4) { width: 19%; }
.causes th:nth-child(5), .findings th:nth-child(3) { width: 9%; }
.findings th:nth-child(2) { width: 28%; }
.findings th:nth-child(4) { width: 27%; }
th.n + th:not(.n), td.n + td:not(.n) { padding-left: 16px; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
th.n { white-space: normal; }
td.zero { color: #8a949d; }
td.keep, .keep { white-space: nowrap; overflow-wrap: normal; }
tr.sum th, tr.sum td { border-top: 1.5px solid var(--ink); border-bottom: 0; font-weight: 600; }
.value { white-space: pre-wrap; unicode-bidi: isolate; background: var(--wash); }
.name { unicode-bidi: isolate; white-space: pre-wrap; }
.null { color: var(--soft); font-style: italic; }
.bad { color: var(--accent); font-weight: 600; }
.ok::before { content: "\\2713\\00a0"; font-weight: 600; }
.bad::before { content: "\\2717\\00a0"; }
pre { margin: 4px 0 0; padding: 10px 12px; background: var(--wash); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; line-height: 1.45; }
.object { margin: 14px 0; break-inside: avoid; }
.object .head { break-after: avoid; }
.back { padding: 4px 18px 8px; background: var(--wash); border-radius: 4px; break-inside: avoid; }
.whose { margin-top: 20px; }
.blank { display: inline-block; width: 100%; height: 1.5em; border-bottom: 1px solid var(--ink); }
.signatures h2 { border: 0; padding: 0; margin: 32px 0 0; }
.sign { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 52px 28px; margin-top: 64px; break-inside: avoid; }
.code { display: flex; gap: 20px; align-items: center; margin-top: 28px; padding: 12px 16px; background: var(--wash); border-radius: 4px; }
.code p { margin: 0; max-width: none; }
.code .read { flex: none; font-size: 22px; font-weight: 600; letter-spacing: 0.04em; }
.sign div { border-top: 1px solid var(--ink); padding-top: 6px; font-size: 13px; color: var(--soft); }
.sign .name { display: block; color: var(--ink); }
@media screen and (max-width: 720px) {
  main { padding: 20px 16px 40px; }
  .wide { overflow-x: auto; }
  .facts { grid-template-columns: 1fr; }
  .facts dt { border-bottom: 0; padding-bottom: 0; }
  .figures div, .figures div + div { padding: 6px 12px 6px 0; border-left: 0; }
  .sign { grid-template-columns: 1fr; }
  .code { display: block; }
}
`;

const print = `
body { font-size: 9.5pt; line-height: 1.42; }
main { max-width: none; padding: 0; }
h1 { font-size: 19pt; margin: 2pt 0 10pt; }
h2 { font-size: 12.5pt; margin: 18pt 0 5pt; padding-top: 7pt; }
h3 { font-size: 10.5pt; margin: 11pt 0 4pt; }
table { font-size: 8.5pt; }
thead { display: table-header-group; }
thead th { font-size: 7.5pt; }
th, td { padding-top: 3.5pt; padding-bottom: 3.5pt; }
tr { break-inside: avoid; }
p, p.small { max-width: none; }
.small, header .run { font-size: 8pt; }
.verdict { padding: 12pt 14pt; }
.verdict h2 { font-size: 15pt; }
.verdict .lead { font-size: 11pt; }
.figures { margin-top: 12pt; }
.figures dd { font-size: 14pt; }
.figures div, .figures div + div { flex: 1 1 auto; padding: 2pt 9pt; }
.figures div:first-child { padding-left: 0; }
.figures dt { font-size: 8pt; white-space: nowrap; }
.facts dt, .facts dd { padding: 3pt 8pt 3pt 0; }
pre { font-size: 8pt; }
p { orphans: 3; widows: 3; }
/* One page of A4, also with wider margins than ours. The lines to sign keep their place, whatever stands above them. */
.front { display: flex; flex-direction: column; height: 250mm; overflow: hidden; break-after: page; break-inside: avoid; }
.front .said { flex: 0 1 auto; min-height: 0; overflow: hidden; }
.front .foot { flex: none; margin-top: auto; }
.front h1 { font-size: 20pt; margin: 4pt 0 8pt; }
.front .verdict p { margin-bottom: 4pt; }
.front .verdict h3 { margin-top: 7pt; }
.front .cut { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.whose dd { min-width: 0; }
.whose .name { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.whose .vehicle { display: flex; }
.whose .vehicle > * { flex: 0 1 auto; min-width: 0; }
.whose .vehicle > .plate { flex: none; max-width: 50%; overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.whose .vehicle > .plate .name { display: inline; }
.front .facts { font-size: 10.5pt; }
.front .facts dt, .front .facts dd { padding: 5pt 8pt 5pt 0; }
.whose { margin-top: 14pt; }
.signatures { break-inside: avoid; }
.signatures h2 { margin: 0; }
.sign { margin-top: 44pt; gap: 22pt; }
.code { margin-top: 20pt; padding: 8pt 12pt; gap: 14pt; }
.code .read { font-size: 15pt; }
h1.annex { margin-top: 0; padding-top: 0; border: 0; }
`;
