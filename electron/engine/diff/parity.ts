import type { ObjectCounts, Plan, PlanObject, PlanTable } from '../../../shared/model/index.ts';
import type { Catalog, CatalogTable } from '../target/catalog-types.ts';
import { checkColumn } from './parity-columns.ts';
import { checkCheck, checkForeignKey, checkPrimaryKey, checkUnique } from './parity-constraints.ts';
import { type Findings, notValid } from './parity-findings.ts';
import { checkIndex, describeIndex } from './parity-indexes.ts';
import { checkPartitions } from './parity-partitions.ts';

/**
 * Compares the target with the plan: every table, column, key, constraint, index and extra object that was planned.
 * What the target holds besides is not looked at.
 *
 * `missing` names what does not exist or differs from the plan, such as `index idx_devices_type on devices` or
 * `column devices.uuid: varchar(36) expected, text found`. `notValid` names constraints that hold for new rows only
 * and indexes that cannot be used. A constraint belongs there by plan when rows violate it; one that the plan wants
 * valid is in `missing` as well, so an empty `missing` means: all as planned.
 */
export function compareObjects(plan: Plan, catalog: Catalog): Findings {
  const findings: Findings = { missing: [], notValid: [] };
  for (const table of plan.tables) {
    const found = catalog.tables.find((t) => t.name === table.target);
    if (found && table.adopted) checkAdopted(table, found, findings);
    else if (found) checkTable(table, found, catalog, findings);
    else findings.missing.push(`table ${table.target}`);
  }
  for (const object of plan.extraObjects) checkObject(object, catalog, findings);
  return findings;
}

/** Of a table that the application made the run needs its columns; everything else is the application's. */
function checkAdopted(table: PlanTable, found: CatalogTable, findings: Findings): void {
  for (const { target, type } of table.columns) {
    const column = found.columns.find((c) => c.name === target);
    const label = `column ${table.target}.${target}`;
    if (!column) findings.missing.push(label);
    else if (column.type !== type) findings.missing.push(`${label}: ${type} expected, ${column.type} found`);
  }
}

function checkTable(table: PlanTable, found: CatalogTable, catalog: Catalog, findings: Findings): void {
  const partitions = catalog.tables.filter((t) => t.partitionOf?.table === found.name);
  checkPartitions(table, found, partitions, findings);
  const keyColumns = new Set(table.primaryKey?.columns);
  for (const column of table.columns) checkColumn(table, column, keyColumns, found, findings);
  if (table.primaryKey) checkPrimaryKey(table, table.primaryKey, found, findings);
  for (const unique of table.uniques) checkUnique(table, unique, found, findings);
  for (const check of table.checks) checkCheck(table, check, found, findings);
  for (const key of table.foreignKeys) checkForeignKey(table, key, found, partitions, findings);
  for (const index of table.indexes) checkIndex(table, index, found, findings);
}

function checkObject({ kind, name, table }: PlanObject, catalog: Catalog, findings: Findings): void {
  if (kind === 'index') {
    const index = catalog.tables.flatMap((t) => t.indexes).find((i) => i.name === name);
    const label = describeIndex(name, table);
    if (!index) findings.missing.push(label);
    else if (!index.valid) notValid(findings, label, false);
    return;
  }
  const among = { view: catalog.views, function: catalog.functions, statistics: catalog.statistics }[kind];
  if (!among.some((object) => object.name === name)) findings.missing.push(`${kind} ${name}`);
}

/** How many objects of each kind `compareObjects` looks for. */
export function countObjects(plan: Plan): ObjectCounts {
  const sum = (count: (table: PlanTable) => number) => plan.tables.reduce((n, t) => n + count(t), 0);
  const extra = (kind: PlanObject['kind']) => plan.extraObjects.filter((o) => o.kind === kind).length;
  return {
    tables: plan.tables.length,
    columns: sum((t) => t.columns.length),
    primaryKeys: sum((t) => (t.primaryKey ? 1 : 0)),
    uniques: sum((t) => t.uniques.length),
    checks: sum((t) => t.checks.length),
    foreignKeys: sum((t) => (t.adopted ? 0 : t.foreignKeys.length)),
    indexes: sum((t) => t.indexes.length) + extra('index'),
    partitions: sum((t) => (t.partitions ? t.partitions.ranges.length + 1 : 0)),
    views: extra('view'),
    functions: extra('function'),
    statistics: extra('statistics'),
  };
}
