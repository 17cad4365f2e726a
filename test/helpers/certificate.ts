import type { CertificateInput } from '../../electron/engine/report/certificate.ts';
import type {
  Audit,
  ExceptionSummary,
  Finding,
  LeftOut,
  RunState,
  TableAccount,
} from '../../shared/model/index.ts';
import { makePlan } from './plan.ts';

export function account(name: string, source: number, given: Partial<TableAccount> = {}): TableAccount {
  const digest = { source: 'a1'.repeat(32), target: 'a1'.repeat(32) };
  return {
    name,
    target: name,
    source,
    migrated: source - (given.quarantined ?? 0),
    repaired: 0,
    nulled: 0,
    quarantined: 0,
    digest,
    ...given,
  };
}

export function runState(given: Partial<RunState> = {}): RunState {
  return {
    format: 1,
    id: '20261123-160211-7f3a',
    tool: '0.1.0',
    status: 'succeeded',
    stage: 'certificate',
    createdAt: '2026-11-23T19:02:11.000Z',
    finishedAt: '2026-11-23T19:03:05.000Z',
    profile: 'compatible',
    extras: true,
    source: {
      path: '/opt/autocore/database/autocore.db',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      bytes: 187_654_144,
      autocore: '14 tables',
    },
    target: {
      managed: true,
      url: 'postgresql://autocore_user@127.0.0.1:54329/autocore',
      server: 'PostgreSQL 18.4',
      schema: 'public',
    },
    options: {
      replace: false,
      acceptDefaults: true,
      rehearsal: false,
      choices: { types: {}, decisions: {} },
    },
    tables: [account('devices', 6), account('telemetry_data', 1_000_000)],
    objects: { missing: [], notValid: [] },
    validation: {
      level: 'rows',
      status: 'identical',
      differences: 0,
      samples: [],
      insertsWithoutId: [{ table: 'devices', ok: true, reason: null }],
    },
    seconds: {
      snapshot: 0.8,
      audit: 3.21,
      plan: 0.01,
      prepare: 0.2,
      load: 9.4,
      indexes: 4.6,
      validate: 6.9,
      total: 25.1,
    },
    peakRssMiB: 312,
    error: null,
    ...given,
  };
}

export function finding(code: string, given: Partial<Finding> = {}): Finding {
  const { table = null, column = null } = given;
  return {
    id: `${code}:${table}.${column}`,
    code,
    severity: 'warning',
    table,
    column,
    count: 1,
    samples: [],
    decision: null,
    options: [],
    params: {},
    ...given,
  };
}

export function auditOf(findings: Finding[]): Audit {
  return {
    source: { path: 'autocore.db', sha256: 'ab', bytes: 1, autocore: '14 tables' },
    profile: 'compatible',
    tables: [],
    findings,
    score: { level: 'ready', reason: '' },
  };
}

/** Everything a certificate can show, for a run that went well. */
export function certificateInput(given: Partial<CertificateInput> = {}): CertificateInput {
  return {
    state: runState(),
    plan: makePlan([]),
    audit: auditOf([]),
    exceptionSummary: [],
    objectsCompared: {
      tables: 14,
      columns: 171,
      primaryKeys: 14,
      uniques: 9,
      checks: 21,
      foreignKeys: 12,
      indexes: 47,
      partitions: 8,
      views: 4,
      functions: 3,
      statistics: 0,
    },
    language: 'pt-BR',
    ...given,
  };
}

export function exception(
  table: string,
  column: string | null,
  given: Partial<ExceptionSummary> = {},
): ExceptionSummary {
  return {
    table,
    column,
    action: 'repaired',
    code: 'text.nul',
    reason: 'NUL byte in a text',
    count: 1,
    ...given,
  };
}

export function leftOutObject(name: string, given: Partial<LeftOut> = {}): LeftOut {
  return {
    kind: 'view',
    table: null,
    name,
    sql: `create view ${name} as select 1`,
    reason: 'a reason',
    ...given,
  };
}
