import type {
  ConversionName,
  Plan,
  PlanTable,
  SourceSchema,
  SourceTable,
} from '../../../shared/model/index.ts';
import { indexAlone, isLogLike } from '../plan/key-indexes.ts';
import { kindOf } from '../plan/kinds.ts';
import { lengthOptions, lengthsFinding } from '../plan/lengths.ts';
import { type Draft, draft } from './draft.ts';

/** What PostgreSQL will not take tomorrow though SQLite takes it today, of the database as a whole. */
export function strictFindings(schema: SourceSchema, plan: Plan): Draft[] {
  return [...lengthFindings(schema, plan), ...typeFindings(plan)];
}

/** Declared lengths, which SQLite never looked at: none in the target, or those. */
function lengthFindings(schema: SourceSchema, plan: Plan): Draft[] {
  const declared = plan.tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    return table.columns.flatMap((column) => {
      const type = source?.columns.find((c) => c.name === column.source)?.type ?? '';
      const asked = column.conversion === 'text' && kindOf(type).kind === 'varchar';
      return asked ? [`${table.source}.${column.source} ${type}`] : [];
    });
  });
  if (declared.length === 0) return [];
  const params = { columns: declared.length, declared: declared.join(', ') };
  const options = lengthOptions(plan.profile);
  return [draft(lengthsFinding, 'note', { count: declared.length, params, options })];
}

/** One sentence for every column that has a type from now on: nobody reads one for each. */
function typeFindings(plan: Plan): Draft[] {
  const conversions = plan.tables.flatMap((t) => t.columns.map((c) => c.conversion));
  const count = (...names: ConversionName[]) => conversions.filter((c) => names.includes(c)).length;
  const params = {
    numbers: count('integer', 'numeric', 'double'),
    integers: count('integer'),
    booleans: count('boolean'),
    times: count('timestamp', 'date', 'time'),
    texts: count('text'),
  };
  return conversions.length === 0
    ? []
    : [draft('future.strict', 'note', { count: conversions.length, params })];
}

/** Foreign keys that SQLite did not enforce; a table written like a log may go without. */
export function keyFindings(
  schema: SourceSchema,
  source: SourceTable,
  table: PlanTable,
  plan: Plan,
): Draft[] {
  const enforced = table.foreignKeys.map((fk) => `${fk.columns.join(', ')} → ${fk.references}`);
  const given = plan.leftOut.filter((l) => l.table === source.name && l.reason === indexAlone);
  const keys = [...enforced, ...given.map((l) => l.name)];
  if (keys.length === 0) return [];
  const options = isLogLike(source, schema, plan.source.autocore) ? ['enforce', 'index'] : [];
  return [
    draft('future.foreignKey', 'note', {
      table: source.name,
      count: keys.length,
      params: { keys: keys.join('; ') },
      options,
    }),
  ];
}
