import { sectionOf } from '../../../shared/guide/sections.ts';
import { keptError } from '../../../shared/messages/index.ts';
import type { Finding, PlanTable, Stage } from '../../../shared/model/index.ts';
import { allMeant } from '../../../shared/short-codes/index.ts';
import { findings, valueText } from '../report/audit.ts';
import { byWeight } from '../report/by-weight.ts';
import { type Format, shorten } from '../report/format.ts';
import { type Html, html } from '../report/markup.ts';
import { stages } from '../report/sections/ending.ts';
import { facts, list, name } from '../report/sections/parts.ts';
import type { Known } from './files.ts';

/** What is shown of what can be long; the data beside the page has more. */
const mostLines = 200;
const mostRows = 50;

/** Where it stopped: the error in words, the code to say, and what the guide says of it. */
export function failed({ state: { error, stage }, wizard: { unreadable } }: Known, f: Format): Html {
  const t = (key: string, params = {}) => f.t(`support.failed.${key}`, params);
  const damaged =
    unreadable.length === 0
      ? null
      : html`<p class="bad">${t('unreadable', { files: unreadable.join(', ') })}</p>`;
  if (error === null) return html`<section><h2>${t('title')}</h2><p>${t('none')}</p>${damaged}</section>`;
  const meant = allMeant.find(({ kind, code }) => kind === 'error' && code === error.code);
  const guide = meant && sectionOf(meant, f.language);
  return html`<section><h2>${t('title')}</h2>
<div class="verdict"><div><h2>${meant?.short ?? ''} ${guide?.title ?? error.code}</h2>
<p class="lead">${keptError(error, f.t).message}</p></div></div>
${facts([
  [t('stage'), f.t(`stages.${stage}`)],
  [t('code'), html`<code>${error.code}</code>`],
])}
${guide ? html`<h3>${t('guide', { short: guide.meant.short })}</h3>${list(guide.lines.map(({ label, text }) => (label === null ? text : html`<strong>${label}:</strong> ${text}`)))}` : null}
${damaged}</section>`;
}

export function asked({ state }: Known, f: Format): Html {
  const t = (key: string, params = {}) => f.t(`support.asked.${key}`, params);
  const id = (key: string) => f.text(`identity.${key}`);
  const { source, target, options } = state;
  const yes = (is: boolean) => f.text(is ? 'yes' : 'no');
  const types = Object.entries(options.choices.types).map(([column, type]) => `${column} → ${type}`);
  return html`<section><h2>${t('title')}</h2>
${facts([
  [id('file'), name(source.path)],
  [id('size'), source.bytes === null ? null : f.size(source.bytes)],
  [id('sha256'), source.sha256 === null ? null : html`<code>${source.sha256}</code>`],
  [id('takenAt'), source.takenAt === undefined ? null : f.moment(source.takenAt)],
  [id('autocore'), source.autocore ?? id('notAutocore')],
  [id('server'), target.managed ? id('managed') : (target.server ?? null)],
  [id('address'), target.url === '' ? null : html`<code>${target.url}</code>`],
  [id('schema'), name(target.schema)],
  [id('profile'), id(`profiles.${state.profile}`)],
  [id('extras'), yes(state.extras)],
  [t('replace'), yes(options.replace)],
  [t('adopt'), yes(options.adopt === true)],
  [t('rehearsal'), yes(options.rehearsal)],
  [t('defaults'), yes(options.acceptDefaults)],
  [t('exportTo'), options.exportTo ? name(options.exportTo) : null],
  [t('types'), types.length === 0 ? null : list(types)],
  [id('started'), f.moment(state.createdAt)],
  [id('finished'), state.finishedAt === null ? id('unfinished') : f.moment(state.finishedAt)],
])}</section>`;
}

/** Each stage, how long it took, and how far it came. */
export function done({ state }: Known, f: Format): Html {
  const t = (key: string, params = {}) => f.t(`support.done.${key}`, params);
  const { seconds, stage, status, options } = state;
  const ended = ['succeeded', 'differences', 'exported', 'undone'].includes(status);
  // What a run that loads nothing itself leaves to others, and the other way round.
  const foreign: Stage[] = options.exportTo === undefined ? ['export'] : ['prepare', 'load', 'indexes'];
  // The plan is a part of the audit, unless a run stops in it.
  const isAhead = (each: Stage) => !ended && stages.indexOf(each) >= stages.indexOf(stage);
  const isOfRun = (each: Stage) => seconds[each] !== undefined || (isAhead(each) && !foreign.includes(each));
  const stateOf = (each: Stage) => {
    if (!ended && each === stage) return html`<span class="bad">${t('here')}</span>`;
    return seconds[each] === undefined ? html`<span class="soft">${t('not')}</span>` : html`${t('yes')}`;
  };
  const lines = stages
    .filter(isOfRun)
    .map(
      (each) =>
        html`<tr><th scope="row">${f.t(`stages.${each}`)}</th><td>${stateOf(each)}</td><td class="n">${secondsOf(seconds[each], f)}</td></tr>`,
    );
  const peak = state.peakRssMiB > 0 ? f.text('times.mebibytes', { count: state.peakRssMiB }) : null;
  return html`<section><h2>${t('title')}</h2>
<table class="set"><thead><tr><th scope="col">${t('stage')}</th><th scope="col">${t('state')}</th><th scope="col" class="n">${t('time')}</th></tr></thead>
<tbody>${lines}<tr class="sum"><th scope="row">${f.text('times.total')}</th><td></td><td class="n">${secondsOf(seconds.total, f)}</td></tr></tbody></table>
${facts([[f.text('times.memory'), peak]])}</section>`;
}

