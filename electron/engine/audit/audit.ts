import type { Database } from 'better-sqlite3';
import type {
  AdoptedSchema,
  Audit,
  Choices,
  Decision,
  Finding,
  Measures,
  Plan,
  SourceSchema,
} from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { previewOf } from '../plan/adopt/preview.ts';
import { versionColumn } from '../source/bookkeeping.ts';
import { fold, quoteName } from '../source/sql.ts';
import { adoptFindings } from './adopt-findings.ts';
import type { BrokenRule } from './adopt-rules.ts';
import type { Draft } from './draft.ts';
import { findingsOf, leftOutFindings, unparsedFindings } from './findings.ts';
import { countOf, samplesOf } from './samples.ts';
import { settle } from './settle.ts';
import { columnTroubles, troublesFor } from './troubles.ts';

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
  /** Whether the server that is known by now can make hypertables. */
  hypertables?: boolean | undefined;
  /** What the application made in the target, with its rules that rows break; null where the run makes its tables. */
  adopt: { target: AdoptedSchema; broken: readonly BrokenRule[] } | null;
}

/** The audit of a snapshot: findings with samples from it, and how ready it is. Settles the plan and writes the decisions into it. */
export function auditOf(input: AuditOf): Audit {
  const { db, schema, measures, plan, choices, known, acceptDefaults } = input;
  const tables = new Map(schema.tables.map((t) => [t.name, t]));
  const drafts = input.adopt ? adoptDrafts(input, input.adopt) : ownDrafts(input);
  const findings = drafts.flatMap((draft): Finding[] => {
    const count = countOf(db, draft);
    // What might have been, and is not in any row.
    if (draft.count === null && draft.where !== null && count === 0) return [];
    const { id, code, severity, table, column, options, params } = draft;
    const chosen = choices.decisions[id];
    const decided = chosen !== undefined && options.includes(chosen);
    const asked =
      draft.mustDecide || (known !== null && !known.has(id) && severity !== 'note' && options.length > 0);
    const decision = decided ? chosen : asked && !acceptDefaults ? null : (options[0] ?? 'accept');
    const samples = samplesOf(db, tables.get(table ?? ''), schema.encoding, draft);
    return [{ id, code, severity, table, column, count, samples, decision, options, params }];
  });
  plan.decisions = findings.flatMap((f) => decisionOf(f, choices));
  return {
    source: input.source,
    profile: plan.profile,
    tables: measures.tables.map((t) => ({ name: t.table, rows: t.rows })),
    findings,
    ...(input.adopt ? { adopt: previewOf(schema, measures, input.adopt.target, plan) } : {}),
    score: scoreOf(findings),
  };
}

/** Findings about tables that the run makes; settles the plan. */
function ownDrafts({ db, schema, measures, plan, choices, hypertables = false }: AuditOf): Draft[] {
  const collisions = settle(db, schema, plan);
  const known = withChosenTypes(db, schema, measures, plan);
  return findingsOf(schema, known, plan, collisions, choices.decisions, hypertables);
}

/** Findings about tables that the application made. */
function adoptDrafts(
  { db, schema, measures, plan, choices }: AuditOf,
  { target, broken }: NonNullable<AuditOf['adopt']>,
): Draft[] {
  const { troubles } = measures;
  const versions = versionsOf(db, schema);
  return [
    ...adoptFindings({ schema, measures, plan, target, troubles, broken, versions, choices }),
    ...leftOutFindings(plan),
    ...unparsedFindings(schema),
  ];
}

/** What the source's own book-keeping tables say of the application's migrations. */
function versionsOf(db: Database, schema: SourceSchema): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, columns } of schema.tables) {
    const column = versionColumn(name);
    if (column === null || !columns.some((c) => fold(c.name) === fold(column))) continue;
    const sql = `select cast(${quoteName(column)} as text) from ${quoteName(name)} order by 1`;
    found.set(name, db.prepare(sql).pluck().all() as string[]);
  }
  return found;
}

/**
 * The measures, with what becomes of the values in columns whose type a person chose, or a key asks for. These come
 * first: a limit asks more than what was measured for the conversion alone.
 */
function withChosenTypes(db: Database, schema: SourceSchema, measures: Measures, plan: Plan): Measures {
  const chosen = plan.tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source) return [];
    return table.columns
      .filter((c) => {
        const isMeasured = troublesFor(measures.troubles, table.source, c) !== undefined;
        return c.fit || ((c.type !== c.planned || c.form || c.tied) && !isMeasured);
      })
      .map((c) => columnTroubles(db, source, c, schema.encoding as TextEncoding));
  });
  return { ...measures, troubles: [...chosen, ...measures.troubles] };
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
