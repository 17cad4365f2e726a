import type {
  ColumnProfile,
  Finding,
  Measures,
  Plan,
  PlanTable,
  Severity,
  SourceSchema,
} from '../../../shared/model/index.ts';
import { troubles } from '../plan/columns.ts';
import { kindOf } from '../plan/kinds.ts';
import { bulkOf } from '../plan/partitions.ts';

/** A finding before its samples are read. */
export type Draft = Omit<Finding, 'samples' | 'decision'> & {
  /** The option that loses nothing and is taken when nobody decides; null where a person must. */
  preferred: string | null;
};

/** Everything worth knowing before a run: a pure function of what was measured and planned. */
export function findingsOf(schema: SourceSchema, measures: Measures, plan: Plan): Draft[] {
  return [
    ...sourceFindings(plan),
    ...plan.tables.flatMap((table) => tableFindings(schema, measures, table)),
    ...plan.leftOut.map((left) =>
      draft(
        `leftOut.${left.kind.replace(' ', '')}`,
        left.kind === 'view' || left.kind === 'virtual table' ? 'note' : 'warning',
        {
          table: left.table,
          detail: left.name,
          params: { name: left.name, reason: left.reason },
          options: ['keepText'],
        },
      ),
    ),
  ];
}

function sourceFindings(plan: Plan): Draft[] {
  return plan.source.autocore === null ? [draft('source.notAutocore', 'note', {})] : [];
}

function tableFindings(schema: SourceSchema, measures: Measures, table: PlanTable): Draft[] {
  const found: Draft[] = [];
  const source = schema.tables.find((t) => t.name === table.source);
  const profile = measures.tables.find((t) => t.table === table.source);
  if (!source || !profile) return found;
  if (table.source !== table.target)
    found.push(draft('table.renamed', 'warning', { table: table.source, params: { name: table.target } }));
  if (source.primaryKey.length === 0)
    found.push(draft('table.noKey', 'note', { table: table.source, count: profile.rows }));
  if (table.source.toLowerCase() === 'vehicles' && profile.rows > 1) {
    found.push(
      draft('vehicles.several', 'warning', {
        table: table.source,
        count: profile.rows,
        options: ['keepAll'],
      }),
    );
  }
  for (const column of table.columns)
    found.push(
      ...columnFindings(source.columns.find((c) => c.name === column.source)?.type ?? '', table, column),
    );
  for (const fk of table.foreignKeys) {
    if (fk.orphans === 0) continue;
    const params = { columns: fk.columns.join(', '), parent: fk.references };
    found.push(
      draft('rows.orphans', 'warning', {
        table: table.source,
        detail: fk.name,
        count: fk.orphans,
        params,
        options: ['notValid'],
      }),
    );
  }
  for (const check of table.checks) {
    if (check.violations === 0) continue;
    found.push(
      draft('rows.checkViolated', 'warning', {
        table: table.source,
        detail: check.name,
        count: check.violations,
        params: { name: check.name },
        options: ['notValid'],
      }),
    );
  }
  found.push(...clockFindings(table));
  return found;
}

function columnFindings(declared: string, table: PlanTable, column: PlanTable['columns'][number]): Draft[] {
  const at = { table: table.source, column: column.source };
  const found: Draft[] = [];
  const odd = troubles(column.conversion, column.facts);
  if (odd > 0) {
    const params = { type: column.type, odd: oddities(column.conversion, column.facts) };
    found.push(
      draft(`value.${column.conversion}`, 'warning', { ...at, count: odd, params, options: ['repair'] }),
    );
  }
  const widened = widening(declared, column.type);
  if (widened)
    found.push(
      draft('type.widened', 'note', { ...at, params: { declared, type: column.type }, options: ['widen'] }),
    );
  if (column.source !== column.target)
    found.push(draft('column.renamed', 'warning', { ...at, params: { name: column.target } }));
  return found;
}

/** What stands where it should not, as words of SQLite's storage classes. */
function oddities(conversion: string, p: ColumnProfile): string {
  const words: [string, number][] = [
    ['INTEGER', conversion === 'integer' || conversion === 'boolean' ? 0 : p.integers],
    ['REAL', conversion === 'double' || conversion === 'numeric' ? 0 : p.reals],
    ['TEXT', conversion === 'text' ? 0 : p.texts],
    ['BLOB', conversion === 'bytea' ? 0 : p.blobs],
  ];
  return words
    .filter(([, n]) => n > 0)
    .map(([word]) => word)
    .join(', ');
}

/** True when the target's type is not the one that the declaration alone would give. */
function widening(declared: string, type: string): boolean {
  const { kind, length } = kindOf(declared);
  if (kind === 'varchar') return type !== `character varying(${length})`;
  if (kind === 'integer') return type !== 'integer';
  if (kind === 'bigint') return type !== 'bigint';
  const plain: Partial<Record<typeof kind, string>> = {
    boolean: 'boolean',
    timestamp: 'timestamp without time zone',
    double: 'double precision',
    numeric: 'numeric',
    text: 'text',
    bytea: 'bytea',
    date: 'date',
    time: 'time without time zone',
  };
  return plain[kind] !== undefined && plain[kind] !== type;
}

/** Months far from the bulk of the data: a clock that stood in 1970, a GPS fix of 2080. */
function clockFindings(table: PlanTable): Draft[] {
  return table.columns.flatMap((column) => {
    const months = column.facts.time?.months ?? [];
    const bulk = bulkOf(months);
    const first = bulk[0];
    const last = bulk[bulk.length - 1];
    if (first === undefined || last === undefined) return [];
    const outside = months.filter((m) => m.month < first || m.month > last).reduce((n, m) => n + m.rows, 0);
    if (outside === 0) return [];
    const params = { first, last, min: column.facts.time?.min ?? '', max: column.facts.time?.max ?? '' };
    return [
      draft('clock.outliers', 'note', {
        table: table.source,
        column: column.source,
        count: outside,
        params,
        options: ['defaultPartition'],
      }),
    ];
  });
}

interface Rest {
  table?: string | null;
  column?: string | null;
  /** What else tells two findings of one code and table apart. */
  detail?: string;
  count?: number;
  params?: Record<string, string | number>;
  options?: string[];
}

function draft(code: string, severity: Severity, rest: Rest): Draft {
  const { table = null, column = null, detail, count = 1, params = {}, options = [] } = rest;
  const where = [table, column, detail].filter((v) => v !== null && v !== undefined).join('.');
  return {
    id: where ? `${code}:${where}` : code,
    code,
    severity,
    table,
    column,
    count,
    options,
    params,
    preferred: options[0] ?? 'accept',
  };
}
