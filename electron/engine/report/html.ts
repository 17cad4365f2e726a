import type { Translate } from '../../../shared/messages/index.ts';
import type { Certificate } from '../../../shared/model/index.ts';
import { formatFor } from './format.ts';
import { html } from './markup.ts';
import { renderPage } from './page.ts';
import { accounts } from './sections/accounts.ts';
import { benchmark } from './sections/benchmark.ts';
import { times } from './sections/ending.ts';
import { exceptions } from './sections/exceptions.ts';
import { findings } from './sections/findings.ts';
import { front } from './sections/front.ts';
import { identity } from './sections/identity.ts';
import { leftOut } from './sections/left-out.ts';
import { objects } from './sections/objects.ts';
import { prediction } from './sections/prediction.ts';
import { validation } from './sections/validation.ts';

/**
 * The certificate as one HTML file, a first page that says it all and a technical annex: no script, no font, no image from elsewhere, and a policy in it that forbids them.
 * `t` must speak the certificate's language.
 */
export function renderCertificate(certificate: Certificate, t: Translate): string {
  const f = formatFor(certificate.language, t);
  const annex = [
    prediction,
    identity,
    accounts,
    validation,
    objects,
    exceptions,
    findings,
    leftOut,
    times,
    benchmark,
  ];
  const { language, run, outcome } = certificate;
  const page = { language, title: `${f.text('title')} · ${run}`, foot: run, outcome };
  return renderPage(
    page,
    f,
    html`${front(certificate, f)}
<h1 class="annex">${f.text('annex.title')}</h1>
<p>${f.text('annex.text')}</p>
${annex.map((section) => section(certificate, f))}`,
  );
}
