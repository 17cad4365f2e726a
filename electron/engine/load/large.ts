import type { PlanColumn } from '../../../shared/model/index.ts';
import { conversionOf } from '../convert/column.ts';
import { escapedBytes, nullMark } from '../convert/copytext.ts';
import type { TextEncoding } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { type FieldTrouble, planFields } from './fields.ts';

/** From here on a value crosses as bytes: as a string, and step by step inside SQLite, it would be there many times. */
const largeBytes = 1024 * 1024;

/** How the line of a row with very long values comes out of SQLite. */
export interface LargeFields {
  select: string[];
  /** The line of one row from its result columns (from `at` on), with its newline; null when the row goes to quarantine. */
  line(row: unknown[], at: number, troubles: FieldTrouble[]): Buffer | null;
}

/** Null where no column has very long texts or binary values that the audit proved clean. */
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
    if (!isLarge(first)) return planFields(group, encoding);
    const piece = first.conversion === 'bytea' ? hexPiece : textPiece;
    return { select: [`cast(${quoteName(first.source)} as blob)`], line: null, piece };
  });
  return {
    select: parts.flatMap((part) => part.select),
    line: (row, at, troubles) => {
      const pieces: Piece[] = [];
      let quarantined = false;
      let i = at;
      for (const part of parts) {
        if (part.line === null) {
          const value = row[i] as Buffer | null;
          pieces.push(value === null ? copied(Buffer.from(nullMark)) : part.piece(value));
          // Not needed any more, and large.
          row[i] = null;
        } else {
          const text = part.line(row, i, troubles);
          if (text === null) quarantined = true;
          pieces.push(copied(Buffer.from(text ?? '')));
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
    (conversion === 'text' || conversion === 'bytea') &&
    facts.maxBytes > largeBytes &&
    conversionOf(column).copySql(quoteName(column.source), facts) !== null
  );
}

/** A part of a line, whose bytes are written where they belong: nothing so long is put together twice. */
interface Piece {
  length: number;
  write(line: Buffer, at: number): void;
}

function copied(bytes: Buffer): Piece {
  return { length: bytes.length, write: (line, at) => void bytes.copy(line, at) };
}

function textPiece(value: Buffer): Piece {
  return copied(escapedBytes(value));
}

const hexMark = '\\\\x';
/** Bytes whose digits are a string at one time. */
const hexAtOnce = 64 * 1024;

/** What `copySql` of bytea gives. */
function hexPiece(value: Buffer): Piece {
  const write = (line: Buffer, at: number): void => {
    line.write(hexMark, at, 'latin1');
    for (let from = 0; from < value.length; from += hexAtOnce) {
      const digits = value.toString('hex', from, Math.min(from + hexAtOnce, value.length));
      line.write(digits, at + hexMark.length + 2 * from, 'latin1');
    }
  };
  return { length: hexMark.length + 2 * value.length, write };
}

const tab = 9;
const newline = 10;

/** The pieces with a tab between them and a newline behind. */
function joined(pieces: Piece[]): Buffer {
  const line = Buffer.allocUnsafe(pieces.reduce((sum, { length }) => sum + length + 1, 0));
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    piece.write(line, at);
    at += piece.length;
    line[at++] = i < pieces.length - 1 ? tab : newline;
  }
  return line;
}
