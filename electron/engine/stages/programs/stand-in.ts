import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type {
  Plan,
  PlanColumn,
  PlanTable,
  SourceSchema,
  SourceTable,
} from '../../../../shared/model/index.ts';
import { decodeColumn } from '../../convert/column.ts';
import { fieldValue } from '../../convert/copytext.ts';
import type { TimeSpelling } from '../../convert/decode.ts';
import type { SqlValue } from '../../convert/values.ts';
import { wholeLines } from '../../diff/lines.ts';
import { spellingOf } from '../../diff/reverse-spelling.ts';
import { bindKey } from '../../load/keys.ts';
import { queryText } from '../../plan/view-text.ts';
import { fold, quoteName } from '../../source/sql.ts';
import { tokenize } from '../../source/tokens.ts';
import { copyTo } from '../../target/copy.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

/** Tables with exceptions that are larger are not copied for a proof. */
export const mostCopied = 200_000;

/** Where rows come from. */
export interface FromTarget {
  client: pg.ClientBase;
  schema: string;
  signal: AbortSignal;
}

/** A query of SQLite that takes longer than it may. */
export class TookTooLong extends Error {}

/** How long SQLite may go on; every row that is read from a table asks. */
export interface Patience {
  until: number;
  /** Tables of which there is no copy, by their names in lower case, and why. */
  blocked: Map<string, string>;
}

/**
 * Temporary views of the same names before the tables and views of a snapshot, so that a query can be ended: SQLite
 * looks in `temp` first (https://www.sqlite.org/lang_naming.html). A table of which the load left rows out or changed
 * values is stood in for by what the target has of it.
 */
export async function standInFor(
  db: Database,
  schema: SourceSchema,
  tables: readonly { plan: PlanTable; changed: boolean }[],
  target: FromTarget,
): Promise<Patience> {
  const patience: Patience = { until: Number.POSITIVE_INFINITY, blocked: new Map() };
  let asked = 0;
  db.function('autocore_patience', { varargs: true }, () => {
    if ((asked++ & 255) === 0 && performance.now() > patience.until) throw new TookTooLong();
    return 1;
  });
  // What the target has may break rules of the source, which are not in question here.
  db.pragma('ignore_check_constraints = on');
  db.pragma('foreign_keys = off');
  for (const { plan, changed } of tables) {
    const source = schema.tables.find((t) => t.name === plan.source);
    if (!source) continue;
    if (changed && !source.virtual) {
      const reason = await copied(db, source, plan, target);
      if (reason !== null) patience.blocked.set(fold(source.name), reason);
    } else guarded(db, source);
  }
  for (const view of schema.views) {
    if (!view.columns) continue;
    const list = view.columns.map(quoteName).join(', ');
    db.exec(`create temp view ${quoteName(view.name)} (${list}) as ${queryText(view.sql)}`);
  }
  return patience;
}

/** Null, or why SQLite takes no copy of the table: a collation that only the application has, say. */
async function copied(
  db: Database,
  source: SourceTable,
  plan: PlanTable,
  target: FromTarget,
): Promise<string | null> {
  const begin = tokenize(source.sql).find((token) => token.text === '(');
  const columns = spelledColumns(db, source, plan);
  try {
    db.exec(`create temp table ${quoteName(source.name)} ${source.sql.slice(begin?.start)}`);
    await fillFromTarget(db, `temp.${quoteName(source.name)}`, plan, columns, target);
    return null;
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (!code.startsWith('SQLITE_')) throw error;
    return message;
  }
}

/** A condition that names a column is asked for each row, one that names none only once. */
function guarded(db: Database, table: SourceTable): void {
  const row = table.rowidName ?? table.primaryKey[0] ?? table.columns[0]?.name ?? '';
  const name = quoteName(table.name);
  db.exec(
    `create temp view ${name} as select * from main.${name} where autocore_patience(${quoteName(row)})`,
  );
}

/** A column and how the file spells its times. */
export interface SpelledColumn {
  column: PlanColumn;
  spelling: TimeSpelling;
}

/** The columns that are filled, as the file spells them. To be asked before anything stands before the table. */
export function spelledColumns(db: Database, source: SourceTable, plan: PlanTable): SpelledColumn[] {
  const filled = new Set(source.columns.filter((c) => c.generated === null).map((c) => c.name));
  return plan.columns
    .filter((c) => filled.has(c.source))
    .map((column) => ({ column, spelling: spellingOf(db, plan, column) }));
}

/** Fills a table that is declared as the source's with the rows that the target has, as SQLite's values. */
export async function fillFromTarget(
  db: Database,
  into: string,
  plan: PlanTable,
  columns: readonly SpelledColumn[],
  { client, schema, signal }: FromTarget,
): Promise<void> {
  const names = columns.map(({ column }) => quoteName(column.source)).join(', ');
  const list = columns.map(({ column }) => quoteIdent(column.target)).join(', ');
  const from = `copy (select ${list} from ${qualified(schema, plan.target)}) to stdout`;
  let failed: unknown;
  // Read to its end, whatever SQLite says: a connection that is left in the middle of a COPY is lost.
  for await (const buffer of wholeLines(copyTo(client, from, signal))) {
    if (failed !== undefined) continue;
    for (const line of buffer.toString('utf8').slice(0, -1).split('\n')) {
      const values = line.split('\t').map((field, i): SqlValue => {
        const text = fieldValue(field);
        const of = columns[i];
        return text === null || !of ? null : decodeColumn(of.column, text, of.spelling);
      });
      try {
        insert(db, into, names, values);
      } catch (error) {
        failed = error;
        break;
      }
    }
  }
  if (failed !== undefined) throw failed;
}

function insert(db: Database, into: string, names: string, values: readonly SqlValue[]): void {
  const bound = values.map((v) => (v === null ? { sql: 'null', value: [] } : boundOf(v)));
  const sql = `insert into ${into} (${names}) values (${bound.map((b) => b.sql).join(', ')})`;
  db.prepare(sql).run(...bound.flatMap((b) => b.value));
}

function boundOf(v: Exclude<SqlValue, null>): { sql: string; value: unknown[] } {
  const { placeholders, values } = bindKey([v]);
  return { sql: placeholders, value: values };
}

/** The tables that views read, through other views too, by their names in lower case. */
export function tablesRead(plan: Plan, view: string, seen = new Set<string>()): Set<string> {
  const views = new Map((plan.views ?? []).map((v) => [fold(v.source), v]));
  for (const name of views.get(fold(view))?.reads ?? []) {
    if (seen.has(fold(name))) continue;
    seen.add(fold(name));
    tablesRead(plan, name, seen);
  }
  return seen;
}
