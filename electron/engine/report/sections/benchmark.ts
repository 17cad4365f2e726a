import { verdictLines } from '../../../../shared/messages/benchmark-verdict.ts';
import type { Certificate, Timing } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';

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
  const { many } = result;
  const said = [
    ...verdictLines(result, f.t).map((line) => line.text),
    t('many', {
      clients: many.clients,
      sqlite: Math.round(many.sqlite.queriesPerSecond),
      sqliteWrites: Math.round(many.sqlite.writesPerSecond),
      postgres: Math.round(many.postgres.queriesPerSecond),
      postgresWrites: Math.round(many.postgres.writesPerSecond),
    }),
  ];
  const heads = ['query', 'rows', 'sqlite', 'postgres', 'optimised'];
  return html`<section>
<h2>${t('heading')}</h2>
<p>${t('title', { server: result.server })}</p>
<table>
<thead><tr>${heads.map((head) => html`<th>${t(`columns.${head}`)}</th>`)}</tr></thead>
<tbody>${result.queries.map(
    (
      q,
    ) => html`<tr><td>${t(`queries.${q.id}`)}${q.differs === null ? null : ` (${t(`differs.${q.differs}`)})`}</td>
<td>${f.number(q.rows)}</td><td>${time(q.sqlite)}</td><td>${time(q.postgres)}</td><td>${time(q.optimised)}</td></tr>`,
  )}</tbody>
</table>
${said.map((line) => html`<p>${line}</p>`)}
</section>`;
}
