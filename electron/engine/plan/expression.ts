import type { Affinity, ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { collate } from './expression-compare.ts';
import { toCondition } from './expression-convert.ts';
import { parseExpression } from './expression-parse.ts';
import { storedAs } from './expression-store.ts';
import {
  type ExpressionColumn,
  type Kind,
  refuse,
  type Scope,
  Untranslatable,
  type Value,
} from './expression-value.ts';
import { walk } from './expression-walk.ts';

export type { ExpressionColumn } from './expression-value.ts';

export interface ExpressionOptions {
  /** All columns of the table. */
  columns: ExpressionColumn[];
  /** The column that a DEFAULT or a generated value is for. */
  targetColumn?: {
    source: string;
    target: string;
    conversion: ConversionName;
    affinity?: Affinity;
    form?: ValueForm;
  };
  use: Exclude<Scope['use'], 'query'>;
}

export type Translation = { ok: true; sql: string; kind: Kind } | { ok: false; reason: string };

/**
 * A SQLite expression in PostgreSQL's grammar, with the same result for every row that the target can hold: a condition
 * for `check` and `where`, a value for the others. What cannot be kept exactly is refused with the reason. Results that
 * depend on more than the row are refused where PostgreSQL stores them (index, where, generated). The result stands
 * by itself in parentheses or needs none.
 */
export function translateExpression(sql: string, options: ExpressionOptions): Translation {
  const scope: Scope = {
    columns: new Map(options.columns.map((column) => [fold(column.source), column])),
    use: options.use,
    unstable: new Set(),
  };
  try {
    return { ok: true, ...translate(sql, options, scope) };
  } catch (error) {
    if (error instanceof Untranslatable) return { ok: false, reason: error.message };
    throw error;
  }
}

function translate(sql: string, options: ExpressionOptions, scope: Scope): { sql: string; kind: Kind } {
  // After DEFAULT no name is a column.
  const inside = options.use === 'default' ? { ...scope, columns: new Map() } : scope;
  const result = walk(parseExpression(sql, inside), inside);
  const translated = shaped(result, options);
  const [unstable] = scope.unstable;
  if (unstable !== undefined && options.use !== 'check' && options.use !== 'default')
    return refuse(`it depends on ${unstable}, which PostgreSQL does not allow here`);
  return { sql: translated, kind: result.kind };
}

/** A constant alone has no type that an index could have. */
function typed(sql: string, { constant }: Value): string {
  return constant === null ? sql : `${sql}::text`;
}

function shaped(result: Value, { use, targetColumn }: ExpressionOptions): string {
  switch (use) {
    case 'check':
    case 'where':
      return toCondition(result);
    case 'index':
      return result.kind === 'text' ? typed(collate(result, result.collation), result) : result.sql;
    case 'default':
    case 'generated':
      return targetColumn ? storedAs(result, targetColumn) : result.sql;
  }
}
