import type {
  Audit,
  Certificate,
  ColumnProfile,
  ExceptionRecord,
  Plan,
  PlanTable,
  RunState,
  Sample,
  ValidationResult,
} from '../../../shared/model/index.ts';
import { withoutSecrets } from '../report/certificate.ts';
import { maskPrinted, maskRow, maskText, maskValue } from './mask.ts';
import { maskSaid, maskSaidIn, type Names } from './mask-said.ts';

/*
 * The documents of a run as they leave the house: of the same shape, so that whatever shows the one shows the other.
 * Names, paths and counts stay, values of rows are masked. All pure.
 */

export function maskedState(state: RunState, names: Names): RunState {
  const { fleet, error } = state;
  return {
    ...state,
    target: { ...state.target, url: withoutSecrets(state.target.url) },
    validation: state.validation && maskedValidation(state.validation, names),
    // What a vehicle is called is its plate as a rule.
    ...(fleet ? { fleet: { ...fleet, vehicle: maskText(fleet.vehicle) } } : {}),
    error: error && { ...error, message: maskedError(error.message, names) },
  };
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
    insertsWithoutId: validation.insertsWithoutId.map((each) => ({
      ...each,
      reason: each.reason && maskSaid(each.reason, names),
    })),
  };
}

export function maskedAudit(audit: Audit, names: Names): Audit {
  return {
    ...audit,
    findings: audit.findings.map((finding) => {
      const { reason } = finding.params;
      return {
        ...finding,
        samples: finding.samples.map(maskedSample),
        params:
          typeof reason === 'string'
            ? { ...finding.params, reason: maskSaid(reason, names) }
            : finding.params,
      };
    }),
  };
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
  const { vehicles, validation, exceptions, error } = certificate;
  return {
    ...certificate,
    target: { ...certificate.target, url: withoutSecrets(certificate.target.url) },
    validation: validation && maskedValidation(validation, names),
    exceptions: exceptions.map((each) => ({ ...each, reason: maskSaid(each.reason, names) })),
    error: error && { ...error, message: maskedError(error.message, names) },
    ...(vehicles ? { vehicles: { count: vehicles.count, first: [] } } : {}),
  };
}
