import type { PlanColumn } from '../../../shared/model/index.ts';
import { conversionOf } from '../convert/column.ts';
import { escapedBytes, nullMark } from '../convert/copytext.ts';
import type { TextEncoding } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { type FieldTrouble, planFields } from './fields.ts';

/** From here on a text crosses as bytes: as a string, and step by step inside SQLite, it would be there many times. */
const largeBytes = 1024 * 1024;

/** How the line of a row with very long texts comes out of SQLite. */
export interface LargeFields {
  select: string[];
  /** The line of one row from its result columns (from `at` on), with its newline; null when the row goes to quarantine. */
  line(row: unknown[], at: number, troubles: FieldTrouble[]): Buffer | null;
}

/** Null where no column has very long texts that the audit proved clean. */
export function planLarge(columns: PlanColumn[], encoding: TextEncoding): LargeFields | null {
  if (encoding !== 'UTF-8' || !columns.some(isLarge)) return null;
  // Neighbours that are not large go together.
  const groups: PlanColumn[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last?.[0] && !isLarge(last[0]) && !isLarge(column)) last.push(column);
    else groups.push([column]);
  }
  const parts = groups.map((group) => {
    const [first] = group as [PlanColumn];
    if (isLarge(first)) return { select: [`cast(${quoteName(first.source)} as blob)`], line: null };
    return planFields(group, encoding);
  });
  return {
    select: parts.flatMap((part) => part.select),
    line: (row, at, troubles) => {
      const pieces: Buffer[] = [];
      let quarantined = false;
      let i = at;
      for (const part of parts) {
        if (part.line === null) {
          const value = row[i] as Buffer | null;
          pieces.push(value === null ? Buffer.from(nullMark) : escapedBytes(value));
          // Not needed any more, and large.
          row[i] = null;
        } else {
          const text = part.line(row, i, troubles);
          if (text === null) quarantined = true;
          pieces.push(Buffer.from(text ?? ''));
        }
        i += part.select.length;
      }
      return quarantined ? null : joined(pieces);
    },
  };
}

function isLarge(column: PlanColumn): boolean {
  const { conversion, facts } = column;
  return (
    conversion === 'text' &&
    facts.maxBytes > largeBytes &&
    conversionOf(column).copySql(quoteName(column.source), facts) !== null
  );
}

const tab = Buffer.from('\t');
const newline = Buffer.from('\n');

function joined(pieces: Buffer[]): Buffer {
  return Buffer.concat(pieces.flatMap((piece, i) => [piece, i < pieces.length - 1 ? tab : newline]));
}
