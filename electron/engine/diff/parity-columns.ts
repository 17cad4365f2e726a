import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import type { CatalogColumn, CatalogTable } from '../target/catalog-types.ts';
import { differs, type Findings } from './parity-findings.ts';
import { isText, normaliseType } from './parity-types.ts';

/** Type, nullability, collation, identity, default and generation of one column. */
export function checkColumn(
  table: PlanTable,
  column: PlanColumn,
  keyColumns: ReadonlySet<string>,
  found: CatalogTable,
  findings: Findings,
): void {
  const label = `column ${table.target}.${column.target}`;
  const actual = found.columns.find((c) => c.name === column.target);
  if (!actual) {
    findings.missing.push(label);
    return;
  }
  // PostgreSQL makes key and identity columns NOT NULL whatever else is said.
  const notNull = !column.nullable || keyColumns.has(column.target) || column.identity !== null;
  const traits: [expected: string, found: string][] = [
    [normaliseType(column.type), normaliseType(actual.type)],
    [notNull ? 'not null' : 'null', actual.notNull ? 'not null' : 'null'],
    [column.identity ? 'identity' : 'no identity', actual.identity ? 'identity' : 'no identity'],
    [column.generated ? 'generated' : 'not generated', actual.generated ? 'generated' : 'not generated'],
    [column.default ? 'default' : 'no default', actual.default ? 'default' : 'no default'],
    collations(column, actual),
  ];
  for (const [expected, got] of traits) if (expected !== got) differs(findings, label, expected, got);
}

/** Text sorts by bytes as in SQLite. `POSIX` is another name of `C`: https://www.postgresql.org/docs/current/collation.html */
function collations(column: PlanColumn, actual: CatalogColumn): [string, string] {
  const comparable = isText(column.type) && isText(actual.type);
  if (!comparable || actual.collation === 'POSIX') return ['', ''];
  return ['collation C', `collation ${actual.collation}`];
}
