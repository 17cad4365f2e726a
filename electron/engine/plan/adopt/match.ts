import type {
  AdoptedSchema,
  FoundColumn,
  FoundTable,
  SourceColumn,
  SourceSchema,
  SourceTable,
} from '../../../../shared/model/index.ts';
import { versionColumn } from '../../source/bookkeeping.ts';
import { fold } from '../../source/sql.ts';

/** A table of the source beside the one of its name in the target. */
export interface Match {
  source: SourceTable;
  /** Null: the target has none. */
  found: FoundTable | null;
  /** The application's record of its own migrations: it stays as it is. */
  bookkeeping: boolean;
  columns: { source: SourceColumn; found: FoundColumn | null }[];
  /** Columns that the target has besides. */
  alone: FoundColumn[];
}

/**
 * Puts tables and columns of both sides together by their names: those that are the same, then those that differ in the
 * case of letters alone and are the only ones that do.
 */
export function matchTables(schema: SourceSchema, target: AdoptedSchema): Match[] {
  const tables = partners(schema.tables, target.tables);
  return schema.tables.map((source) => {
    const found = tables.get(source) ?? null;
    const columns = found === null ? new Map() : partners(source.columns, found.columns);
    const used = new Set(columns.values());
    return {
      ...{ source, found, bookkeeping: versionColumn(source.name) !== null },
      columns: source.columns.map((column) => ({ source: column, found: columns.get(column) ?? null })),
      alone: (found?.columns ?? []).filter((column) => !used.has(column)),
    };
  });
}

/** Tables of the target that no table of the source has the name of. */
export function tablesAlone(matches: readonly Match[], target: AdoptedSchema): FoundTable[] {
  const used = new Set(matches.map((m) => m.found));
  return target.tables.filter((table) => !used.has(table));
}

interface Named {
  name: string;
}

function partners<S extends Named, T extends Named>(sources: readonly S[], targets: readonly T[]): Map<S, T> {
  const exact = new Map(targets.map((t) => [t.name, t]));
  const found = new Map<S, T>();
  for (const source of sources) {
    const same = exact.get(source.name);
    if (same) found.set(source, same);
  }
  const taken = new Set(found.values());
  const left = targets.filter((t) => !taken.has(t));
  const alike = Map.groupBy(left, (t) => fold(t.name));
  const wanted = Map.groupBy(
    sources.filter((s) => !found.has(s)),
    (s) => fold(s.name),
  );
  for (const [name, own] of wanted) {
    const [only, ...more] = alike.get(name) ?? [];
    const [source, ...others] = own;
    if (only && source && more.length + others.length === 0) found.set(source, only);
  }
  return found;
}
