import type { ColumnTroubles, PlanColumn } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { type ColumnType, textType, troubles } from './columns.ts';
import { keyLink } from './key-links.ts';
import type { TableScope } from './scope.ts';

/** A column of a key, and what is known of it beside its type. */
interface Tied {
  /** `table.column` of the source. */
  name: string;
  column: PlanColumn;
  /** A person chose its type, or it is the id of its rows: it keeps it. */
  fixed: boolean;
  /** Every value is the text of a whole number. */
  digits: boolean;
}

/**
 * Gives the columns that foreign keys tie one type together, so that the keys can be made: the one that holds the
 * values of both. PostgreSQL compares no text with a number. Changes the columns of the scopes.
 * @param measured what was measured of texts that point to numbers
 * @param isChosen tells the columns whose type a person chose
 */
export function tieKeys(
  scopes: ReadonlyMap<string, TableScope>,
  measured: readonly ColumnTroubles[],
  isChosen: (table: string, column: string) => boolean,
): void {
  const pairs = [...scopes.values()].flatMap((scope) => pairsOf(scope, scopes, measured, isChosen));
  // What one pair settles, another one that shares a column has to follow; types only ever get wider.
  for (let round = 0; round < pairs.length + 1; round++) {
    const changed = pairs.map(([child, parent]) => tie(child, parent)).some(Boolean);
    if (!changed) return;
  }
}

function pairsOf(
  scope: TableScope,
  scopes: ReadonlyMap<string, TableScope>,
  measured: readonly ColumnTroubles[],
  isChosen: (table: string, column: string) => boolean,
): [Tied, Tied][] {
  const tied = (of: TableScope, name: string): Tied[] => {
    const column = of.columns.get(fold(name));
    if (!column) return [];
    const fixed = column.identity !== null || isChosen(of.source.name, column.source);
    const digits = measured.some(
      (t) =>
        t.table === of.source.name &&
        t.column === column.source &&
        t.form?.kind === 'digits' &&
        t.causes.length === 0,
    );
    return [{ name: `${of.source.name}.${column.source}`, column, fixed, digits }];
  };
  return scope.source.foreignKeys.flatMap((key): [Tied, Tied][] => {
    const link = keyLink(scope, scopes, key);
    // For a key that is not made no type has to change.
    if ('reason' in link) return [];
    return key.columns.flatMap((name, i): [Tied, Tied][] => {
      const [child, ref] = [tied(scope, name)[0], tied(link.parent, link.refNames[i] ?? '')[0]];
      return child && ref ? [[child, ref]] : [];
    });
  });
}

/** @returns true where one of the two got another type */
function tie(child: Tied, parent: Tied): boolean {
  const [a, b] = [child.column, parent.column];
  if (a.conversion === b.conversion) return false;
  // A text that is a number through and through is compared as one with the id that it points to.
  if (parent.fixed && b.conversion === 'integer' && a.conversion === 'text' && !child.fixed)
    return (
      child.digits && settle(child, parent, { type: b.type, conversion: 'integer', form: { kind: 'digits' } })
    );
  const common = commonType(a, b);
  if (common === null || !holds(a, common) || !holds(b, common)) return false;
  // Where one side keeps another type, nothing is won by changing the other.
  if ([child, parent].some(({ fixed, column }) => fixed && column.conversion !== common.conversion))
    return false;
  return [settle(child, parent, common), settle(parent, child, common)].some(Boolean);
}

function commonType(a: PlanColumn, b: PlanColumn): ColumnType | null {
  const both = new Set([a.conversion, b.conversion]);
  const only = (...names: PlanColumn['conversion'][]) => [...both].every((each) => names.includes(each));
  if (only('integer', 'boolean')) return { type: 'bigint', conversion: 'integer' };
  // The foreign key of an integer to a wider number is one that PostgreSQL compares.
  if (a.conversion === 'integer' && only('integer', 'numeric', 'double')) return null;
  if (only('integer', 'numeric', 'double')) return { type: 'numeric', conversion: 'numeric' };
  return both.has('text') ? { type: 'text', conversion: 'text' } : null;
}

/** True where no value of a column would change; numbers among texts come back as numbers. */
function holds({ conversion, form, facts }: PlanColumn, common: ColumnType): boolean {
  if (conversion === common.conversion) return true;
  if (form) return false;
  const isText = common.conversion === 'text';
  return troubles(common.conversion, isText ? { ...facts, integers: 0 } : facts) === 0;
}

function settle(tied: Tied, to: Tied, type: ColumnType): boolean {
  const { column, fixed } = tied;
  if (fixed || column.conversion === type.conversion) return false;
  delete column.strict;
  const { form } = type.conversion === 'text' ? textType(column.facts) : type;
  column.type = type.type;
  column.planned = type.type;
  column.conversion = type.conversion;
  column.tied = to.name;
  if (form) column.form = form;
  else delete column.form;
  return true;
}
