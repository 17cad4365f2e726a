import type { Database } from 'better-sqlite3';
import type { Finding, Plan, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding, toJsonValue } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { troubleCondition } from './conditions.ts';
import type { Draft } from './findings.ts';
import { orphanCondition } from './measure.ts';

const most = 5;

/** Reads a few real rows for a finding: the key that names the row, and the value that it is about. */
export function samplesOf(db: Database, schema: SourceSchema, plan: Plan, draft: Draft): Finding['samples'] {
  const table = plan.tables.find((t) => t.source === draft.table);
  if (!table) return [];
  const asked = conditionOf(schema, table, draft);
  if (asked === null) return [];
  const keys = table.compareKey ?? (table.read.by === 'rowid' ? [table.read.name] : table.read.columns);
  const encoding = schema.encoding as TextEncoding;
  const rows = db
    .prepare(
      `select ${[...keys, asked.column].map(exactColumns).join(', ')} from ${quoteName(table.source)}
       where ${asked.where} limit ${most}`,
    )
    .raw()
    .all() as unknown[][];
  const value = (row: unknown[], i: number) => toJsonValue(exactValue(row[2 * i], row[2 * i + 1], encoding));
  return rows.map((row) => ({
    key: Object.fromEntries(keys.map((name, i) => [name, value(row, i)])),
    value: value(row, keys.length),
  }));
}

function conditionOf(
  schema: SourceSchema,
  table: PlanTable,
  draft: Draft,
): { where: string; column: string } | null {
  const source = schema.tables.find((t) => t.name === table.source);
  const column = table.columns.find((c) => c.source === draft.column);
  if (draft.code.startsWith('value.') && column) {
    return { where: troubleCondition(column.conversion, column.source), column: column.source };
  }
  if (draft.code === 'rows.orphans') {
    const planned = table.foreignKeys.find((fk) => draft.id.endsWith(`.${fk.name}`));
    const fk = source?.foreignKeys.find(
      (f) => f.columns.join() === columnNames(table, planned?.columns ?? []).join(),
    );
    const where = fk ? orphanCondition(schema, fk) : null;
    return fk && where ? { where, column: fk.columns[0] as string } : null;
  }
  if (draft.code === 'rows.checkViolated') {
    const at = table.checks.findIndex((c) => draft.id.endsWith(`.${c.name}`));
    const check = source?.checks.find((c) => c.name === table.checks[at]?.name) ?? source?.checks[at];
    const first = table.columns[0]?.source;
    return check && first ? { where: `not (${check.expression})`, column: first } : null;
  }
  if (draft.code === 'clock.outliers' && column) {
    const c = quoteName(column.source);
    const { first, last } = draft.params;
    return { where: `(${c} < '${first}' or ${c} > '${last}-99')`, column: column.source };
  }
  return null;
}

function columnNames(table: PlanTable, targets: string[]): string[] {
  return targets.map((t) => table.columns.find((c) => c.target === t)?.source ?? t);
}
