import { isUtf8 } from 'node:buffer';
import type {
  ExceptionNow,
  ExceptionRecord,
  JsonValue,
  Plan,
  PlanColumn,
  PlanTable,
} from '../../../../shared/model/index.ts';
import { Trouble } from '../../convert/types.ts';
import { BadText, type SqlValue } from '../../convert/values.ts';
import { encodeValue } from '../../load/fields.ts';

/** Where the rows of a table of the source go. `aside`: the target has no table for them. */
export interface Place {
  table: PlanTable;
  aside: boolean;
}

/** What the load makes of one value of a row: the text that PostgreSQL has, or what stood in its way. */
export interface KeptValue {
  column: PlanColumn;
  original: JsonValue;
  encoded: string | Trouble | null;
}

/** The table of an exception in the plan of its run; null where somebody has changed the plan. */
export function placeOf(plan: Pick<Plan, 'tables' | 'aside'>, source: string): Place | null {
  const table = plan.tables.find((each) => each.source === source);
  if (table) return { table, aside: table.adopted?.use === 'setAside' };
  const aside = plan.aside?.find((each) => each.source === source);
  return aside ? { table: aside, aside: true } : null;
}

/** The columns that the target has of a row, encoded again as the load did it. */
export function keptValues({ row, column, code }: ExceptionRecord, table: PlanTable): KeptValue[] {
  return table.columns
    .filter((each) => each.generated === null && !each.absent && Object.hasOwn(row, each.source))
    .map((each): KeptValue => {
      const original = row[each.source] ?? null;
      const value = sqlValue(original, each, each.source === column ? code : null);
      if (value !== null) return { column: each, original, encoded: encodeValue(each, value) };
      const missing = new Trouble('notNull', null, 'NULL in a column that is NOT NULL');
      return { column: each, original, encoded: each.nullable ? null : missing };
    });
}

/**
 * A value as the load read it. JSON does not tell bytes from a text that is no UTF-8: the code does, of the value that
 * the exception is about, and of others what the column is for.
 */
function sqlValue(value: JsonValue, column: PlanColumn, code: string | null): SqlValue {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if ('integer' in value) return BigInt(value.integer);
  if ('real' in value) return Number(value.real);
  const bytes = Buffer.from(value.base64, 'base64');
  const isText = code === null ? column.conversion === 'text' && !isUtf8(bytes) : code === 'text.notUtf8';
  return isText ? new BadText(bytes) : bytes;
}

/** What the run left in the target in the place of the value that an exception is about. */
export function nowOf(record: ExceptionRecord, place: Place | null): ExceptionNow {
  if (record.action === 'quarantined') return { kind: 'noRow' };
  if (record.code === 'adopt.noColumn') return { kind: 'noColumn' };
  if (record.action === 'nulled') return { kind: 'value', text: null };
  // The repair depends on the order of the bytes of a UTF-16 file, which the exception does not tell.
  if (place === null || record.reason.includes('UTF-16')) return { kind: 'unknown' };
  const kept = keptValues(record, place.table).find(({ column }) => column.source === record.column);
  const repair = kept?.encoded instanceof Trouble ? kept.encoded.text : null;
  return repair === null ? { kind: 'unknown' } : { kind: 'value', text: repair };
}
