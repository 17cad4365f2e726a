import type { AdoptedSchema } from '../../../shared/model/index.ts';

/**
 * What must be as it was when a plan was made for it: everything but what rows change, which is how many there are,
 * where sequences stand, and which versions are on record.
 */
export function shapesOf({ tables }: AdoptedSchema) {
  return tables.map(({ rows: _rows, versions: _versions, columns, ...rest }) => ({
    ...rest,
    columns: columns.map(({ sequence, ...c }) => ({ ...c, sequence: sequence?.name ?? null })),
  }));
}

/** SQL for the same of a table that `readAdoptedSchema` would have read, given as jsonb. */
export function shapeSql(table: string): string {
  const column = `c.col || jsonb_build_object('sequence', c.col #> '{sequence,name}')`;
  return `(${table} - 'rows' - 'versions') || jsonb_build_object('columns', (
    select coalesce(jsonb_agg(${column} order by c.at), '[]')
      from jsonb_array_elements(${table} -> 'columns') with ordinality as c (col, at)))`;
}
