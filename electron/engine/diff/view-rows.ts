import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanColumn, ViewColumn } from '../../../shared/model/index.ts';
import { fieldValue, nullMark } from '../convert/copytext.ts';
import { exactRaw, exactValue, type SqlValue, storageLetters, type TextEncoding } from '../convert/values.ts';
import { copyFieldOf, type FieldTrouble } from '../load/fields.ts';
import { quoteName } from '../source/sql.ts';
import { copyTo } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { wholeLines } from './lines.ts';
import { mostReckoned, RowBag } from './row-bag.ts';

/** A view gives more rows than are compared. */
export class TooManyRows extends Error {}

/** A table or view whose rows are compared, by its names in source and target. */
export interface Compared {
  source: string;
  name: string;
  columns: ViewColumn[];
}

/** What stands in a field for what need not be the same on both sides. */
export type Soften = (field: string, column: ViewColumn) => string;

/** What SQLite gives for a view, each value as the target would print it. Lets other work in between blocks of rows. */
export async function sourceBag(
  db: Database,
  view: Compared,
  encoding: TextEncoding,
  signal: AbortSignal,
  soften: Soften = (field) => field,
): Promise<RowBag> {
  const names = view.columns.map((c) => c.source);
  const select = [...names.map(exactRaw), storageLetters(names)].join(', ');
  const rows = db
    .prepare<[], unknown[]>(`select ${select} from ${quoteName(view.source)}`)
    .raw()
    .iterate();
  const columns = view.columns.map((column) => ({ column, crosses: planColumn(column) }));
  const bag = new RowBag();
  for (const row of rows) {
    const letters = row[names.length] as string;
    const exact: string[] = [];
    const reckoned: number[] = [];
    for (const [i, { column, crosses }] of columns.entries()) {
      const value = exactValue(letters[i], row[i], encoding);
      if (column.how === 'reckoned') reckoned.push(numberOf(value));
      else exact.push(soften(lineField(crosses, value, column.how === 'stored'), column));
    }
    if (isFull(bag, reckoned)) throw new TooManyRows();
    bag.add(exact.join('\t'), reckoned);
    if (bag.rows % 4096 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  }
  return bag;
}

/** What the target gives for the view. */
export async function targetBag(
  client: pg.ClientBase,
  view: Compared,
  schema: string,
  signal: AbortSignal,
  soften: Soften = (field) => field,
): Promise<RowBag> {
  const list = view.columns.map((c) => quoteIdent(c.target)).join(', ');
  const sql = `copy (select ${list} from ${qualified(schema, view.name)}) to stdout`;
  const bag = new RowBag();
  let tooMany = false;
  // A COPY is read to its end, whatever comes: a connection that is left in the middle of one is lost.
  for await (const buffer of wholeLines(copyTo(client, sql, signal))) {
    for (const line of buffer.toString('utf8').slice(0, -1).split('\n')) {
      const fields = line.split('\t');
      const exact = fields.flatMap((field, i) => {
        const column = view.columns[i];
        return column === undefined || column.how === 'reckoned' ? [] : [soften(field, column)];
      });
      const reckoned = fields.filter((_, i) => view.columns[i]?.how === 'reckoned');
      tooMany ||= isFull(bag, reckoned);
      if (!tooMany) bag.add(exact.join('\t'), reckoned.map(numberIn));
    }
  }
  if (tooMany) throw new TooManyRows();
  return bag;
}

function isFull(bag: RowBag, reckoned: readonly unknown[]): boolean {
  return reckoned.length > 0 && bag.rows >= mostReckoned;
}

function numberIn(field: string): number {
  const text = fieldValue(field);
  return text === null ? Number.NaN : Number(text);
}

/** A number; what is none is equal to nothing that PostgreSQL gives there. */
function numberOf(value: SqlValue): number {
  if (value === null) return Number.NaN;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NEGATIVE_INFINITY;
}

/** A repair that the load made is made here too; of what is computed nothing is repaired. */
function lineField(column: PlanColumn, value: SqlValue, repairs: boolean): string {
  const troubles: FieldTrouble[] = [];
  const field = copyFieldOf(column, value, troubles) ?? nullMark;
  // Nothing that the target prints has a line feed in it.
  return troubles.length > 0 && !repairs ? '\n' : field;
}

/** A column of the view as one of a table. */
function planColumn({ source, target, conversion, fit, form, declined }: ViewColumn): PlanColumn {
  return {
    source,
    target,
    type: '',
    planned: '',
    conversion,
    ...(fit && { fit }),
    ...(form && { form }),
    declined,
    nullable: true,
    default: null,
    identity: null,
    generated: null,
    facts: {} as PlanColumn['facts'],
  };
}
