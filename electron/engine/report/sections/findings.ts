import { inWords } from '../../../../shared/messages/index.ts';
import type { Certificate, CertificateFinding, Decision, Severity } from '../../../../shared/model/index.ts';
import { type Format, shorten } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { count, name, place, said } from './parts.ts';

const severities: Severity[] = ['blocker', 'warning', 'note'];

/** What the audit found, by severity, with the decision taken for each. */
export function findings(c: Certificate, f: Format): Html {
  const t = (key: string) => f.text(`findings.${key}`);
  if (c.findings.length + c.otherDecisions.length === 0) {
    return html`<section><h2>${t('title')}</h2><p>${t('none')}</p></section>`;
  }
  const groups = severities.map((severity) => c.findings.filter((x) => x.severity === severity));
  return html`<section>
<h2>${t('title')}</h2>
<p>${t('text')}</p>
${groups.map((group, i) =>
  group.length === 0
    ? null
    : table(
        f.t(`severities.${severities[i]}`),
        group.map((x) => row(x, f)),
        f,
      ),
)}
${
  c.otherDecisions.length === 0
    ? null
    : table(
        t('decision'),
        c.otherDecisions.map((d) => bare(d, f)),
        f,
      )
}
</section>`;
}

function table(title: string, rows: Html[], f: Format): Html {
  const t = (key: string) => f.text(`findings.${key}`);
  return html`<h3>${title}</h3>
<table class="set findings">
<thead><tr><th scope="col">${t('finding')}</th><th scope="col">${t('where')}</th>
<th scope="col" class="n">${t('count')}</th><th scope="col">${t('decision')}</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function row(finding: CertificateFinding, f: Format): Html {
  const params = { ...inWords(finding.params, f.t), count: finding.count };
  const title = f.either(
    [`findings.${finding.code}`, `certificate.causes.${finding.code}`],
    finding.code,
    params,
  );
  return html`<tr><td>${shorten(title, 400)}${said(finding.code)}</td><td>${place(finding.table, finding.column)}</td>
${count(finding.count, f)}<td>${decision(finding.decision, f)}</td></tr>`;
}

/** A decision whose finding is not known here: its id is `code:place`. */
function bare({ finding, ...taken }: Decision, f: Format): Html {
  const [, code = finding, where = null] = /^([^:]*):(.*)$/s.exec(finding) ?? [];
  return html`<tr><td>${name(code)}</td><td>${where === null ? '–' : name(where)}</td><td></td>
<td>${decision(taken, f)}</td></tr>`;
}

function decision(taken: CertificateFinding['decision'], f: Format): Html {
  if (taken === null || taken.option === null)
    return html`<span class="soft">${f.text('findings.undecided')}</span>`;
  const option = f.either([`choices.${taken.option}`], taken.option);
  return html`${option} <span class="soft">(${f.text(`findings.by.${taken.by}`)})</span>`;
}
