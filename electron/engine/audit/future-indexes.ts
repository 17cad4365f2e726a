import type { Plan, PlanColumn, PlanIndex, PlanTable } from '../../../shared/model/index.ts';
import {
  indexSizeFinding,
  indexSizeOptions,
  isShortenable,
  maxEntryBytes,
  mostBytes,
  takesAnyLength,
} from '../plan/entry-size.ts';
import { columnOfTerm } from '../plan/indexes.ts';
import { type Draft, draft } from './draft.ts';

/** An index or key, and what stands in it that may be too long for an entry. */
interface Entry {
  name: string;
  /** Columns of the target, and expressions. */
  holds: string[];
  /** Digests or beginnings would do for all of it. */
  canShorten: boolean;
}

/**
 * Indexes and keys that hold whole values of any length: PostgreSQL has a limit for an entry, SQLite has none. The rows
 * of today fit, or the plan would have made them smaller already; those made smaller by choice are named with it.
 */
export function indexSizeFindings(table: PlanTable, plan: Plan): Draft[] {
  const isShortened = takesAnyLength(table.source, plan.chosen ?? {});
  const found = [
    ...[table.primaryKey, ...table.uniques].flatMap((key) => (key ? keyEntry(table, key) : [])),
    ...table.indexes.flatMap((index) => {
      const whole = indexEntry(table, index);
      return whole.length === 0 && isShortened ? shortenedEntry(index) : whole;
    }),
  ];
  if (found.length === 0) return [];
  const params = { indexes: found.map((e) => `${e.name} (${e.holds.join(', ')})`).join('; ') };
  const options = found.some((e) => e.canShorten) ? [...indexSizeOptions] : [];
  return [draft(indexSizeFinding, 'note', { table: table.source, count: found.length, params, options })];
}

function keyEntry(table: PlanTable, { name, columns }: { name: string; columns: string[] }): Entry[] {
  return entryOf(
    name,
    columns.flatMap((c) => table.columns.find((p) => p.target === c) ?? []),
    [],
  );
}

function indexEntry(table: PlanTable, index: PlanIndex): Entry[] {
  const columns = index.terms.flatMap((term) => columnOfTerm(term, table.columns) ?? []);
  if (index.method === 'btree') return entryOf(index.name, columns, index.open ?? []);
  // Of JSON and words GIN keeps digests and short words; of a list it keeps every text whole.
  const lists = index.method === 'gin' ? columns.filter((c) => c.conversion === 'textArray') : [];
  return entryOf(index.name, lists, []);
}

function entryOf(name: string, columns: readonly PlanColumn[], expressions: readonly string[]): Entry[] {
  const most = columns.reduce((sum, column) => sum + mostBytes(column), 0);
  if (most <= maxEntryBytes && expressions.length === 0) return [];
  const long = columns.filter((c) => mostBytes(c) > 8);
  const holds = [...long.map((c) => c.target), ...expressions];
  return [{ name, holds, canShorten: expressions.length === 0 && long.every(isShortenable) }];
}

function shortenedEntry({ name, shortened }: PlanIndex): Entry[] {
  return shortened === undefined ? [] : [{ name, holds: shortened, canShorten: true }];
}
