import type { Certificate, ExceptionSummary } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { count, isUnfinished, list, name, said } from './parts.ts';

/** What could not be carried over exactly, by place and cause, and how to bring one back. */
export function exceptions(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`exceptions.${key}`);
  if (c.exceptions.length === 0) {
    const none = isUnfinished(c) ? t('noneYet') : html`<span class="ok">${t('none')}</span>`;
    return html`<section><h2>${t('title')}</h2><p>${none}</p></section>`;
  }
  return html`<section>
<h2>${t('title')}</h2>
<p>${t('text')}</p>
<table class="set causes">
<thead><tr><th scope="col">${f.text('accounts.table')}</th><th scope="col">${f.text('validation.column')}</th>
<th scope="col">${t('cause')}</th><th scope="col">${t('action')}</th><th scope="col" class="n">${t('count')}</th></tr></thead>
<tbody>${c.exceptions.map(
    (e) => html`<tr><th scope="row">${name(e.table)}</th>
<td>${e.column === null ? t('wholeRow') : name(e.column)}</td>
<td>${cause(e, f)}${said(e.code)}</td><td>${t(`actions.${e.action}`)}</td>${count(e.count, f)}</tr>`,
  )}</tbody>
</table>
<div class="back">
<h3>${t('backTitle')}</h3>
${list(['find', 'value', 'row', 'binary'].map((key) => t(`back.${key}`)))}
</div>
</section>`;
}

/** `server.23505` is the server's own refusal; other codes have a text, or at least the reason of the conversion. */
function cause({ code, reason }: ExceptionSummary, f: Format): string {
  const key = code.startsWith('server.') ? 'server' : code;
  return f.either([`certificate.causes.${key}`], reason || code, { reason });
}
