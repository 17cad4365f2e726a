import { dirname, relative, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { errorData, type Language, type Translate } from '../../../shared/messages/index.ts';
import type { FleetReport, FleetVehicle, Outcome } from '../../../shared/model/index.ts';
import { type Format, formatFor } from '../report/format.ts';
import { Html, html } from '../report/markup.ts';
import { renderPage } from '../report/page.ts';
import { worstOf } from './severity.ts';

/** Every vehicle of a fleet on one page: how many are where, what waits for somebody, and a link to each certificate. */
export function renderSummary(report: FleetReport, language: Language, t: Translate): string {
  const f = formatFor(language, t);
  const waiting = report.vehicles.filter(({ exit }) => exit !== 0);
  const title = `${t('fleet.title')} · ${report.fleet}`;
  return renderPage(
    { language, title, foot: report.fleet, outcome: outcomeOf(report) },
    f,
    html`<header><span class="product">${f.text('product')}</span><span class="run">${report.fleet}</span></header>
<h1>${t('fleet.title')}</h1>
<p>${headline(report, t)}</p>
<p class="soft">${report.manifest} → ${report.target ?? t('fleet.local')}</p>
<dl class="counts">${countsOf(report).map(([status, n]) => html`<div><dt>${t(`fleet.statuses.${status}`)}</dt><dd>${f.number(n)}</dd></div>`)}</dl>
${waiting.length === 0 ? null : html`<h2>${t('fleet.open')}</h2><ul>${waiting.map((each) => waitingItem(each, t))}</ul>`}
<h2>${t('fleet.all')}</h2>
<div class="wide"><table>
<thead><tr>${(['vehicle', 'plate', 'schema', 'status', 'rows', 'kept', 'certificate'] as const).map((name) => html`<th${new Html(name === 'rows' || name === 'kept' ? ' class="n"' : '')}>${t(`fleet.columns.${name}`)}</th>`)}</tr></thead>
<tbody>${report.vehicles.map((each) => vehicleRow(each, report.summary ?? '', f, t))}</tbody>
</table></div>
${report.gone.length === 0 ? null : html`<h2>${t('fleet.gone')}</h2><ul>${report.gone.map(({ vehicle, schema, run }) => html`<li>${vehicle} (${schema}, ${run})</li>`)}</ul>`}`,
  );
}

/** How many vehicles are where, without what nobody is. */
export function countsOf({ vehicles }: FleetReport): [FleetVehicle['status'], number][] {
  return [...Map.groupBy(vehicles, ({ status }) => status)].map(([status, all]) => [status, all.length]);
}

/** What a fleet came to, in a sentence. */
export function headline({ vehicles, interrupted }: FleetReport, t: Translate): string {
  const through = vehicles.filter(({ status, exit }) => exit === 0 && status !== 'undone').length;
  if (interrupted) return t('fleet.headline.interrupted', { through, count: vehicles.length });
  if (through === vehicles.length) return t('fleet.headline.all', { count: vehicles.length });
  return t('fleet.headline.some', { through, count: vehicles.length });
}

/** What is wrong with a vehicle and what to do next, on one line. */
export function problemOf({ error, status }: FleetVehicle, t: Translate): string {
  if (error === null) return t(`fleet.next.${status}`, { defaultValue: '' });
  const { message, hint } = errorData(new AppError(error.code, error.params), t);
  return `${message} ${hint}`;
}

function outcomeOf({ vehicles }: FleetReport): Outcome {
  const worst = worstOf(vehicles.map(({ exit }) => exit));
  if (worst === 0) return 'identical';
  return worst === 4 || worst === 1 ? 'differences' : 'interrupted';
}

function waitingItem(vehicle: FleetVehicle, t: Translate): Html {
  const { vehicle: name, status } = vehicle;
  return html`<li><strong>${name}</strong>: ${t(`fleet.statuses.${status}`)}. ${problemOf(vehicle, t)}</li>`;
}

/** From page to page, so that both can be moved together. */
function wayTo(file: string, page: string): string {
  return relative(dirname(page), file).split(sep).map(encodeURIComponent).join('/');
}

function vehicleRow(vehicle: FleetVehicle, summary: string, f: Format, t: Translate): Html {
  const { vehicle: name, plate, schema, status, rows, certificate } = vehicle;
  const kept = rows && rows.repaired + rows.nulled + rows.quarantined;
  const link = certificate && html`<a href="${wayTo(certificate, summary)}">${vehicle.run}</a>`;
  return html`<tr><th>${name}</th><td>${plate}</td><td>${schema}</td><td>${t(`fleet.statuses.${status}`)}</td>
<td class="n">${rows && f.number(rows.migrated)}</td><td class="n">${kept === null ? null : f.number(kept)}</td><td>${link}</td></tr>`;
}
