import type { Language } from '../../../shared/messages/index.ts';
import type {
  Audit,
  Certificate,
  CertificateColumn,
  CertificateFinding,
  CertificateTable,
  CertificateVehicles,
  ExceptionSummary,
  ObjectCounts,
  Outcome,
  Plan,
  PlanColumn,
  RunState,
  TableAccount,
} from '../../../shared/model/index.ts';
import { byWeight } from './by-weight.ts';
import { sealed } from './digest.ts';
import { leftOutOf } from './left-out-of.ts';
import { totalsOf } from './totals.ts';

export interface CertificateInput {
  state: RunState;
  plan: Plan;
  /** Null where the audit's document is gone; the plan's decisions are then listed by their ids. */
  audit: Audit | null;
  exceptionSummary: ExceptionSummary[];
  objectsCompared: ObjectCounts;
  /** Null where the file knows of none. */
  vehicles?: CertificateVehicles | null;
  language: Language;
}

/** The account of a run for the customer: a pure function of what is kept of the run. Secrets are taken out of URLs. */
export function buildCertificate(input: CertificateInput): Certificate {
  const { state, plan, audit } = input;
  const tables = state.tables.map((account) => tableOf(account, plan));
  const totals = totalsOf(tables);
  const load = state.seconds.load ?? 0;
  const findings = findingsOf(audit, plan);
  const known = new Set(findings.map((f) => f.id));
  return sealed({
    format: 1,
    language: input.language,
    run: state.id,
    tool: state.tool,
    outcome: outcomeOf(state, tables),
    rehearsal: state.options.rehearsal,
    startedAt: state.createdAt,
    finishedAt: state.finishedAt,
    profile: state.profile,
    extras: state.extras,
    source: sourceOf(state),
    target: { ...state.target, url: urlWithoutSecrets(state.target.url) },
    totals,
    tables,
    validation: state.validation,
    objects: { compared: input.objectsCompared, ...state.objects },
    findings,
    otherDecisions: plan.decisions.filter((d) => !known.has(d.finding)),
    exceptions: input.exceptionSummary,
    leftOut: leftOutOf(plan, state),
    seconds: state.seconds,
    rowsPerSecond: load > 0 ? Math.round(totals.migrated / load) : null,
    peakRssMiB: state.peakRssMiB,
    error: state.error,
    ...(input.vehicles ? { vehicles: input.vehicles } : {}),
  });
}

/**
 * A run that reached its end is judged by what was found, never by its status alone: one count that does not add up
 * is a difference. While the certificate itself is written the status is still `running`.
 */
function outcomeOf(state: RunState, tables: CertificateTable[]): Outcome {
  switch (state.status) {
    case 'undone':
      return 'undone';
    case 'exported':
      return 'exported';
    case 'failed':
    case 'refused':
      return 'failed';
    case 'interrupted':
      return 'interrupted';
    case 'running':
      if (state.stage !== 'certificate') return 'interrupted';
      break;
    case 'differences':
      return 'differences';
    case 'succeeded':
      break;
  }
  if (tables.some((t) => !t.addsUp || t.sameDigest === false) || state.objects.missing.length > 0)
    return 'differences';
  if (state.validation === null) return 'notCompared';
  const { status, insertsWithoutId } = state.validation;
  return status === 'identical' && insertsWithoutId.every((i) => i.ok) ? 'identical' : 'differences';
}

function tableOf(account: TableAccount, plan: Plan): CertificateTable {
  const { name, source, migrated, quarantined, digest } = account;
  const columns = plan.tables.find((t) => t.source === name)?.columns;
  return {
    ...account,
    addsUp: source === migrated + quarantined,
    sameDigest: digest === null ? null : digest.source === digest.target,
    ...(digest?.order !== undefined && columns ? { columns: columns.map(columnOf) } : {}),
  };
}

function columnOf({ source, target, type, conversion, fit, form }: PlanColumn): CertificateColumn {
  return { source, target, type, conversion, ...(fit ? { fit } : {}), ...(form ? { form } : {}) };
}

function findingsOf(audit: Audit | null, plan: Plan): CertificateFinding[] {
  const decisions = new Map(plan.decisions.map((d) => [d.finding, { option: d.option, by: d.by }]));
  return byWeight(audit?.findings ?? []).map(({ id, code, severity, table, column, count, params }) => {
    return { id, code, severity, table, column, count, params, decision: decisions.get(id) ?? null };
  });
}

/**
 * A run's URL holds no password by rule; a document that leaves the house does not rely on that. Covers both places
 * where libpq takes one: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function urlWithoutSecrets(url: string): string {
  return url
    .replace(/^([a-z]+:\/\/[^/?#:@]*):[^/?#]*@/i, '$1@')
    .replace(/([?&])(?:password|sslpassword|passfile)=[^&]*/gi, '$1')
    .replace(/[?&]+$/, '')
    .replace(/([?&])&+/g, '$1');
}

/** What was copied. How a later write to the file would be noticed is nothing to anybody else. */
function sourceOf({ source: { mark: _, ...source } }: RunState): Certificate['source'] {
  return source;
}
