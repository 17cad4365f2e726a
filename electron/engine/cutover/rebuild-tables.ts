import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Displaced, Spelled, WayBackChoices } from '../../../shared/contract.ts';
import type { SourceSchema } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { rowidColumn } from '../diff/changes-rows.ts';
import { CoveringRanges } from '../diff/covering.ts';
import { ReverseTable, rowidIn, type Unfit } from '../diff/reverse.ts';
import type { Quarantined } from '../diff/reverse-displace.ts';
import { Fitting } from '../diff/reverse-fit.ts';
import { PairedRows } from '../diff/reverse-pairs.ts';
import { targetLines } from '../diff/sides.ts';
import { tableDifferences } from '../diff/table.ts';
import type { WayTable } from '../diff/way-table.ts';
import type { WayPlan } from './way/shape.ts';

/** A file that is being made. */
export interface Rebuilding {
  db: Database;
  snapshot: Database;
  client: pg.Client;
  way: WayPlan;
  choices: WayBackChoices;
  encoding: TextEncoding;
  /** Structure of the file, additions included. */
  schema: SourceSchema;
  /** Rows that the server refused in the load, by table. */
  refused: Map<string, Set<string>>;
  quarantined: ReadonlyMap<string, ReadonlyMap<string, Quarantined>>;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

export interface Touched {
  way: WayTable;
  /** Holds the rowids of all rows that PostgreSQL has otherwise; null where that is not known, or any row may be. */
  differing: CoveringRanges | null;
}

export interface Brought {
  rows: number;
  /** Tables that are not as in the snapshot. */
  touched: Touched[];
  spelled: Spelled[];
  displaced: Displaced[];
  unfit: (Unfit & { table: string; way: WayTable })[];
}

/** Writes into the file what PostgreSQL has otherwise than the snapshot, and the tables that came since. */
export async function bringTables(rebuilding: Rebuilding): Promise<Brought> {
  const { way } = rebuilding;
  const brought: Brought = { rows: 0, touched: [], spelled: [], displaced: [], unfit: [] };
  for (const table of way.tables) await bring(rebuilding, table, brought, 'differences');
  for (const table of way.newTables) await bring(rebuilding, table.way, brought, 'everything');
  return brought;
}

async function bring(
  rebuilding: Rebuilding,
  table: WayTable,
  brought: Brought,
  what: 'differences' | 'everything',
): Promise<void> {
  const { db, snapshot, client, encoding, signal } = rebuilding;
  const { source } = table.planned;
  const refused = rebuilding.refused.get(source) ?? new Set<string>();
  const quarantined = rebuilding.quarantined.get(source) ?? new Map<string, Quarantined>();
  const reverse = new ReverseTable({
    ...{ db, snapshot, way: table, encoding, quarantined },
    fitting: fittingOf(rebuilding, table),
  });
  const input = {
    ...{ db: snapshot, client, schema: table.schema, table: table.planned, encoding, refused, signal },
    read: table.read,
    without: table.without,
    onRows: (rows: number) => rebuilding.onRows(source, rows),
  };
  let differing = what === 'differences' && isByRowid(table) ? new CoveringRanges() : null;
  if (what === 'differences') {
    const pairs = new PairedRows(table.planned, (difference) => {
      const id = rowidIn(table.planned, (difference.target ?? difference.source) as Buffer);
      // A row that has lost its key is in no range of it.
      if (id === null) differing = null;
      else differing?.add({ from: id, to: id });
      reverse.take(difference);
    });
    await tableDifferences({ ...input, onDifference: (difference) => pairs.take(difference) });
    pairs.finish();
  } else {
    const lines = targetLines({ ...input, onDifference: () => {} }, null);
    for await (const buffer of lines) for (const line of each(buffer)) reverse.take(unexpected(line));
  }
  reverse.finish(refused);
  brought.rows += reverse.rows;
  if (reverse.rows > 0 || what === 'everything') brought.touched.push({ way: table, differing });
  brought.spelled.push(...reverse.spelled);
  for (const { readKey, ...displaced } of reverse.displaced) {
    brought.displaced.push(displaced);
    // The row that has its key now is one of PostgreSQL's.
    rebuilding.refused.get(source)?.delete(readKey);
  }
  brought.unfit.push(...reverse.unfit.map((unfit) => ({ ...unfit, table: source, way: table })));
}

/** True for a table that goes by its rowid in PostgreSQL too, and of which no column is new or has another type by now. */
function isByRowid({ planned, actual }: WayTable): boolean {
  const isAsPlanned = planned.columns.every(
    (c, at) => !c.absent && c.conversion === actual.columns[at]?.conversion,
  );
  return rowidColumn(planned) !== null && isAsPlanned;
}

/** Spellings for a table of the file as it is now. */
export function fittingOf({ db, snapshot, schema, encoding, choices }: Rebuilding, table: WayTable): Fitting {
  const source = schema.tables.find((t) => t.name === table.planned.source);
  if (!source) throw new Error(`the file has no table ${table.planned.source}`);
  return new Fitting(db, snapshot, source, table.actual, encoding, choices.numbers ?? 'exact');
}

function* each(buffer: Buffer): Generator<Buffer> {
  for (let at = 0; at < buffer.length; ) {
    const end = buffer.indexOf(10, at) + 1;
    yield Buffer.from(buffer.subarray(at, end));
    at = end;
  }
}

function unexpected(target: Buffer) {
  return { kind: 'unexpected' as const, source: null, target };
}
