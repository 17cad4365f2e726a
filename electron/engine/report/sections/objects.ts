import type { Certificate, ObjectCounts } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { list, name } from './parts.ts';

/** How many objects were looked for, what is missing, and what holds for new rows only. */
export function objects(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`objects.${key}`);
  const { compared, missing, notValid } = c.objects;
  // Both sides are compared in one stage: without its result an empty list says nothing.
  if (c.validation === null && missing.length + notValid.length === 0) {
    return html`<section><h2>${t('title')}</h2><p>${t('notCompared')}</p></section>`;
  }
  const kinds = (Object.keys(compared) as (keyof ObjectCounts)[]).filter((kind) => compared[kind] > 0);
  return html`<section>
<h2>${t('title')}</h2>
<p>${t('text')}</p>
<dl class="counts">${kinds.map(
    (kind) => html`<div><dt>${t(`kinds.${kind}`)}</dt><dd>${f.number(compared[kind])}</dd></div>`,
  )}</dl>
<h3>${t('missing')}</h3>
${missing.length === 0 ? html`<p><span class="ok">${t('noneMissing')}</span></p>` : words(missing)}
${notValid.length === 0 ? null : html`<h3>${t('notValid')}</h3><p>${t('notValidText')}</p>${words(notValid)}`}
</section>`;
}

function words(items: string[]): Html {
  return list(items.map((item) => html`<span class="mono">${name(item)}</span>`));
}
