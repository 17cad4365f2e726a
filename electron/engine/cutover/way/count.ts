import type pg from 'pg';
import { qualified, quoteIdent } from '../../target/sql.ts';
import type { WayPlan } from './shape.ts';

/** Counts what the application added, and finds the numeric columns that are more than SQLite's numbers. */
export async function countAdded(client: pg.Client, way: WayPlan): Promise<void> {
  for (const { added, from, column, only } of way.counts) {
    if (!from.readable) {
      Object.assign(added, { brought: false, reason: 'privileges' });
      continue;
    }
    const what = column === null ? '*' : quoteIdent(column);
    const place = `${only ? 'only ' : ''}${qualified(from.schema, from.name)}`;
    const { rows } = await client.query<{ n: string }>(
      // A partitioned table holds no rows of its own.
      `select count(${what}) as n from ${from.kind === 'p' ? place.replace(/^only /, '') : place}`,
    );
    added.rows = Number(rows[0]?.n);
  }
  for (const { relation, way: table, declared } of way.newTables) {
    for (const { source, target, conversion } of table.actual.columns) {
      if (conversion === 'numeric' && !(await isHeld(client, relation, target))) declared.set(source, 'TEXT');
    }
  }
  for (const added of way.columns) {
    const { declared, relation, column } = added;
    if (declared === 'NUMERIC' && !(await isHeld(client, relation, column.name))) added.declared = 'TEXT';
  }
}

/** True where every value is a number that SQLite holds digit for digit: 64 bits, or what a double prints. */
async function isHeld(
  client: pg.Client,
  { schema, name }: { schema: string; name: string },
  column: string,
): Promise<boolean> {
  const c = quoteIdent(column);
  // In this order: a double refuses what is too large or too small for it.
  const { rows } = await client.query<{ held: boolean | null }>(
    `select bool_and(case when ${c} = 'NaN' then true
       when abs(${c}) > 1e300 then false
       when ${c} = trunc(${c}) and abs(${c}) < 9223372036854775807 then true
       when abs(${c}) < 1e-300 then ${c} = 0
       else ${c} = ${c}::float8::text::numeric end) as held
     from ${qualified(schema, name)}`,
  );
  return rows[0]?.held ?? true;
}
