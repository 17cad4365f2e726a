import { verdictLines } from '../../../../shared/messages/benchmark-verdict.ts';
import type { Certificate, Proposal, Timing } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { chart } from './chart.ts';

const marks = { exceptions: '*', other: '**' } as const;

/** Times of both sides with the guide's two criteria, where somebody compared them. */
export function benchmark({ benchmark: result }: Certificate, f: Format): Html | null {
  if (!result) return null;
  const t = (key: string, params = {}) => f.t(`benchmark.${key}`, params);
  const milliseconds = new Intl.NumberFormat(f.language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const time = (of: Timing | null) =>
    of ? `${milliseconds.format(of.p50)} / ${milliseconds.format(of.p95)}` : '–';
  const said = [...verdictLines(result, f.t).map((line) => line.text)];
  const sides = ['sqlite', 'postgres', 'optimised'] as const;
  const tried = result.proposals.filter((p) => p.outcome !== null || p.refused !== null);
  const outcome = ({ outcome: o, refused, undo }: Proposal): string => {
    if (refused !== null) return t('refused', { reason: refused });
    const how = o?.kept ? 'kept' : undo === null ? 'noGain' : 'dropped';
    return t(how, { percent: Math.round((o?.ratio ?? 1) * 100) });
  };
  const names = result.applied.map((id) => t(`proposals.${id}`)).join('; ');
  const differing = [...new Set(result.queries.flatMap((q) => q.differs ?? []))];
  return html`<section>
<h2>${t('heading')}</h2>
${said.map((line) => html`<p>${line}</p>`)}
${chart(result, f)}
<p class="small">${t('title', { server: result.server })}</p>
<table>
<thead><tr><th>${t('columns.query')}</th><th class="n">${t('columns.rows')}</th>${sides.map(
    (side) => html`<th class="n">${t(`columns.${side}`)}</th>`,
  )}</tr></thead>
<tbody>${result.queries.map(
    (q) => html`<tr><td>${t(`queries.${q.id}`)}${q.differs === null ? null : ` ${marks[q.differs]}`}</td>
<td class="n">${f.number(q.rows)}</td>${sides.map((side) => html`<td class="n">${time(q[side])}</td>`)}</tr>`,
  )}</tbody>
</table>
${differing.map((why) => html`<p class="small">${marks[why]} ${t(`differs.${why}`)}</p>`)}
${result.left.map(({ id, reason }) => html`<p class="small">${t('left', { name: t(`queries.${id}`), reason })}</p>`)}
${names ? html`<p class="small">${t('appliedBefore', { names })}</p>` : null}
${
  tried.length === 0
    ? null
    : html`<h3>${t('tried')}</h3>
<ul>${tried.map((p) => html`<li>${t(`proposals.${p.id}`)}: ${outcome(p)}</li>`)}</ul>`
}
</section>`;
}
