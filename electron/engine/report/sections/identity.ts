import { tablesOfNewest } from '../../../../shared/autocore.ts';
import type { Certificate, CertificateVehicles } from '../../../../shared/model/index.ts';
import { digestOf } from '../digest.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { facts, list } from './parts.ts';

/** Which file, which server, when, and by which version: enough to find everything again. */
export function identity(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`identity.${key}`);
  const { path, bytes, sha256, takenAt } = c.source;
  const size = bytes === null ? null : `${f.size(bytes)} (${f.text('identity.bytes', { count: bytes })})`;
  const server = [c.target.server, c.target.managed ? t('managed') : null].filter((s) => s !== null);
  return html`<section>
<h2>${t('title')}</h2>
${facts([
  [t('file'), html`<span class="name">${path}</span>`],
  [t('size'), size],
  [t('sha256'), sha256 === null ? null : html`<span class="mono">${sha256}</span>`],
  [t('takenAt'), takenAt === undefined ? null : f.moment(takenAt)],
  [t('autocore'), era(c.source.autocore, f)],
  [t('vehicles'), c.vehicles && c.vehicles.count > 0 ? vehicles(c.vehicles, f) : null],
  [t('server'), server.length === 0 ? null : server.join(' · ')],
  [t('address'), c.target.url === '' ? null : html`<span class="mono">${c.target.url}</span>`],
  [t('schema'), html`<span class="name mono">${c.target.schema}</span>`],
  [t('profile'), t(`profiles.${c.profile}`)],
  [t('extras'), f.text(c.extras ? 'yes' : 'no')],
  [t('started'), f.moment(c.startedAt)],
  [t('finished'), c.finishedAt === null ? t('unfinished') : f.moment(c.finishedAt)],
  [t('run'), html`<span class="mono">${c.run}</span>`],
  [t('tool'), c.tool],
  [t('installer'), c.installer ? html`<span class="name">${c.installer}</span>` : null],
  [t('digest'), html`<span class="mono">${digestOf(c).sha256}</span>`],
])}
<p class="small soft">${t('digestText')}</p>
${c.error ? html`<h3>${f.text('error.title')}</h3><p>${c.error.message}</p><p>${c.error.hint}</p>` : null}
</section>`;
}

/** As the file has them, whole. */
function vehicles({ count, first }: CertificateVehicles, f: Format): Html {
  const t = (key: string, params = {}) => f.text(`identity.${key}`, params);
  const lines = first.map(({ name, plate, chassis }) => {
    const parts = [
      name,
      plate === null ? f.text('front.noPlate') : `${f.text('front.plate')} ${plate}`,
      chassis === null ? null : `${t('chassis')} ${chassis}`,
    ].filter((part) => part !== null);
    return html`<span class="name">${parts.join(', ')}</span>`;
  });
  const rest = count - first.length;
  return list(rest > 0 ? [...lines, t('moreVehicles', { count: rest })] : lines);
}

function era(autocore: string | null, f: Format): string {
  if (autocore === null) return f.text('identity.notAutocore');
  const tables = tablesOfNewest(autocore);
  return tables === null ? autocore : f.text('identity.tables', { count: tables });
}
