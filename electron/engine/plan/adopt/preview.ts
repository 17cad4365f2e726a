import type {
  AdoptedSchema,
  AdoptPreview,
  Measures,
  Plan,
  SourceSchema,
} from '../../../../shared/model/index.ts';
import { formName } from '../../convert/formed.ts';
import { matchTables, tablesAlone } from './match.ts';

/** What a plan that adopts does, table by table and column by column. */
export function previewOf(
  schema: SourceSchema,
  measures: Measures,
  target: AdoptedSchema,
  plan: Plan,
): AdoptPreview {
  const matches = matchTables(schema, target);
  const planned = new Map(plan.tables.map((t) => [t.source, t]));
  return {
    schema: target.schema,
    tables: matches.map(({ source, found, bookkeeping, columns, alone }) => ({
      source: source.name,
      rows: measures.tables.find((t) => t.table === source.name)?.rows ?? 0,
      target: found?.name ?? null,
      there: found?.rows ?? 0,
      bookkeeping,
      columns: columns.map((c) => {
        const form = planned.get(source.name)?.columns.find((p) => p.source === c.source.name)?.form;
        return {
          source: c.source.name,
          target: c.found?.name ?? null,
          type: c.found?.type ?? null,
          form: form ? formName(form) : null,
        };
      }),
      alone: alone.map(({ name, type }) => ({ name, type })),
    })),
    alone: tablesAlone(matches, target).map((t) => t.name),
  };
}
