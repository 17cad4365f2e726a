import type { Certificate, CertificateTable } from '../../../../shared/model/index.ts';
import { type Format, shortDigest } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { count, isUnfinished, name } from './parts.ts';

/** source = migrated + quarantined, table by table, with the digests of both sides. */
export function accounts(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`accounts.${key}`);
  if (c.tables.length === 0) {
    return html`<section><h2>${t('title')}</h2><p>${isUnfinished(c) ? f.text('nothingYet') : t('empty')}</p></section>`;
  }
  const total = c.totals;
  const wrong = c.tables.some((table) => !table.addsUp);
  return html`<section>
<h2>${t('title')}</h2>
<p>${t('text')}</p>
<div class="wide">
<table>
<thead><tr>
<th scope="col">${t('table')}</th>
${['source', 'migrated', 'quarantined'].map((key) => html`<th scope="col" class="n">${t(key)}</th>`)}
<th scope="col">${t('sum')}</th>
${['repaired', 'nulled'].map((key) => html`<th scope="col" class="n">${t(key)}</th>`)}
<th scope="col">${t('digest')}</th>
</tr></thead>
<tbody>
${c.tables.map((table) => row(table, f))}
<tr class="sum"><th scope="row">${t('total')}</th>
${count(total.source, f)}${count(total.migrated, f)}${count(total.quarantined, f)}
<td class="keep">${mark(!wrong, t('addsUp'), t('doesNotAddUp'))}</td>
${count(total.repaired, f)}${count(total.nulled, f)}<td></td></tr>
</tbody>
</table>
</div>
<p class="small soft">${t('legend')}</p>
</section>`;
}

function row(table: CertificateTable, f: Format): Html {
  const t = (key: string) => f.text(`accounts.${key}`);
  const renamed = table.target === table.name ? null : html` → ${name(table.target)}`;
  return html`<tr><th scope="row">${name(table.name)}${renamed}</th>
${count(table.source, f)}${count(table.migrated, f)}${count(table.quarantined, f)}
<td class="keep">${mark(table.addsUp, t('addsUp'), t('doesNotAddUp'))}</td>
${count(table.repaired, f)}${count(table.nulled, f)}
<td>${digests(table, f)}</td></tr>`;
}

function digests({ digest, sameDigest }: CertificateTable, f: Format): Html {
  const t = (key: string) => f.text(`accounts.${key}`);
  if (digest === null) return html`<span class="soft">–</span>`;
  const code = (full: string) => html`<code title="${full}">${shortDigest(full)}</code>`;
  if (sameDigest === true) {
    return html`<span class="keep">${code(digest.source)} <span class="ok">${t('same')}</span></span>`;
  }
  return html`<span class="bad">${t('different')}</span><br>
<span class="keep">${t('sideSource')} ${code(digest.source)}</span><br>
<span class="keep">${t('sideTarget')} ${code(digest.target)}</span>`;
}

function mark(good: boolean, yes: string, no: string): Html {
  return good ? html`<span class="ok">${yes}</span>` : html`<span class="bad">${no}</span>`;
}
