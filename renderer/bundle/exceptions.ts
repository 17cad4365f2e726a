import type {
  ExceptionFacets,
  ExceptionFilter,
  ExceptionPage,
  ExceptionValue,
  OpenException,
} from '../../shared/contract.ts';
import type { ExceptionNow, ExceptionRecord, JsonValue } from '../../shared/model/index.ts';
import { keyText, valueText } from '../../shared/value-text.ts';

const everything: ExceptionFilter = { table: null, action: null, codes: null };

/** Those of a bundle that fit a filter, in the host's order: what was kept out asks for more than another spelling. */
function fitting(
  records: readonly ExceptionRecord[],
  { table, action, codes }: ExceptionFilter,
): ExceptionRecord[] {
  const fit = records.filter(
    (record) =>
      (table === null || record.table === table) &&
      (action === null || record.action === action) &&
      (codes === null || codes.includes(record.code)),
  );
  const isOut = (record: ExceptionRecord): boolean => record.action === 'quarantined';
  return [...fit.filter(isOut), ...fit.filter((record) => !isOut(record))];
}

export function exceptionPage(
  records: readonly ExceptionRecord[],
  filter: ExceptionFilter,
  offset: number,
  limit: number,
): ExceptionPage {
  const fit = fitting(records, filter);
  return { total: fit.length, offset, records: fit.slice(offset, offset + limit) };
}

/** What there is to filter by, each counted within what the other parts of the filter leave. */
export function facetsOf(
  records: readonly ExceptionRecord[],
  filter: ExceptionFilter = everything,
): ExceptionFacets {
  const counted = <T extends string>(part: keyof ExceptionFilter, of: (record: ExceptionRecord) => T) => {
    const counts = new Map<T, number>(records.map((record) => [of(record), 0]));
    for (const record of fitting(records, { ...filter, [part]: null }))
      counts.set(of(record), (counts.get(of(record)) ?? 0) + 1);
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  };
  return {
    total: records.length,
    tables: counted('table', ({ table }) => table),
    actions: counted('action', ({ action }) => action),
    codes: counted('codes', ({ code }) => code),
  };
}

/** One of them, opened. Without SQL to bring it back: masked values are nobody's. */
export function openedOf(
  records: readonly ExceptionRecord[],
  filter: ExceptionFilter,
  index: number,
): OpenException | null {
  const record = fitting(records, filter)[index];
  if (record === undefined) return null;
  const { table, column, action, code, reason, key, row } = record;
  return {
    record: { table, column, action, code, reason },
    key: keyText(key),
    original: column === null ? null : valueIn(column, row[column] ?? null),
    now: nowOf(record),
    row: Object.entries(row).map(([name, value]) => valueIn(name, value)),
    sql: null,
  };
}

function valueIn(column: string, value: JsonValue): ExceptionValue {
  return { column, text: valueText(value), more: 0 };
}

/** As the record itself tells it: a masked value cannot be encoded anew. */
function nowOf({ action, code, stored }: ExceptionRecord): ExceptionNow {
  if (action === 'quarantined') return { kind: 'noRow' };
  if (code === 'adopt.noColumn') return { kind: 'noColumn' };
  if (action === 'nulled') return { kind: 'value', text: null };
  return stored === undefined ? { kind: 'unknown' } : { kind: 'value', text: stored };
}
