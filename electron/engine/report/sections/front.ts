import { fileName } from '../../../../shared/file-name.ts';
import type { Certificate, CertificateVehicle } from '../../../../shared/model/index.ts';
import { digestOf } from '../digest.ts';
import { type Format, shorten } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { facts } from './parts.ts';
import { figures, verdict } from './verdict.ts';

/** What has to fit on one page is cut here, and whole in the annex. */
const longest = { name: 80, plate: 20, installer: 80 };

/** Vehicles on the first page. */
const mostVehicles = 3;

/** The page that a customer keeps: verdict, whose database, who and when, counts, code, and the lines to sign. */
export function front(c: Certificate, f: Format): Html {
  return html`<div class="front">
<div class="said">
<header><span class="product">${f.text('product')}</span><span class="run">${c.run}</span></header>
<h1>${f.text('title')}</h1>
${verdict(c, f)}
${figures(c, f)}
<section class="whose">
${facts([subject(c, f), installer(c, f), [f.text('front.date'), f.day(c.finishedAt ?? c.startedAt)]])}
</section>
</div>
<div class="foot">
${signatures(c, f)}
${code(c, f)}
</div>
</div>`;
}

/** The vehicle of an AutoCore, by hand where the file does not know it; of others the file. */
function subject(c: Certificate, f: Format): [string, Html | string] {
  if (c.source.autocore === null) {
    return [
      f.text('front.file'),
      html`<span class="name">${shorten(fileName(c.source.path), longest.name)}</span>`,
    ];
  }
  const known = (c.vehicles?.first ?? []).filter(({ name, plate }) => name !== null || plate !== null);
  if (known.length === 0) return [f.text('front.vehicle'), blank()];
  const shown = known.slice(0, mostVehicles);
  const more = (c.vehicles?.count ?? 0) - shown.length;
  const rest =
    more > 0 ? html`<div class="soft">${f.text('front.moreVehicles', { count: more })}</div>` : null;
  return [f.text('front.vehicle'), html`${shown.map((each) => vehicle(each, f))}${rest}`];
}

function vehicle({ name, plate }: CertificateVehicle, f: Format): Html {
  const sign =
    plate === null
      ? html`<span class="soft">${f.text('front.noPlate')}</span>`
      : html`${f.text('front.plate')} <strong class="name">${shorten(plate, longest.plate)}</strong>`;
  const car = name === null ? null : html`<span class="name">${shorten(name, longest.name)}</span>`;
  return html`<div class="vehicle">${car}<span class="plate">${car === null ? null : html`, `}${sign}</span></div>`;
}

function installer(c: Certificate, f: Format): [string, Html | string] {
  const name = c.installer?.trim();
  const shown = name ? html`<span class="name">${shorten(name, longest.installer)}</span>` : blank();
  return [f.text('front.installer'), shown];
}

/** A line to write on. */
function blank(): Html {
  return html`<span class="blank"></span>`;
}

function signatures(c: Certificate, f: Format): Html {
  const name = c.installer?.trim();
  const signer = name ? html`<span class="name cut">${shorten(name, longest.installer)}</span>` : null;
  return html`<section class="signatures">
<h2>${f.text('signatures.title')}</h2>
<div class="sign">
<div>${f.text('signatures.place')}</div>
<div>${f.text('signatures.installer')}${signer}</div>
<div>${f.text('signatures.customer')}</div>
</div>
</section>`;
}

function code(c: Certificate, f: Format): Html {
  const digest = digestOf(c);
  return html`<section class="code">
<p class="mono read">${digest.code}</p>
<p class="small"><strong>${f.text('front.code')}</strong> ${f.text('front.codeText')}</p>
</section>`;
}
