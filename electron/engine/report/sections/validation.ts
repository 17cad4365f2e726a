import { rowDifferences } from '../../../../shared/differences.ts';
import type { Certificate, RowDifference } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { list, name, sides, value } from './parts.ts';

/** Differences that are printed; the JSON has every sample. */
const mostShown = 200;

/** What was compared, how deep, and what differs, side by side. */
export function validation(c: Certificate, f: Format): Html {
  const t = (key: string, params = {}) => f.text(`validation.${key}`, params);
  if (c.validation === null) {
    return html`<section><h2>${t('title')}</h2><p>${t('none')}</p></section>`;
  }
  const { level, differences, samples, insertsWithoutId } = c.validation;
  const refused = insertsWithoutId.filter((i) => !i.ok);
  const tried = { ok: insertsWithoutId.length - refused.length, all: insertsWithoutId.length };
  const lines = [
    t(`levels.${level}`),
    t('differences', { count: differences }),
    ...(insertsWithoutId.length > 0 ? [t('inserts', tried)] : []),
  ];
  return html`<section>
<h2>${t('title')}</h2>
${list(lines)}
${refused.length > 0 ? refusals(refused, f) : null}
${samples.length > 0 ? sideBySide(samples, rowDifferences(c), f) : null}
</section>`;
}

function refusals(refused: { table: string; reason: string | null }[], f: Format): Html {
  return html`<h3>${f.text('validation.insertRefused')}</h3>
<table>
<thead><tr><th scope="col">${f.text('accounts.table')}</th><th scope="col">${f.text('validation.reason')}</th></tr></thead>
<tbody>${refused.map(
    ({ table, reason }) => html`<tr><th scope="row">${name(table)}</th><td>${value(reason ?? '')}</td></tr>`,
  )}</tbody>
</table>`;
}

function sideBySide(samples: RowDifference[], differences: number, f: Format): Html {
  const t = (key: string, params = {}) => f.text(`validation.${key}`, params);
  const shown = samples.slice(0, mostShown);
  const rest = Math.max(differences, samples.length) - shown.length;
  return html`<h3>${t('samples')}</h3>
<table class="set samples">
<thead><tr><th scope="col">${f.text('accounts.table')}</th><th scope="col">${t('kind')}</th>
<th scope="col">${t('key')}</th><th scope="col">${t('column')}</th>
<th scope="col">${f.text('accounts.source')}</th><th scope="col">${f.text('accounts.sideTarget')}</th></tr></thead>
<tbody>${shown.map((sample) => rows(sample, f))}</tbody>
</table>
${rest > 0 ? html`<p class="small soft">${t('shown', { shown: shown.length, count: shown.length + rest })}</p>` : null}`;
}

/** One line per column that differs; the first tells which row it is. */
function rows(sample: RowDifference, f: Format): Html {
  const columns = sample.columns.length > 0 ? sample.columns : [null];
  const keys = Object.entries(sample.key ?? {});
  const key = keys.map(([column, v]) => html`<div>${name(column)} = ${value(v)}</div>`);
  return html`${columns.map(
    (column, i) => html`<tr>
${
  i > 0
    ? html`<td></td><td></td><td></td>`
    : html`<th scope="row">${name(sample.table)}</th>
<td>${f.text(`validation.kinds.${sample.kind}`)}</td><td>${key.length > 0 ? key : '–'}</td>`
}
${
  column === null
    ? html`<td>–</td><td></td><td></td>`
    : html`<td>${columnName(sample, column.column, f)}</td>${sides(column.source, column.target)}`
}
</tr>`,
  )}`;
}

/** Differences of counts and of the ledger have no column of the table: the ledger's have the name of an action. */
function columnName(sample: RowDifference, column: string, f: Format): Html | string {
  if (sample.kind === 'ledger') return f.text(`accounts.${column}`);
  return column === '' ? '–' : name(column);
}
