import type { Database } from 'better-sqlite3';
import { quoteName } from '../../source/sql.ts';
import type { EraShape } from '../eras.ts';
import { random } from '../random.ts';
import { objectHazards } from './objects.ts';
import { templates } from './templates.ts';
import { type ValueHazard, valueHazards } from './values.ts';

/** Where a hazard is in the file. `rowid` is null for objects as a whole; `column` too where it is the row or table. */
export interface PlantedHazard {
  hazard: string;
  table: string;
  rowid: bigint | null;
  column: string | null;
}

/**
 * Adds rows and objects with every known hazard to a clean sample, and says where they are. What the version of the
 * file has no table or column for is left out. Expects foreign keys and checks to be off.
 */
export function plantHazards(db: Database, shape: EraShape): PlantedHazard[] {
  db.exec('begin');
  const values = valueHazards(random(1, 'hazards')).filter((hazard) => fits(shape, hazard));
  const rows = values.map((hazard, index) => plantRow(db, shape, hazard, index + 1));
  const objects = objectHazards.map(({ hazard, table, column, sql }) => {
    for (const statement of sql) db.exec(statement);
    return { hazard, table, rowid: null, column };
  });
  db.exec('commit');
  return [...rows, ...objects];
}

function fits(shape: EraShape, { table, column }: ValueHazard): boolean {
  return shape.tables.some((each) => each.name === table && each.columns.some(({ name }) => name === column));
}

function plantRow(
  db: Database,
  shape: EraShape,
  { hazard, table, column, set }: ValueHazard,
  n: number,
): PlantedHazard {
  const known = new Set(shape.tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
  const row = Object.entries({ ...templates[table]?.(n), ...set }).filter(([name]) => known.has(name));
  const names = row.map(([name]) => quoteName(name)).join(', ');
  const expressions = row.map(([, expression]) => expression).join(', ');
  const rowid = db
    .prepare<[], bigint>(`insert into ${quoteName(table)} (${names}) values (${expressions}) returning rowid`)
    .pluck()
    .safeIntegers()
    .get();
  return { hazard, table, rowid: rowid ?? null, column };
}
