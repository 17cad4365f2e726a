import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, PlanTable, SourceSchema, SourceTable } from '../../../../shared/model/index.ts';
import { decodeColumn } from '../../convert/column.ts';
import { fieldValue } from '../../convert/copytext.ts';
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

/** A query of SQLite that takes longer than it may. */
export class TookTooLong extends Error {}

/** How long SQLite may go on; every row that is read from a table asks. */
export interface Patience {
  until: number;
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
  target: { client: pg.ClientBase; schema: string; signal: AbortSignal },
): Promise<Patience> {
  const patience: Patience = { until: Number.POSITIVE_INFINITY };
  let asked = 0;
  db.function('autocore_patience', { varargs: true }, () => {
    if ((asked++ & 255) === 0 && performance.now() > patience.until) throw new TookTooLong();
    return 1;
  });
  db.pragma('ignore_check_constraints = on');
  for (const { plan, changed } of tables) {
    const source = schema.tables.find((t) => t.name === plan.source);
    if (!source) continue;
    if (changed && !source.virtual) await copied(db, source, plan, target);
    else guarded(db, source);
  }
  for (const view of schema.views) {
    if (!view.columns) continue;
    const list = view.columns.map(quoteName).join(', ');
    db.exec(`create temp view ${quoteName(view.name)} (${list}) as ${queryText(view.sql)}`);
  }
  return patience;
}

/** A condition that names a column is asked for each row, one that names none only once. */
function guarded(db: Database, table: SourceTable): void {
  const row = table.rowidName ?? table.primaryKey[0] ?? table.columns[0]?.name ?? '';
  const name = quoteName(table.name);
  db.exec(
    `create temp view ${name} as select * from main.${name} where autocore_patience(${quoteName(row)})`,
  );
}

/** The rows that the target has, as SQLite's values, in a table that is declared as the source's. */
async function copied(
  db: Database,
  source: SourceTable,
  plan: PlanTable,
  { client, schema, signal }: { client: pg.ClientBase; schema: string; signal: AbortSignal },
): Promise<void> {
  const begin = tokenize(source.sql).find((token) => token.text === '(');
  db.exec(`create temp table ${quoteName(source.name)} ${source.sql.slice(begin?.start)}`);
  const columns = plan.columns.filter((c) => {
    const declared = source.columns.find((s) => s.name === c.source);
    return declared?.generated === null;
  });
  const spelled = columns.map((column) => ({ column, spelling: spellingOf(db, plan, column) }));
  const names = columns.map((c) => quoteName(c.source)).join(', ');
  const list = columns.map((c) => quoteIdent(c.target)).join(', ');
  const from = `copy (select ${list} from ${qualified(schema, plan.target)}) to stdout`;
  for await (const buffer of wholeLines(copyTo(client, from, signal))) {
    for (const line of buffer.toString('utf8').slice(0, -1).split('\n')) {
      const values = line.split('\t').map((field, i): SqlValue => {
        const text = fieldValue(field);
        const of = spelled[i];
        return text === null || !of ? null : decodeColumn(of.column, text, of.spelling);
      });
      insert(db, source.name, names, values);
    }
  }
}

function insert(db: Database, table: string, names: string, values: readonly SqlValue[]): void {
  const bound = values.map((v) => (v === null ? { sql: 'null', value: [] } : boundOf(v)));
  const sql = `insert into temp.${quoteName(table)} (${names}) values (${bound.map((b) => b.sql).join(', ')})`;
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
