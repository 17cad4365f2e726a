import type { Database } from 'better-sqlite3';
import type {
  AdoptedSchema,
  ColumnTroubles,
  Measures,
  Plan,
  PlanColumn,
  PlanTable,
  SourceSchema,
  ValueForm,
} from '../../../shared/model/index.ts';
import { adoptedType } from '../convert/adopted-type.ts';
import { conversionOf } from '../convert/column.ts';
import type { TextEncoding } from '../convert/values.ts';
import { withoutKey } from '../plan/adopt/build.ts';
import { matchTables } from '../plan/adopt/match.ts';
import { qualified } from '../target/sql.ts';
import { columnForm } from './own-forms.ts';
import { columnTroubles } from './troubles.ts';

/** Gives control back between two columns, and throws to stop. */
type Pause = (table: string) => Promise<void>;

/**
 * The spelling that columns of the source have throughout, for the types that stand in the target: every value of a
 * column is read once, unless what was measured proves that it crosses as it is.
 */
export async function formsOf(
  db: Database,
  schema: SourceSchema,
  measures: Measures,
  target: AdoptedSchema,
  pause: Pause,
): Promise<Map<string, ValueForm>> {
  const forms = new Map<string, ValueForm>();
  for (const match of matchTables(schema, target)) {
    const profile = measures.tables.find((t) => t.table === match.source.name);
    if (match.found === null || match.bookkeeping || !profile) continue;
    for (const { source, found } of match.columns) {
      const type = found && adoptedType(found.facts);
      const facts = profile.columns[source.name];
      if (!type || !facts || isEmpty(facts) || source.generated !== null) continue;
      if (conversionOf(type).copySql('c', facts) !== null) continue;
      await pause(match.source.name);
      const form = columnForm(db, match.source.name, source.name, type, schema.encoding as TextEncoding);
      if (form) forms.set(formKey(match.source.name, source.name), form);
    }
  }
  return forms;
}

export function formKey(table: string, column: string): string {
  return JSON.stringify([table, column]);
}

/** What becomes of the values in columns of the application's own types. */
export async function adoptedTroubles(
  db: Database,
  schema: SourceSchema,
  plan: Plan,
  target: AdoptedSchema,
  pause: Pause,
): Promise<ColumnTroubles[]> {
  const found: ColumnTroubles[] = [];
  for (const table of plan.tables) {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source || !table.adopted) continue;
    for (const column of table.columns) {
      if (column.generated !== null || isEmpty(column.facts)) continue;
      if (conversionOf(column).copySql('c', column.facts) !== null) continue;
      await pause(table.source);
      const troubles = columnTroubles(db, source, column, schema.encoding as TextEncoding);
      if (troubles.causes.length > 0) found.push(troubles);
    }
    // A key whose values change cannot be compared by; rows whose key is not to be held stay out as a whole.
    const own = found.filter((t) => t.table === table.source);
    const changing = new Set(own.filter((t) => t.causes.some((c) => c.repaired > 0)).map((t) => t.column));
    if (table.compareKey?.some((name) => changing.has(name))) loseKey(table, target.schema);
  }
  return found;
}

/** Without a key nothing can be filled later: what would wait for it waits as a rule instead. */
function loseKey(table: PlanTable, schema: string): void {
  table.compareKey = null;
  const { adopted } = table;
  if (!adopted) return;
  adopted.key = null;
  const waiting = table.foreignKeys.filter((k) => k.columns.some((c) => adopted.late.includes(c)));
  for (const { name, definition = '' } of waiting)
    adopted.alters.push(withoutKey(qualified(schema, table.target), { name, definition }));
  adopted.late = [];
}

function isEmpty(facts: PlanColumn['facts']): boolean {
  return facts.integers + facts.reals + facts.texts + facts.blobs === 0;
}
