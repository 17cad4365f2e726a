import type { PlanIndex, PlanTable } from '../../../shared/model/index.ts';
import type { CatalogIndex, CatalogTable } from '../target/catalog-types.ts';
import { differs, type Findings, notValid } from './parity-findings.ts';

/**
 * An index has its name, uniqueness, method, terms and a WHERE or none. Expressions and predicates are rewritten by
 * PostgreSQL: of those it is only said that they are there.
 */
export function checkIndex(
  table: PlanTable,
  index: PlanIndex,
  found: CatalogTable,
  findings: Findings,
): void {
  const label = describeIndex(index.name, table.target);
  const actual = found.indexes.find((i) => i.name === index.name);
  if (!actual) {
    findings.missing.push(label);
    return;
  }
  const [expected, got] = [describePlanned(index), describeFound(actual)];
  if (expected !== got) differs(findings, label, expected, got);
  if (!actual.valid) notValid(findings, label, false);
}

/** `index idx_devices_type on devices` */
export function describeIndex(name: string, table: string | null): string {
  return table === null ? `index ${name}` : `index ${name} on ${table}`;
}

function describePlanned({ unique, method, terms, where }: PlanIndex): string {
  return describe(unique, method, terms.map(termOf), where);
}

function describeFound({ unique, method, terms, predicate }: CatalogIndex): string {
  return describe(unique, method, terms, predicate);
}

function describe(
  unique: boolean,
  method: string,
  terms: CatalogIndex['terms'],
  where: string | null,
): string {
  const list = terms.map(({ column, desc }) => `${column ?? 'expression'}${desc ? ' desc' : ''}`).join(', ');
  return `${unique ? 'unique ' : ''}${method} (${list})${where === null ? '' : ' where'}`;
}

/** A term of the plan is a quoted column or a parenthesised expression, with collation, operator class and order behind. */
function termOf(sql: string): CatalogIndex['terms'][number] {
  const [quoted, name] = /^"((?:[^"]|"")*)"/.exec(sql) ?? [];
  const behind = quoted === undefined ? sql.slice(sql.lastIndexOf(')') + 1) : sql.slice(quoted.length);
  const desc = /\bdesc\b/i.test(behind.replaceAll(/"(?:[^"]|"")*"/g, ''));
  return { column: name === undefined ? null : name.replaceAll('""', '"'), desc };
}
