import { bytesText } from '../../../shared/bytes-text.ts';
import { findingMessage, type Language, type Translate } from '../../../shared/messages/index.ts';
import type { Audit, Finding, JsonValue, Sample } from '../../../shared/model/index.ts';
import { byWeight } from './by-weight.ts';
import { formatFor, shorten } from './format.ts';
import { type Html, html } from './markup.ts';
import { renderPage } from './page.ts';
import { said } from './sections/parts.ts';

/** The audit as one HTML file like the certificate: no script, nothing from elsewhere, everything escaped. */
export function renderAudit(audit: Audit, t: Translate, language: Language): string {
  const f = formatFor(language, t);
  const title = t('auditReport.title');
  const outcome = audit.score.level === 'ready' ? 'identical' : 'notCompared';
  const sorted = byWeight(audit.findings);
  const total = audit.tables.reduce((n, table) => n + table.rows, 0);
  return renderPage(
    { language, title, foot: title, outcome },
    f,
    html`<header><span class="product">${f.text('product')}</span><span class="run">${audit.source.path}</span></header>
<h1>${title}</h1>
<p><strong>${t(`cli.audit.levels.${audit.score.level}`, { count: reasonsOf(audit) })}</strong></p>
<p class="small soft">SHA-256 <code>${audit.source.sha256}</code> · ${f.size(audit.source.bytes)} · ${audit.source.autocore ?? t('findings.source.notAutocore')}</p>
<h2>${t('auditReport.findings')}</h2>
${sorted.length === 0 ? html`<p>${t('cli.audit.none')}</p>` : findings(sorted, t)}
<h2>${t('auditReport.tables')}</h2>
<table class="set"><thead><tr><th scope="col">${t('cli.columns.table')}</th><th scope="col" class="n">${t('cli.columns.rows')}</th></tr></thead>
<tbody>${audit.tables.map((each) => html`<tr><td>${each.name}</td><td class="n">${f.number(each.rows)}</td></tr>`)}
<tr><td><strong>${t('cli.columns.total')}</strong></td><td class="n"><strong>${f.number(total)}</strong></td></tr></tbody></table>`,
  );
}

/** A table of them, each with its samples. */
export function findings(sorted: Finding[], t: Translate): Html {
  const rows = sorted.map((finding) => {
    const place = [finding.table, finding.column].filter((part) => part !== null).join('.');
    const option = (name: string) => t(`choices.${name}`, { defaultValue: name });
    const decision =
      finding.decision === null
        ? t('cli.audit.undecided', { options: finding.options.map(option).join(', ') })
        : option(finding.decision);
    return html`<tr><td><strong>${t(`severities.${finding.severity}`)}.</strong> ${shorten(findingMessage(finding, t), 400)}${said(finding.code)}${samples(finding.samples)}</td>
<td>${shorten(place, 120)}</td><td class="n">${finding.count}</td><td>${decision}</td></tr>`;
  });
  const head = ['finding', 'where', 'count', 'decision'].map((key) => t(`auditReport.columns.${key}`));
  return html`<table class="set findings"><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>`;
}

function samples(of: Sample[]): Html | null {
  if (of.length === 0) return null;
  return html`<ul class="small">${of.map((sample) => html`<li><code>${sampleText(sample)}</code></li>`)}</ul>`;
}

/** `{"id":2}: "31/12/2024" → 2024-12-31 00:00:00`, with NULL where the value is left out, a dash where the row is. */
export function sampleText({ key, value, after, action }: Sample): string {
  const name = key === null ? '' : `${JSON.stringify(key)}: `;
  const becomes = after === undefined ? '' : ` → ${after ?? (action === 'quarantined' ? '—' : 'NULL')}`;
  return shorten(`${name}${valueText(value)}${becomes}`, 240);
}

/** A value in a line of text. */
export function valueText(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if ('integer' in value) return value.integer;
  if ('real' in value) return value.real;
  return bytesText(value.base64);
}

/** How many findings the readiness comes from: those without a decision, else those with a default to confirm. */
export function reasonsOf({ findings, score }: Audit): number {
  const { level } = score;
  if (level === 'blocked') return findings.filter((f) => f.decision === null).length;
  return level === 'ready' ? 0 : findings.filter((f) => f.severity !== 'note').length;
}
