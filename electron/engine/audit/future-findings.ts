import type { ConversionName, Plan, PlanColumn, SourceSchema } from '../../../shared/model/index.ts';
import { kindOf } from '../plan/kinds.ts';
import { lengthOptions, lengthsFinding } from '../plan/lengths.ts';
import { type Draft, draft } from './draft.ts';

/** What PostgreSQL will not take tomorrow though SQLite takes it today, of the database as a whole. */
export function strictFindings(schema: SourceSchema, plan: Plan): Draft[] {
  return [
    ...lengthFindings(schema, plan),
    ...typeFindings(plan),
    ...keyFindings(schema, plan),
    ...untypedFindings(schema, plan),
  ];
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
  const columns = plan.tables.flatMap((t) => t.columns);
  const count = (...names: ConversionName[]) => columns.filter((c) => names.includes(c.conversion)).length;
  const params = {
    numbers: count('integer', 'numeric', 'double', 'real'),
    integers: count('integer'),
    narrow: columns.filter((c) => c.type === 'integer').length,
    wide: columns.filter((c) => c.type === 'bigint').length,
    booleans: count('boolean'),
    times: count('timestamp', 'timestamptz', 'date', 'time'),
    texts: count('text'),
    ids: columns.filter((c) => c.identity !== null).length,
  };
  const bytes = namesOf(plan, (c) => c.conversion === 'bytea');
  return [
    ...(columns.length === 0 ? [] : [draft('future.strict', 'note', { count: columns.length, params })]),
    ...listed('future.bytes', bytes),
  ];
}

/** Primary keys that may be empty in SQLite: https://www.sqlite.org/lang_createtable.html#the_primary_key */
function keyFindings(schema: SourceSchema, plan: Plan): Draft[] {
  const required = new Set(
    schema.tables.flatMap((t) => t.columns.filter((c) => c.notNull).map((c) => `${t.name}.${c.name}`)),
  );
  const names = namesOf(plan, (c) => !c.nullable && c.identity === null);
  return listed(
    'future.nullKeys',
    names.filter((name) => !required.has(name)),
  );
}

/** Columns whose type the values of today decided, by what they will not take tomorrow. */
function untypedFindings(schema: SourceSchema, plan: Plan): Draft[] {
  const untyped = new Set(
    schema.tables.flatMap((t) =>
      t.columns.filter((c) => kindOf(c.type).kind === 'any').map((c) => `${t.name}.${c.name}`),
    ),
  );
  const of = (...conversions: ConversionName[]) =>
    namesOf(plan, (c) => c.type === c.planned && conversions.includes(c.conversion)).filter((name) =>
      untyped.has(name),
    );
  return [
    ...listed('future.untypedNumbers', of('double', 'numeric')),
    ...listed('future.untypedIntegers', of('integer')),
    ...listed('future.untypedBytes', of('bytea')),
    ...listed('future.untypedTexts', of('text')),
  ];
}

function namesOf(plan: Plan, is: (column: PlanColumn) => boolean): string[] {
  return plan.tables.flatMap((t) => t.columns.filter(is).map((c) => `${t.source}.${c.source}`));
}

function listed(code: string, columns: readonly string[]): Draft[] {
  const params = { columns: columns.join(', ') };
  return columns.length === 0 ? [] : [draft(code, 'note', { count: columns.length, params })];
}
