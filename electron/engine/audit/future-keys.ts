import type {
  Plan,
  PlanTable,
  SourceForeignKey,
  SourceSchema,
  SourceTable,
} from '../../../shared/model/index.ts';
import { indexAlone, isLogLike } from '../plan/key-indexes.ts';
import { fold } from '../source/sql.ts';
import { type Draft, draft } from './draft.ts';

/** Foreign keys that SQLite did not enforce, with what each does; a table written like a log may go without. */
export function foreignKeyFindings(
  schema: SourceSchema,
  source: SourceTable,
  table: PlanTable,
  plan: Plan,
): Draft[] {
  const keys = source.foreignKeys.filter((key) => isAsked(key, table, plan));
  if (keys.length === 0) return [];
  const named = (does: Deletion) => {
    const names = keys.filter((key) => deletionOf(key, table) === does).map(nameOf);
    return names.length === 0 ? '—' : names.join('; ');
  };
  const params = {
    keys: keys.map(nameOf).join('; '),
    deletes: named('deletes'),
    empties: named('empties'),
    defaults: named('defaults'),
    refuses: named('refuses'),
  };
  const options = isLogLike(source, schema, plan.source.autocore) ? ['enforce', 'index'] : [];
  return [draft('future.foreignKey', 'note', { table: source.name, count: keys.length, params, options })];
}

/** A key that is made, or that somebody gave up for an index. */
function isAsked(key: SourceForeignKey, table: PlanTable, plan: Plan): boolean {
  const columns = columnsOf(key, table)
    .map((c) => c.target)
    .join(', ');
  const parent = plan.tables.find((t) => fold(t.source) === fold(key.references))?.target;
  const given = `foreign key (${columns}) references ${parent}(`;
  const isMade = table.foreignKeys.some((k) => k.columns.join(', ') === columns && k.references === parent);
  return (
    isMade ||
    plan.leftOut.some((l) => l.table === table.source && l.reason === indexAlone && l.sql.startsWith(given))
  );
}

/** What becomes of rows when the one that they refer to is deleted. */
type Deletion = 'deletes' | 'empties' | 'defaults' | 'refuses';

function deletionOf(key: SourceForeignKey, table: PlanTable): Deletion {
  const columns = columnsOf(key, table);
  switch (key.onDelete.toUpperCase()) {
    case 'CASCADE':
      return 'deletes';
    case 'SET NULL':
      return columns.every((c) => c.nullable) ? 'empties' : 'refuses';
    case 'SET DEFAULT':
      return columns.every((c) => c.nullable || c.default !== null) ? 'defaults' : 'refuses';
    default:
      return 'refuses';
  }
}

function columnsOf(key: SourceForeignKey, table: PlanTable): PlanTable['columns'] {
  return key.columns.flatMap((name) => table.columns.find((c) => fold(c.source) === fold(name)) ?? []);
}

function nameOf(key: SourceForeignKey): string {
  return `${key.columns.join(', ')} → ${key.references}`;
}
