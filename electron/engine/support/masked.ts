import type {
  Audit,
  BenchmarkResult,
  Certificate,
  ColumnProfile,
  ExceptionRecord,
  Finding,
  Plan,
  PlanTable,
  RunState,
  Sample,
  ValidationResult,
} from '../../../shared/model/index.ts';
import { urlWithoutSecrets } from '../report/certificate.ts';
import { maskPrinted, maskRow, maskText, maskValue } from './mask.ts';
import { maskAllBut, maskSaid, maskSaidIn, type Names } from './mask-said.ts';
import { maskedPrediction } from './masked-later.ts';

/*
 * The documents of a run as they leave the house: of the same shape, so that whatever shows the one shows the other.
 * Names, paths and counts stay, values of rows are masked. All pure.
 */

export function maskedState(state: RunState, names: Names): RunState {
  const { fleet, error, programs } = state;
  return {
    ...state,
    // Why a view or a trigger was not made may be what a server said of a row.
    ...(programs ? { programs: programs.map((each) => maskedReason(each, names)) } : {}),
    target: { ...state.target, url: urlWithoutSecrets(state.target.url) },
    validation: state.validation && maskedValidation(state.validation, names),
    // What a vehicle is called is its plate as a rule.
    ...(fleet ? { fleet: { ...fleet, vehicle: maskText(fleet.vehicle) } } : {}),
    error: error && { ...error, message: maskedError(error.message, names) },
  };
}

function maskedReason<T extends { reason: string | null }>(each: T, names: Names): T {
  return { ...each, reason: each.reason && maskSaid(each.reason, names) };
}

/** The message of an AppError is its code and its params as JSON. */
function maskedError(message: string, names: Names): string {
  const [, code, params] = /^([\w.]+) (\{.*\})$/s.exec(message) ?? [];
  if (code === undefined || params === undefined) return maskSaid(message, names);
  return `${code} ${JSON.stringify(maskSaidIn(JSON.parse(params), names))}`;
}

function maskedValidation(validation: ValidationResult, names: Names): ValidationResult {
  return {
    ...validation,
    samples: validation.samples.map((sample) => ({
      ...sample,
      key:
        sample.key &&
        Object.fromEntries(Object.entries(sample.key).map(([column, value]) => [column, maskPrinted(value)])),
      // Counts of rows and of exceptions are no values.
      columns:
        sample.kind === 'count' || sample.kind === 'ledger'
          ? sample.columns
          : sample.columns.map(({ column, source, target }) => ({
              column,
              source: maskPrinted(source),
              target: maskPrinted(target),
            })),
    })),
    insertsWithoutId: validation.insertsWithoutId.map((each) => maskedReason(each, names)),
  };
}

export function maskedAudit(audit: Audit, names: Names): Audit {
  return {
    ...audit,
    findings: audit.findings.map((finding) => ({
      ...finding,
      samples: finding.samples.map(maskedSample),
      params: maskedParams(finding.params, names),
    })),
  };
}

/** What a text of a finding says: most of it is names and counts, some of it values of rows or what a server said. */
function maskedParams(params: Finding['params'], names: Names): Finding['params'] {
  const masks: Record<string, (text: string) => string> = {
    reason: (text) => maskSaid(text, names),
    // Rows that break a rule of the target, as it printed them.
    shown: (text) => maskAllBut(text, names),
    // The earliest and the latest time, as in the facts of a column.
    min: maskText,
    max: maskText,
  };
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const mask = Object.hasOwn(masks, key) ? masks[key] : undefined;
      return [key, mask && typeof value === 'string' ? mask(value) : value];
    }),
  );
}

function maskedSample({ key, value, after, ...rest }: Sample): Sample {
  return {
    ...rest,
    key: key && maskRow(key),
    value: maskValue(value),
    ...(after === undefined ? {} : { after: maskPrinted(after) }),
  };
}

/** The least and the greatest value that were measured are values of rows. */
export function maskedPlan(plan: Plan): Plan {
  const { aside } = plan;
  return {
    ...plan,
    tables: plan.tables.map(maskedTable),
    ...(aside ? { aside: aside.map(maskedTable) } : {}),
  };
}

function maskedTable(table: PlanTable): PlanTable {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, facts: maskedFacts(column.facts) })),
  };
}

function maskedFacts(facts: ColumnProfile): ColumnProfile {
  const { minInteger, maxInteger, time } = facts;
  return {
    ...facts,
    minInteger: maskPrinted(minInteger),
    maxInteger: maskPrinted(maxInteger),
    time: time && { ...time, min: maskPrinted(time.min), max: maskPrinted(time.max) },
  };
}

export function maskedException(record: ExceptionRecord, names: Names): ExceptionRecord {
  const { stored } = record;
  return {
    ...record,
    reason: maskSaid(record.reason, names),
    key: maskRow(record.key),
    row: maskRow(record.row),
    ...(stored === undefined ? {} : { stored: maskText(stored) }),
  };
}

/** The plates of the vehicles are somebody's: how many there are is enough. */
export function maskedCertificate(certificate: Certificate, names: Names): Certificate {
  const { vehicles, validation, findings, exceptions, leftOut, error, benchmark, prediction } = certificate;
  return {
    ...certificate,
    target: { ...certificate.target, url: urlWithoutSecrets(certificate.target.url) },
    validation: validation && maskedValidation(validation, names),
    findings: findings.map((each) => ({ ...each, params: maskedParams(each.params, names) })),
    exceptions: exceptions.map((each) => maskedReason(each, names)),
    leftOut: leftOut.map((each) => maskedReason(each, names)),
    error: error && { ...error, message: maskedError(error.message, names) },
    ...(vehicles ? { vehicles: { count: vehicles.count, first: [] } } : {}),
    ...(benchmark ? { benchmark: maskedBenchmark(benchmark, names) } : {}),
    ...(prediction ? { prediction: maskedPrediction(prediction, names) } : {}),
  };
}

/** Why a server did not answer a question or did not take a proposal. */
function maskedBenchmark(benchmark: BenchmarkResult, names: Names): BenchmarkResult {
  return {
    ...benchmark,
    left: benchmark.left.map((each) => maskedReason(each, names)),
    proposals: benchmark.proposals.map((each) => ({
      ...each,
      refused: each.refused && maskSaid(each.refused, names),
    })),
  };
}
