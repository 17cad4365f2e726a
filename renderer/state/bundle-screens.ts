import type { Bundle, BundleLine } from '../../shared/bundle/bundle.ts';
import { picturesOf } from '../../shared/contract/pictures.ts';
import { abilitiesOf, summaryOf } from '../../shared/contract/run-abilities.ts';
import type {
  AuditView,
  LivePhase,
  LogLine,
  RunAbilities,
  RunCertificate,
  RunDetail,
  SourceLook,
} from '../../shared/contract.ts';
import { fileName } from '../../shared/file-name.ts';
import { type Language, translator } from '../../shared/messages/index.ts';
import { facetsOf } from '../bundle/exceptions.ts';
import { jobOfBundle } from '../bundle/job.ts';
import { emptyTarget, type TargetForm, targetOf } from './target-form.ts';
import { fieldsOf } from './target-url.ts';
import type { Step, Wizard } from './wizard.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** What the screens show of a bundle, as they showed it where it was written; the words are the reader's. */
export function screensOf(bundle: Bundle, language: Language): Partial<Wizard> {
  const { state, about, certificate } = bundle;
  const target = formOf(bundle);
  const view = viewOf(bundle, target);
  const can = abilitiesIn(bundle);
  return {
    view,
    target,
    look: lookOf(bundle),
    ifNotEmpty: state.options.adopt ? 'adopt' : state.options.replace ? 'replace' : 'abort',
    job: jobOfBundle(bundle, translator(language)),
    run: detailOf(bundle, can),
    runs: [summaryOf(state, phaseOf(bundle), can)],
    // No screen shows more of it than what was read.
    certificate: certificate as RunCertificate | null,
    facets: facetsOf(bundle.exceptions),
    cutover: about.cutover,
    envFiles: (about.cutover?.envs ?? []).map(({ path }) => ({
      ...{ token: path, name: fileName(path), path, chosen: true },
    })),
    log: bundle.log.map(lineOf),
    step: firstStep(bundle, view !== null),
  };
}

/** Where it stopped, or what it came to. */
function firstStep({ state, about }: Bundle, isAudited: boolean): Step {
  if (about.cutover !== null && about.cutover.phase !== 'before') return 'cutover';
  if (['succeeded', 'differences', 'undone', 'exported'].includes(state.status)) return 'validate';
  return state.status === 'refused' && state.error?.code === 'decisions.missing' && isAudited
    ? 'audit'
    : 'migrate';
}

/** The last step can be looked at where it was written. Nothing can be done. */
function abilitiesIn(bundle: Bundle): RunAbilities {
  const { state, about } = bundle;
  const { cutover } = abilitiesOf(state, phaseOf(bundle), false);
  return {
    ...{ resume: false, validate: false, certificate: false, undo: false, tools: false },
    cutover: cutover && about.cutover !== null,
  };
}

/** For screens that know no doubt; the banner says that there is one, and the last step is closed. */
function phaseOf({ about }: Bundle): LivePhase {
  return about.phase ?? 'before';
}

function detailOf(bundle: Bundle, can: RunAbilities): RunDetail {
  const { state, audit, certificate, exceptions } = bundle;
  const counted = certificate?.exceptions.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return {
    state,
    phase: phaseOf(bundle),
    can,
    audit,
    folder: '',
    exceptions: Math.max(counted, exceptions.length),
  };
}

/** The audit with the plan made of it: a run that stopped before has none to show. */
function viewOf({ audit, plan, state }: Bundle, target: TargetForm): AuditView | null {
  if (audit === null || plan === null) return null;
  const decided = new Map(plan.decisions.map(({ finding, option }) => [finding, option]));
  const findings = audit.findings.map((each) => ({
    ...each,
    decision: decided.get(each.id) ?? each.decision,
  }));
  return {
    source: state.source.path,
    adopt: state.options.adopt ? targetOf(target) : null,
    ...{ profile: state.profile, extras: state.extras, choices: state.options.choices },
    audit: { ...audit, findings },
    plan,
    hypertables: audit.findings.some(({ code }) => code === 'telemetry.split'),
    pictures: picturesOf(audit, plan),
  };
}

/** The form, filled in with what the run was given. A URL that the form has no fields for stands where the server does. */
function formOf({ state: { target, options } }: Bundle): TargetForm {
  const { exportTo } = options;
  const base = { ...emptyTarget, schema: target.schema };
  if (exportTo !== undefined) {
    return { ...base, kind: 'folder', folder: { token: '', name: fileName(exportTo), path: exportTo } };
  }
  if (target.managed) return base;
  const fields = fieldsOf(target.url) ?? { host: target.url, port: '' as const };
  return { ...base, ...fields, kind: 'server', schema: target.schema };
}

/** What is known of the file without it. */
function lookOf({ state: { source, tables }, audit }: Bundle): SourceLook {
  const counted = audit?.tables ?? tables.map(({ name, source: rows }) => ({ name, rows }));
  return {
    file: { token: '', name: fileName(source.path), path: source.path },
    bytes: source.bytes ?? audit?.source.bytes ?? 0,
    walBytes: 0,
    autocore: source.autocore,
    lastWrite: null,
    writing: 'no',
    tables: counted.map(({ name, rows }) => ({ name, rows, known: null })),
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    complete: true,
  };
}

function lineOf({ time = '', level, msg = '', pid: _, ...details }: BundleLine, index: number): LogLine {
  return {
    seq: index,
    time,
    level: levels.find((each) => each === level) ?? 'info',
    message: msg,
    details: Object.keys(details).length === 0 ? '' : JSON.stringify(details),
  };
}
