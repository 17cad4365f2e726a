import type {
  Plan,
  PlanColumn,
  PlanForeignKey,
  PlanTable,
  SourceColumn,
  SourceSchema,
  SourceTable,
} from '../../../shared/model/index.ts';
import { isKnownInteger } from './autocore.ts';
import { checkedRange, intersection, type Range } from './check-range.ts';
import { kindOf } from './kinds.ts';
import { checksMade } from './made.ts';

const int4 = { min: -2_147_483_648, max: 2_147_483_647 };

/** One column of one table, on both sides. */
interface Place {
  table: SourceTable;
  column: SourceColumn;
  planned: PlanTable;
  target: PlanColumn;
}

/**
 * Gives the columns of whole numbers 32 bits where these hold them for good, 64 elsewhere. SQLite's integers have 64, and
 * the rows of today say nothing of those to come: only the known application, a CHECK or a foreign key to such a column
 * bounds one, and of these rules only what the plan really makes. Columns that a foreign key ties have one width
 * together, that of the widest.
 * @param isChosen tells the columns whose type a person chose: they keep it
 */
export function setWidths(
  schema: SourceSchema,
  plan: Plan,
  isChosen: (table: string, column: string) => boolean,
): void {
  const places = placesOf(schema, plan);
  const narrow = narrowOf(places, plan);
  for (const place of places) {
    const { table, column, target } = place;
    if (!/^(integer|bigint)$/.test(target.planned)) continue;
    const type = narrow.has(keyOf(place)) ? 'integer' : 'bigint';
    if (!isChosen(table.name, column.name)) target.type = type;
    target.planned = type;
  }
}

function placesOf(schema: SourceSchema, plan: Plan): Place[] {
  const sources = new Map(schema.tables.map((table) => [table.name, table]));
  return plan.tables.flatMap((planned) => {
    const table = sources.get(planned.source);
    return planned.columns.flatMap((target): Place[] => {
      const column = table?.columns.find((c) => c.name === target.source);
      return table && column ? [{ table, column, planned, target }] : [];
    });
  });
}

function narrowOf(places: readonly Place[], plan: Plan): Set<string> {
  const ties = plan.tables.flatMap((table) => table.foreignKeys.flatMap((key) => tiesOf(table, key)));
  const binding = ties.filter((tie) => tie.binds);
  const narrow = new Set(places.filter((place) => isBounded(place, plan)).map(keyOf));
  const bind = (): boolean => {
    const bound = binding.filter(({ child, parent }) => narrow.has(parent) && !narrow.has(child));
    for (const { child } of bound) narrow.add(child);
    return bound.length > 0;
  };
  while (bind());
  for (const place of places) if (needsMore(place)) narrow.delete(keyOf(place));
  const widen = (): boolean => {
    const torn = ties.filter(({ child, parent }) => narrow.has(child) !== narrow.has(parent));
    for (const place of torn.flatMap(({ child, parent }) => [child, parent])) narrow.delete(place);
    return torn.length > 0;
  };
  while (widen());
  return narrow;
}

/** A column of a foreign key and the one it refers to. */
interface Tie {
  child: string;
  parent: string;
  /** The child holds nothing that the parent does not. */
  binds: boolean;
}

function tiesOf(table: PlanTable, key: PlanForeignKey): Tie[] {
  const canBeEmpty = (name: string) => table.columns.find((c) => c.target === name)?.nullable !== false;
  return key.columns.map((column, i) => ({
    child: nameOf(table.target, column),
    parent: nameOf(key.references, key.refColumns[i] as string),
    // A row without a value in one column of the key may have anything in the others (MATCH SIMPLE).
    binds: !key.columns.some((other) => other !== column && canBeEmpty(other)),
  }));
}

/** What bounds a column by itself: what is known of AutoCore, or the CHECKs of its table. */
function isBounded({ table, column, planned }: Place, plan: Plan): boolean {
  const isAutocore = plan.source.autocore !== null;
  if (isAutocore && isKnownInteger(table.name, column.name) && holdsDefault(column)) return true;
  const names = table.columns.map((c) => c.name);
  const made = checksMade(table, planned, plan.leftOut);
  const range = table.checks
    .filter((_, i) => made[i])
    .map((check) => checkedRange(check.expression, column.name, names))
    .reduce(intersection, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY });
  return isWithin(range);
}

/** Values, ids or a declaration that ask for 64 bits, whatever bounds the column. */
function needsMore({ table, column, target: { facts } }: Place): boolean {
  if (kindOf(column.type).kind === 'bigint') return true;
  const isId = column.name === table.rowidAlias;
  // The next id has to fit as well.
  const next = isId ? 1 : 0;
  const highest = [facts.maxInteger, isId ? table.sequence : null]
    .filter((n) => n !== null)
    .map((n) => Number(n) + next);
  return !isWithin({ min: Number(facts.minInteger ?? 0), max: Math.max(0, ...highest) });
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

function keyOf({ planned, target }: Place): string {
  return nameOf(planned.target, target.target);
}

function nameOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}
