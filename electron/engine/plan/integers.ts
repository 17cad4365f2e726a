import type {
  ColumnProfile,
  SourceColumn,
  SourceForeignKey,
  SourceTable,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { isKnownInteger } from './autocore.ts';
import { checkedRange, intersection, type Range } from './check-range.ts';
import type { PlanInput } from './input.ts';
import { wantsIndexAlone } from './key-indexes.ts';
import { kindOf } from './kinds.ts';

const int4 = { min: -2_147_483_648, max: 2_147_483_647 };

/** One column of one table. */
interface Place {
  table: SourceTable;
  column: SourceColumn;
}

/**
 * Tells which columns of whole numbers 32 bits hold for good. SQLite's integers have 64, and the rows of today say
 * nothing of those to come: only a CHECK, a foreign key to such a column, or the known application bound a column.
 * Columns that a foreign key ties have one width together, that of the widest.
 */
export function narrowColumns(input: PlanInput): (table: string, column: string) => boolean {
  const { schema, measures, autocore } = input;
  const profiles = new Map(measures.tables.map((p) => [p.table, p.columns]));
  const places = schema.tables.flatMap((table) => table.columns.map((column): Place => ({ table, column })));
  const ties = schema.tables.flatMap((table) => table.foreignKeys.flatMap((fk) => tiesOf(table, fk, input)));
  const binding = ties.filter((tie) => tie.binds);
  const narrow = new Set(places.filter((place) => isBounded(place, autocore !== null)).map(keyOf));
  const bind = (): boolean => {
    const bound = binding.filter(({ child, parent }) => narrow.has(parent) && !narrow.has(child));
    for (const { child } of bound) narrow.add(child);
    return bound.length > 0;
  };
  while (bind());
  for (const place of places) {
    const facts = profiles.get(place.table.name)?.[place.column.name];
    if (needsMore(place, facts)) narrow.delete(keyOf(place));
  }
  const widen = (): boolean => {
    const torn = ties.filter(({ child, parent }) => narrow.has(child) !== narrow.has(parent));
    for (const place of torn.flatMap(({ child, parent }) => [child, parent])) narrow.delete(place);
    return torn.length > 0;
  };
  while (widen());
  return (table, column) => narrow.has(nameOf(table, column));
}

/** A column of a foreign key and the one it refers to. */
interface Tie {
  child: string;
  parent: string;
  /** The foreign key is enforced: the child holds nothing that the parent does not. */
  binds: boolean;
}

function tiesOf(table: SourceTable, fk: SourceForeignKey, { schema, choices }: PlanInput): Tie[] {
  const parent = schema.tables.find((t) => fold(t.name) === fold(fk.references));
  if (!parent) return [];
  const refColumns = fk.refColumns.length > 0 ? fk.refColumns : parent.primaryKey;
  const binds = !wantsIndexAlone(table, choices);
  return fk.columns.flatMap((column, i): Tie[] => {
    const other = refColumns[i];
    if (other === undefined) return [];
    return [{ child: nameOf(table.name, column), parent: nameOf(parent.name, other), binds }];
  });
}

/** What bounds a column by itself: what is known of AutoCore, or the CHECKs of its table. */
function isBounded({ table, column }: Place, isAutocore: boolean): boolean {
  if (isAutocore && isKnownInteger(table.name, column.name) && holdsDefault(column)) return true;
  const names = table.columns.map((c) => c.name);
  const range = table.checks
    .map((check) => checkedRange(check.expression, column.name, names))
    .reduce(intersection, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY });
  return isWithin(range);
}

/** Values, ids or a declaration that ask for 64 bits, whatever bounds the column. */
function needsMore({ table, column }: Place, facts: ColumnProfile | undefined): boolean {
  if (kindOf(column.type).kind === 'bigint') return true;
  const isId = column.name === table.rowidAlias;
  // The next id has to fit as well.
  const next = isId ? 1 : 0;
  const highest = [facts?.maxInteger, isId ? table.sequence : null]
    .filter((n) => n !== null && n !== undefined)
    .map((n) => Number(n) + next);
  const lowest = Number(facts?.minInteger ?? 0);
  return !isWithin({ min: lowest, max: Math.max(0, ...highest) });
}

/** A default is a value that the application writes: one that has to be reckoned can be anything. */
function holdsDefault({ default: text }: SourceColumn): boolean {
  const plain = (text ?? 'null').replaceAll(/[()\s']/g, '');
  if (/^(null|true|false)$/i.test(plain)) return true;
  return /^[+-]?\d+$/.test(plain) && isWithin({ min: Number(plain), max: Number(plain) });
}

function isWithin({ min, max }: Range): boolean {
  return min >= int4.min && max <= int4.max;
}

function keyOf({ table, column }: Place): string {
  return nameOf(table.name, column.name);
}

function nameOf(table: string, column: string): string {
  return JSON.stringify([fold(table), fold(column)]);
}
