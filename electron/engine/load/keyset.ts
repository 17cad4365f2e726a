import type { Statement } from 'better-sqlite3';
import type { ReadOrder } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';
import { bindKey, type Key } from './keys.ts';

/** What a keyset is read by, and where it ends. */
interface KeyRange {
  order: ReadOrder;
  upTo?: Key | null;
}

/** A prepared statement for the first block and one for all others. */
export function cached(prepare: (after: Key | null) => Statement): (after: Key | null) => Statement {
  const kept = new Map<string, Statement>();
  return (after) => {
    const shape = after === null ? '' : bindKey(after).placeholders;
    const found = kept.get(shape) ?? prepare(after);
    kept.set(shape, found);
    return found;
  };
}

/** The condition of a block, behind one key and up to another. */
export function where(range: KeyRange, after: Key | null): string {
  const { order, upTo } = range;
  const conditions: string[] = [];
  if (after) conditions.push(`(${orderBy(order)}) > (${boundKey(order, after).placeholders})`);
  if (upTo) conditions.push(`(${orderBy(order)}) <= (${boundKey(order, upTo).placeholders})`);
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
}

/** The values of that condition, in its order. */
export function bound({ order, upTo }: KeyRange, after: Key | null): unknown[] {
  return [after, upTo ?? null].flatMap((key) => (key ? boundKey(order, key).values : []));
}

/** A key as the terms of its order compare it. */
export function boundKey(order: ReadOrder, key: Key): ReturnType<typeof bindKey> {
  return bindKey(orderTerms(order).map(({ at }) => key[at]) as Key);
}

/** The terms of an order, joined for ORDER BY and for row comparisons. */
export function orderBy(order: ReadOrder): string {
  return orderTerms(order)
    .map(({ sql }) => sql)
    .join(', ');
}

/**
 * What a keyset is sorted and compared by, with its place in the key. The collation is spelled out, whatever the
 * column's default is; what is equal under it (`a` and `A`, where the key itself may know them apart) goes by its bytes.
 */
function orderTerms(order: ReadOrder): { sql: string; at: number }[] {
  if (order.by === 'rowid') return [{ sql: quoteName(order.name), at: 0 }];
  const terms = order.columns.map((column, at) => {
    // A collation of the application's own is not known here.
    const collation = ['NOCASE', 'RTRIM'].find((c) => c === order.collations[at]) ?? 'BINARY';
    return { sql: `${quoteName(column)} collate ${collation}`, at, exact: collation === 'BINARY' };
  });
  const ties = terms.filter((term) => !term.exact);
  return [
    ...terms,
    ...ties.map(({ at }) => ({ sql: `${quoteName(order.columns[at] ?? '')} collate BINARY`, at })),
  ];
}
