import type { PlanTable } from '../../../shared/model/index.ts';
import type { CatalogTable } from '../target/catalog-types.ts';
import { differs, type Findings } from './parity-findings.ts';

/**
 * A planned partitioned table is one, by the planned column, with each planned month and a DEFAULT partition; a planned
 * hypertable is one by the planned column. How long its chunks are may be changed at any time.
 */
export function checkPartitions(
  table: PlanTable,
  found: CatalogTable,
  partitions: CatalogTable[],
  findings: Findings,
): void {
  const planned = table.partitions;
  const label = `table ${table.target}`;
  const kind = table.hypertable ? 'hypertable' : planned ? 'partitioned' : 'ordinary';
  const foundKind = found.chunkedBy === null ? found.kind : 'hypertable';
  if (kind !== foundKind) differs(findings, label, kind, foundKind);
  else if (table.hypertable && found.chunkedBy !== table.hypertable.column)
    differs(findings, label, table.hypertable.column, found.chunkedBy ?? '');
  if (!planned || found.kind !== 'partitioned') return;
  const [expected, got] = [`RANGE (${planned.column})`, unquoted(found.partitionKey ?? '')];
  if (unquoted(expected) !== got) differs(findings, label, expected, got);
  // `FOR VALUES FROM ('2025-08-01 00:00:00') TO (…)`
  const wanted = [
    ...planned.ranges.map(({ name, from }) => ({ name, begin: `FOR VALUES FROM ('${from}` })),
    { name: planned.defaultName, begin: 'DEFAULT' },
  ];
  for (const { name, begin } of wanted) {
    const partition = `partition ${name} of ${table.target}`;
    const bound = partitions.find((p) => p.name === name)?.partitionOf?.bound;
    if (bound === undefined) findings.missing.push(partition);
    else if (!bound.startsWith(begin)) differs(findings, partition, begin, bound);
  }
}

function unquoted(sql: string): string {
  return sql.replaceAll('"', '');
}
