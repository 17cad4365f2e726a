import type { PlanCheck, PlanForeignKey, PlanKey, PlanTable } from '../../../shared/model/index.ts';
import type { CatalogForeignKey, CatalogKey, CatalogTable } from '../target/catalog-types.ts';
import { differs, type Findings, notValid } from './parity-findings.ts';

export function checkPrimaryKey(
  table: PlanTable,
  key: PlanKey,
  found: CatalogTable,
  findings: Findings,
): void {
  const actual = found.primaryKey?.name === key.name ? found.primaryKey : null;
  checkKey(`primary key ${key.name} on ${table.target}`, key, actual, found, findings);
}

export function checkUnique(table: PlanTable, key: PlanKey, found: CatalogTable, findings: Findings): void {
  const actual = found.uniques.find((u) => u.name === key.name) ?? null;
  checkKey(`unique ${key.name} on ${table.target}`, key, actual, found, findings);
}

/** A key is as good as its index, which has its name. */
function checkKey(
  label: string,
  key: PlanKey,
  actual: CatalogKey | null,
  found: CatalogTable,
  findings: Findings,
): void {
  if (!actual) {
    findings.missing.push(label);
    return;
  }
  const [expected, got] = [list(key.columns), list(actual.columns)];
  if (expected !== got) differs(findings, label, expected, got);
  if (!found.indexes.find((i) => i.name === key.name)?.valid) notValid(findings, label, false);
}

/** PostgreSQL rewrites expressions, so a check is known by its name. */
export function checkCheck(
  table: PlanTable,
  check: PlanCheck,
  found: CatalogTable,
  findings: Findings,
): void {
  const label = `check ${check.name} on ${table.target}`;
  const actual = found.checks.find((c) => c.name === check.name);
  if (!actual) findings.missing.push(label);
  else if (!actual.validated) notValid(findings, label, check.violations > 0);
}

/**
 * Before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key: each partition then has its own, which
 * counts as the one on the parent.
 */
export function checkForeignKey(
  table: PlanTable,
  key: PlanForeignKey,
  found: CatalogTable,
  partitions: CatalogTable[],
  findings: Findings,
): void {
  const label = `foreign key ${key.name} on ${table.target}`;
  const onTable = found.foreignKeys.find((f) => f.name === key.name);
  const expected = describeForeignKey(key);
  const onPartitions = partitions.map((p) => p.foreignKeys.find((f) => describeForeignKey(f) === expected));
  const actual = onTable ? [onTable] : onPartitions.filter((f) => f !== undefined);
  if (actual.length === 0 || (!onTable && actual.length < partitions.length)) {
    findings.missing.push(label);
    return;
  }
  for (const found of new Set(actual.map(describeForeignKey))) {
    if (found !== expected) differs(findings, label, expected, found);
  }
  if (actual.some((f) => !f.validated)) notValid(findings, label, key.orphans > 0);
}

function describeForeignKey(key: PlanForeignKey | CatalogForeignKey): string {
  const { columns, references, refColumns, onUpdate, onDelete, deferrable } = key;
  const actions = `on update ${onUpdate.toLowerCase()} on delete ${onDelete.toLowerCase()}`;
  return `${list(columns)} references ${references}${list(refColumns)} ${actions}${deferrable ? ' deferrable' : ''}`;
}

function list(names: string[]): string {
  return `(${names.join(', ')})`;
}