function secondsOf(seconds: number | undefined, f: Format): string {
  return seconds === undefined ? '–' : f.duration(seconds);
}

/** What the audit found and what was decided: in the plan, where there is one. */
export function found({ audit, plan }: Known, f: Format): Html {
  const title = f.t('support.found');
  if (audit === null) return html`<section><h2>${title}</h2><p>${f.t('support.noAudit')}</p></section>`;
  const taken = new Map(plan?.decisions.map(({ finding, option }) => [finding, option]));
  const decided = audit.findings.map(
    (finding): Finding => ({ ...finding, decision: taken.get(finding.id) ?? finding.decision }),
  );
  return html`<section><h2>${title}</h2>
${decided.length === 0 ? html`<p>${f.t('cli.audit.none')}</p>` : findings(byWeight(decided), f.t)}</section>`;
}

/** Some rows that were kept aside or changed, masked. */
export function rows({ exceptions: { records, more } }: Known, f: Format): Html | null {
  if (records.length === 0) return null;
  const shown = records.slice(0, mostRows);
  return html`<section><h2>${f.t('support.rows')}</h2>
<ul class="small">${shown.map(
    ({ table, column, action, row }) =>
      html`<li><strong>${[table, column].filter((part) => part !== null).join('.')}</strong> ${f.text(`exceptions.actions.${action}`)}: <code>${shorten(
        Object.entries(row)
          .map(([key, value]) => `${key} = ${valueText(value)}`)
          .join(', '),
        400,
      )}</code></li>`,
  )}</ul>
${more || shown.length < records.length ? html`<p class="small soft">${f.t('support.rowsMore')}</p>` : null}</section>`;
}

/** The plan in short: what each table became. */
export function planned({ plan }: Known, f: Format): Html {
  const t = (key: string) => f.t(`support.plan.${key}`);
  if (plan === null) return html`<section><h2>${t('title')}</h2><p>${t('none')}</p></section>`;
  const columns = ['keys', 'checks', 'indexes', 'foreignKeys', 'partitions'] as const;
  const counts = (table: PlanTable): Record<(typeof columns)[number], number> => ({
    keys: table.uniques.length + (table.primaryKey ? 1 : 0),
    checks: table.checks.length,
    indexes: table.indexes.length,
    foreignKeys: table.foreignKeys.length,
    partitions: table.partitions?.ranges.length ?? 0,
  });
  return html`<section><h2>${t('title')}</h2><div class="wide">
<table><thead><tr><th scope="col">${f.text('accounts.table')}</th><th scope="col">${t('columns')}</th>${columns.map((key) => html`<th scope="col" class="n">${t(key)}</th>`)}</tr></thead>
<tbody>${plan.tables.map((table) => {
    const of = counts(table);
    const types = table.columns.map(({ target, type }) => `${target} ${type}`).join(', ');
    return html`<tr><th scope="row">${name(table.target)}</th><td class="small">${shorten(types, 600)}</td>${columns.map((key) => html`<td class="n">${f.number(of[key])}</td>`)}</tr>`;
  })}</tbody></table></div></section>`;
}

export function server({ state, server: settings }: Known, f: Format): Html {
  const t = (key: string) => f.t(`support.server.${key}`);
  const all = Object.entries(settings ?? {});
  return html`<section><h2>${t('title')}</h2>
<p>${state.target.server ?? t('unknown')}</p>
${all.length === 0 ? html`<p>${t('none')}</p>` : facts(all.map(([key, value]) => [key, html`<code>${value}</code>`]))}</section>`;
}

export function versions({ state, system }: Known, f: Format): Html {
  const t = (key: string) => f.t(`support.versions.${key}`);
  return html`<section><h2>${t('title')}</h2>
${facts([
  [t('run'), state.tool],
  [t('tool'), system.tool],
  [t('node'), system.node],
  [t('system'), `${system.platform} ${system.release} (${system.arch})`],
  [t('memory'), `${f.size(system.memory)}, ${t('free')} ${f.size(system.free)}`],
])}</section>`;
}

/** The end of the log, the newest line last. */
export function log({ log: lines }: Known, f: Format): Html {
  const t = (key: string, params = {}) => f.t(`support.log.${key}`, params);
  if (lines.length === 0) return html`<section><h2>${t('title')}</h2><p>${t('none')}</p></section>`;
  const shown = lines.slice(-mostLines);
  return html`<section><h2>${t('title')}</h2>
${shown.length < lines.length ? html`<p class="small soft">${t('shown', { shown: shown.length, count: lines.length })}</p>` : null}
<pre>${shown.map((line) => logLine(JSON.parse(line)))}</pre></section>`;
}

function logLine({ time, level, msg, ...details }: Record<string, unknown>): Html {
  const rest = Object.keys(details).length === 0 ? '' : ` ${JSON.stringify(details)}`;
  const text = `${time ?? ''} ${level ?? ''} ${msg ?? ''}${shorten(rest, 1000)}\n`;
  return level === 'error' ? html`<strong>${text}</strong>` : html`${text}`;
}
