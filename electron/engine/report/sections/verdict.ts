import { differenceKinds, differencesOf } from '../../../../shared/differences.ts';
import type { Certificate } from '../../../../shared/model/index.ts';
import { type Format, shorten } from '../format.ts';
import { Html, html } from '../markup.ts';
import { list } from './parts.ts';

/** Of what happened, as much as has its place on one page; the annex has all of it. */
const mostOfError = 240;

/** The one sentence on top, and what stands behind it. */
export function verdict(c: Certificate, f: Format): Html {
  const key = `verdict.${verdictKey(c)}`;
  const rehearsal = c.rehearsal ? html` <span class="badge">${f.text('verdict.rehearsal')}</span>` : null;
  return html`<section class="verdict">
${sign(c)}
<div>
<h2>${f.text(`${key}.title`)}${rehearsal}</h2>
<p class="lead">${f.text(`${key}.text`)}</p>
${c.rehearsal ? html`<p>${f.text('verdict.rehearsalText')}</p>` : null}
${c.error ? errorOf(c.error, f) : null}
${remarks(c, f)}
</div>
</section>`;
}

function errorOf({ message, hint }: NonNullable<Certificate['error']>, f: Format): Html {
  return html`<h3>${f.text('error.title')}</h3>
<p class="cut">${shorten(message, mostOfError)}</p><p class="cut">${shorten(hint, mostOfError)}</p>`;
}

function verdictKey(c: Certificate): string {
  if (c.outcome !== 'identical') return c.outcome;
  const levels = { rows: 'identicalRows', segments: 'identicalSegments', counts: 'identicalCounts' };
  return levels[c.validation?.level ?? 'counts'] + (exceptionCount(c) > 0 ? 'Except' : '');
}

function exceptionCount({ totals }: Certificate): number {
  return totals.repaired + totals.nulled + totals.quarantined;
}

function remarks(c: Certificate, f: Format): Html | null {
  const differences = differencesOf(c);
  const differs = differenceKinds.map((kind): [string, number] => [`differs.${kind}`, differences[kind]]);
  const lines: [key: string, count: number][] = [
    ['exceptions', exceptionCount(c)],
    ['notValid', c.objects.notValid.length],
  ];
  const shown = ['identical', 'notCompared', 'exported'].includes(c.outcome) ? [] : differs;
  const items = [...shown, ...lines]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => f.text(`verdict.${key}`, { count }));
  return items.length === 0 ? null : list(items);
}

/** The figures that everybody asks for. */
export function figures(c: Certificate, f: Format): Html {
  const { source, migrated, quarantined, repaired, nulled } = c.totals;
  const pairs: [string, number][] = [
    ['tables', c.tables.length],
    ['source', source],
    ['migrated', migrated],
    ['quarantined', quarantined],
    ['adjusted', repaired + nulled],
  ];
  return html`<dl class="figures">${pairs.map(
    ([key, n]) => html`<div><dt>${f.text(`figures.${key}`)}</dt><dd>${f.number(n)}</dd></div>`,
  )}</dl>`;
}

/** A tick, a cross, or an exclamation mark: drawn, so that no font can lack it. */
function sign(c: Certificate): Html {
  const strokes =
    c.outcome === 'identical'
      ? 'M13 23l7 7 13-15'
      : c.outcome === 'differences' || c.outcome === 'failed'
        ? 'M15 15l14 14M29 15L15 29'
        : 'M22 12v13M22 31v.5';
  return new Html(
    `<svg viewBox="0 0 44 44" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"><circle cx="22" cy="22" r="19.5" stroke-width="2.5"/><path d="${strokes}"/></svg>`,
  );
}
