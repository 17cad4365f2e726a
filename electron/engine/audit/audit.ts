import type { Database } from 'better-sqlite3';
import type {
  Audit,
  Choices,
  ColumnTroubles,
  Decision,
  Finding,
  Measures,
  Plan,
  PlanColumn,
  SourceSchema,
} from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { findingsOf } from './findings.ts';
import { countOf, samplesOf } from './samples.ts';
import { settle } from './settle.ts';
import { scanTroubles } from './troubles.ts';

export interface AuditOf {
  db: Database;
  schema: SourceSchema;
  measures: Measures;
  plan: Plan;
  source: Audit['source'];
  choices: Choices;
  /** Findings that a saved plan has a decision for; what is new is asked again. Null without a saved plan. */
  known: ReadonlySet<string> | null;
  /** What waits for a person takes its default as well. */
  acceptDefaults: boolean;
}

/** The audit of a snapshot: findings with samples from it, and how ready it is. Settles the plan and writes the decisions into it. */
export function auditOf(input: AuditOf): Audit {
  const { db, schema, measures, plan, choices, known, acceptDefaults } = input;
  const tables = new Map(schema.tables.map((t) => [t.name, t]));
  const collisions = settle(db, schema, plan);
  const drafts = findingsOf(schema, withChosenTypes(db, schema, measures, plan), plan, collisions);
  const findings = drafts.map((draft): Finding => {
    const { id, code, severity, table, column, options, params } = draft;
    const chosen = choices.decisions[id];
    const decided = chosen !== undefined && options.includes(chosen);
    const asked =
      draft.mustDecide || (known !== null && !known.has(id) && severity !== 'note' && options.length > 0);
    const decision = decided ? chosen : asked && !acceptDefaults ? null : (options[0] ?? 'accept');
    const samples = samplesOf(db, tables.get(table ?? ''), schema.encoding, draft);
    return {
      id,
      code,
      severity,
      table,
      column,
      count: countOf(db, draft),
      samples,
      decision,
      options,
      params,
    };
  });
  plan.decisions = findings.flatMap((f) => decisionOf(f, choices));
  return {
    source: input.source,
    profile: plan.profile,
    tables: measures.tables.map((t) => ({ name: t.table, rows: t.rows })),
    findings,
    score: scoreOf(findings),
  };
}

/** The measures, with what becomes of the values in columns whose type a person chose. */
function withChosenTypes(db: Database, schema: SourceSchema, measures: Measures, plan: Plan): Measures {
  const chosen = plan.tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source) return [];
    return table.columns
      .filter((c) => c.type !== c.planned && !measures.troubles.some((t) => isOf(t, table.source, c)))
      .map((c) => scanTroubles(db, source, c.source, c.conversion, schema.encoding as TextEncoding));
  });
  return { ...measures, troubles: [...measures.troubles, ...chosen] };
}

function isOf(troubles: ColumnTroubles, table: string, column: PlanColumn): boolean {
  const { source, conversion } = column;
  return troubles.table === table && troubles.column === source && troubles.conversion === conversion;
}

function decisionOf(finding: Finding, choices: Choices): Decision[] {
  const { id, decision, options } = finding;
  if (options.length === 0) return [];
  const byUser = decision === null || choices.decisions[id] === decision;
  return [{ finding: id, option: decision, options, by: byUser ? 'user' : 'default' }];
}

/**
 * Blocked: somebody must decide first. Decisions needed: warnings with a default that loses nothing, worth a look.
 * Ready: notes at the most, every value crosses as it is.
 */
function scoreOf(findings: Finding[]): Audit['score'] {
  const open = findings.filter((f) => f.decision === null);
  if (open.length > 0)
    return { level: 'blocked', reason: `${open.length} without a decision: ${codes(open)}` };
  const warnings = findings.filter((f) => f.severity !== 'note');
  if (warnings.length > 0) {
    return {
      level: 'decisions needed',
      reason: `${warnings.length} with a default to confirm: ${codes(warnings)}`,
    };
  }
  return { level: 'ready', reason: 'every value crosses as it is' };
}

function codes(findings: Finding[]): string {
  return [...new Set(findings.map((f) => f.code))].join(', ');
}
