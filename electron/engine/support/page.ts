import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Certificate, Plan } from '../../../shared/model/index.ts';
import { buildCertificate } from '../report/certificate.ts';
import { formatFor } from '../report/format.ts';
import { html } from '../report/markup.ts';
import { renderPage } from '../report/page.ts';
import { accounts } from '../report/sections/accounts.ts';
import { exceptions } from '../report/sections/exceptions.ts';
import { leftOut } from '../report/sections/left-out.ts';
import { validation } from '../report/sections/validation.ts';
import type { Known } from './files.ts';
import { asked, done, failed, found, log, planned, rows, server, versions } from './sections.ts';

/**
 * The page of a bundle, for whoever answers the telephone: where it stopped first, then what was asked, done, found and
 * decided, then what it ran on and the end of the log. It needs nothing else and runs nothing, as the certificate.
 * @param known is masked already: this adds words alone. Pure but for the zone of the times.
 */
export function renderSupport(known: Known, language: Language): string {
  const f = formatFor(language, translator(language));
  const { state } = known;
  const account = accountOf(known, language);
  const title = `${f.t('support.title')} · ${state.id}`;
  const rendered = [
    failed(known, f),
    asked(known, f),
    done(known, f),
    found(known, f),
    accounts(account, f),
    validation(account, f),
    exceptions(account, f),
    rows(known, f),
    planned(known, f),
    leftOut(account, f),
    server(known, f),
    versions(known, f),
    log(known, f),
  ];
  return renderPage(
    { language, title, foot: state.id, outcome: account.outcome },
    f,
    html`<header><span class="product">${f.text('product')}</span><span class="run">${state.id}</span></header>
<h1>${f.t('support.title')}</h1>
<p><strong>${f.t(`statuses.${state.status}`)}</strong> · ${f.t(`stages.${state.stage}`)}</p>
<p class="soft">${f.t('support.masked')}</p>
${rendered}`,
  );
}

const noPlan: Plan = {
  format: 1,
  profile: 'compatible',
  extras: false,
  source: { autocore: null, schemaSha256: '' },
  tables: [],
  extraObjects: [],
  leftOut: [],
  decisions: [],
};

/** The account that the sections of the certificate show, of a run that need not have come to one. */
function accountOf({ state, plan, audit, certificate }: Known, language: Language): Certificate {
  return buildCertificate({
    state,
    plan: plan ?? noPlan,
    audit,
    exceptionSummary: certificate?.exceptions ?? [],
    objectsCompared: certificate?.objects.compared ?? nothing,
    language,
  });
}

const nothing: Certificate['objects']['compared'] = {
  tables: 0,
  columns: 0,
  primaryKeys: 0,
  uniques: 0,
  checks: 0,
  foreignKeys: 0,
  indexes: 0,
  partitions: 0,
  views: 0,
  functions: 0,
  statistics: 0,
};
