import { reasonText } from '../../../../shared/messages/reason-text.ts';
import type { Certificate } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { name } from './parts.ts';

/** Objects without a counterpart in the target, with their SQL: nothing is dropped in silence. */
export function leftOut(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`leftOut.${key}`);
  if (c.leftOut.length === 0) {
    return html`<section><h2>${t('title')}</h2><p><span class="ok">${t('none')}</span></p></section>`;
  }
  return html`<section>
<h2>${t('title')}</h2>
<p>${t('text')}</p>
${c.leftOut.map(
  (o) => html`<div class="object">
<div class="head"><strong>${t(`kinds.${o.kind.replace(' ', '')}`)} ${name(o.name)}</strong>${
    o.table === null ? null : html` <span class="soft">· ${name(o.table)}</span>`
  }<br><span class="soft">${reasonText(o.reason, f.t)}</span></div>
${o.sql === '' ? html`<p class="soft small">${t('noSql')}</p>` : html`<pre>${o.sql}</pre>`}
</div>`,
)}
</section>`;
}
