import type { Database } from 'better-sqlite3';
import type { Audit, Finding, Measures, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { findingsOf } from './findings.ts';
import { samplesOf } from './samples.ts';

/** The audit of a snapshot: findings with samples from it, and how ready it is. */
export function auditOf(
  db: Database,
  schema: SourceSchema,
  measures: Measures,
  plan: Plan,
  source: Audit['source'],
): Audit {
  const findings = findingsOf(schema, measures, plan).map(({ preferred, ...draft }): Finding => {
    const chosen = plan.decisions.find((d) => d.finding === draft.id);
    return {
      ...draft,
      decision: chosen?.option ?? preferred,
      samples: samplesOf(db, schema, plan, { ...draft, preferred }),
    };
  });
  return {
    source,
    profile: plan.profile,
    tables: measures.tables.map((t) => ({ name: t.table, rows: t.rows })),
    findings,
    score: scoreOf(findings),
  };
}

/** Blocked by a finding nobody decided yet; decisions needed where the default changes what rows look like; else ready. */
function scoreOf(findings: Finding[]): Audit['score'] {
  const open = findings.filter((f) => f.severity === 'blocker' && f.decision === null);
  if (open.length > 0)
    return { level: 'blocked', reason: `${open.length} blocker(s) without a decision: ${codes(open)}` };
  const changing = findings.filter((f) => f.severity !== 'note');
  if (changing.length > 0) {
    return {
      level: 'decisions needed',
      reason: `${changing.length} finding(s) with a default to confirm: ${codes(changing)}`,
    };
  }
  return { level: 'ready', reason: 'every value converts exactly' };
}

function codes(findings: Finding[]): string {
  return [...new Set(findings.map((f) => f.code))].join(', ');
}
