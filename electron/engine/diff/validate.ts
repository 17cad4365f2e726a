import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type {
  Plan,
  PlanColumn,
  PlanTable,
  RowDifference,
  TableAccount,
  ValidationLevel,
} from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import type { TextEncoding } from '../convert/values.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { qualified } from '../target/sql.ts';
import { keptRows } from './kept-rows.ts';
import { ledgerCounts, refusedKeys } from './ledger.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import { type Ahead, ReadAhead } from './read-ahead.ts';
import { diffSegments } from './segments.ts';
import { everything, sharedOrder, targetSql } from './sides.ts';
import { diffTable } from './table.ts';

/** Differences per table that are shown; all are counted. */
const shown = 20;

export interface ValidateInput {
  db: Database;
  client: pg.Client;
  run: string;
  schema: string;
  plan: Plan;
  encoding: TextEncoding;
  level: ValidationLevel;
  accounts: TableAccount[];
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

export interface TableVerdict {
  table: string;
  digest: TableAccount['digest'];
  differences: number;
  samples: RowDifference[];
}

/** Compares one table after the other. Nothing is written; each verdict stands for the moment it was made. */
export async function validateTables(input: ValidateInput): Promise<TableVerdict[]> {
  const { client, run } = input;
  const [refused, ledger] = await inOneTrip(client, [
    () => refusedKeys(client, run),
    () => ledgerCounts(client, run),
  ]);
  const ahead = new ReadAhead(client, input.level === 'rows' ? smallTables(input, refused) : []);
  const verdicts: TableVerdict[] = [];
  for (const table of input.plan.tables) {
    const verdict: TableVerdict = { table: table.source, digest: null, differences: 0, samples: [] };
    const add = (difference: RowDifference): void => {
      verdict.differences++;
      if (verdict.samples.length < shown) verdict.samples.push(difference);
    };
    const account = input.accounts.find((a) => a.name === table.source);
    if (!account) throw new Error(`no account for ${table.source}`);
    if (input.level === 'counts') {
      await compareCounts(input, table, account, add);
    } else {
      const skip = refused.get(table.source) ?? new Set<string>();
      // In an application's tables the server sorts as the application wants it.
      const diff = input.level === 'segments' && !table.adopted ? diffSegments : diffTable;
      const kept = await keptRows(input.client, input.run, table);
      const result = await diff({
        ...input,
        table,
        refused: skip,
        ahead,
        without: kept.isOne,
        onRows: (rows) => input.onRows(table.source, rows),
        onDifference: (d) => add(explain(table, d)),
      });
      // Rows of the application's own stand among ours: the whole table has another digest, whatever is right with ours.
      const order = sharedOrder({ table, encoding: input.encoding, refused: skip });
      const by = order?.fields.map(({ at }) => (table.columns[at] as PlanColumn).source) ?? null;
      verdict.digest = kept.rows === 0 && result.digest ? { ...result.digest, order: by } : null;
      for (const d of kept.gone()) add(explain(table, d));
      compareAccount(table, account, result.rows.target, add);
    }
    compareLedger(table, account, ledger, add);
    verdicts.push(verdict);
  }
  for (const table of input.plan.aside ?? []) verdicts.push(asideVerdict(input, table, ledger));
  return verdicts;
}

/** What `diffTable` asks for tables that fit one block of the load. */
function smallTables(input: ValidateInput, refused: Map<string, Set<string>>): Ahead[] {
  const rows = new Map(input.accounts.map(({ name, migrated }) => [name, migrated]));
  return input.plan.tables.flatMap((table) => {
    const expected = rows.get(table.source) ?? 0;
    const share = expected / table.rowsPerBlock;
    if (share > 1) return [];
    const skip = refused.get(table.source) ?? new Set<string>();
    const key = sharedOrder({ table, encoding: input.encoding, refused: skip })?.target ?? null;
    const sql = (limit: number | null) => targetSql({ schema: input.schema, table }, key, everything, limit);
    return [{ sql: sql(null), limited: sql(expected + 1), rows: expected, share }];
  });
}

/** A table without a place in the target: its rows are all with the exceptions. */
function asideVerdict(input: ValidateInput, table: PlanTable, ledger: Map<string, number>): TableVerdict {
  const verdict: TableVerdict = { table: table.source, digest: null, differences: 0, samples: [] };
  const account = input.accounts.find((a) => a.name === table.source);
  if (!account) throw new Error(`no account for ${table.source}`);
  const add = (difference: RowDifference): void => {
    verdict.differences++;
    verdict.samples.push(difference);
  };
  compareAccount(table, account, 0, add);
  compareLedger(table, account, ledger, add);
  return verdict;
}

async function compareCounts(
  input: ValidateInput,
  table: PlanTable,
  account: TableAccount,
  add: (d: RowDifference) => void,
): Promise<void> {
  const found = await input.client.query(
    `select count(*) as rows from ${qualified(input.schema, table.target)}`,
  );
  const kept = await keptRows(input.client, input.run, table);
  compareAccount(table, account, Number(found.rows[0].rows) - kept.rows, add);
  input.onRows(table.source, account.source);
}

/** source = migrated + quarantined, and what was migrated is what is there. */
function compareAccount(
  table: PlanTable,
  account: TableAccount,
  inTarget: number,
  add: (d: RowDifference) => void,
): void {
  const count = (source: number, target: number): RowDifference => ({
    table: table.source,
    kind: 'count',
    key: null,
    columns: [{ column: '', source: String(source), target: String(target) }],
  });
  if (account.source !== account.migrated + account.quarantined) {
    add(count(account.source, account.migrated + account.quarantined));
  }
  if (account.migrated !== inTarget) add(count(account.migrated, inTarget));
}

/** The ledger in the target holds as many exceptions as the chunks say they made. */
function compareLedger(
  table: PlanTable,
  account: TableAccount,
  ledger: Map<string, number>,
  add: (d: RowDifference) => void,
): void {
  for (const action of ['repaired', 'nulled', 'quarantined'] as const) {
    const kept = ledger.get(`${action}:${table.source}`) ?? 0;
    if (kept === account[action]) continue;
    const columns = [{ column: action, source: String(account[action]), target: String(kept) }];
    add({ table: table.source, kind: 'ledger', key: null, columns });
  }
}

/** The difference as people look at it: the key, and the columns that are not the same. */
function explain(table: PlanTable, difference: LineDifference): RowDifference {
  const source = difference.source ? fieldsOf(difference.source).map(fieldValue) : null;
  const target = difference.target ? fieldsOf(difference.target).map(fieldValue) : null;
  const some = source ?? target ?? [];
  const at = (name: string) => table.columns.findIndex((c) => c.source === name);
  const key = table.compareKey
    ? Object.fromEntries(table.compareKey.map((name) => [name, some[at(name)] ?? null]))
    : null;
  const columns = table.columns
    .map((c, i) => ({ column: c.source, source: source?.[i] ?? null, target: target?.[i] ?? null }))
    .filter((c) => c.source !== c.target);
  return { table: table.source, kind: difference.kind, key, columns };
}
