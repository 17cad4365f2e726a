import type {
  LeftOut,
  PlanColumn,
  PlanView,
  SourceSchema,
  SourceView,
  ViewColumn,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { valueOfColumn } from './expression-columns.ts';
import { type Origin, refuse, Untranslatable, type Value } from './expression-value.ts';
import { here } from './in-schema.ts';
import { Names } from './names.ts';
import { parseStatement } from './query/parse.ts';
import { queryOf } from './query/query.ts';
import type { Output, Query, Relation } from './query/types.ts';
import { keysOf } from './reading.ts';
import { expressionColumn, type TableScope } from './scope.ts';
import { queryText } from './view-text.ts';

/** Views that are understood, each behind those that it reads, and the others with what was not. */
export interface PlannedViews {
  views: PlanView[];
  leftOut: LeftOut[];
}

/**
 * Translates the views of a source: all of one or nothing of it.
 * @param scopes the tables of the plan by their names in lower case
 * @param relations gives out the names of tables, views and indexes
 */
export function planViews(
  schema: SourceSchema,
  scopes: ReadonlyMap<string, TableScope>,
  relations: Names,
): PlannedViews {
  const views: PlanView[] = [];
  const leftOut: LeftOut[] = [];
  const made = new Map<string, Relation | null>();
  const words = namesIn(schema);
  const byName = new Map(schema.views.map((view) => [fold(view.name), view]));
  const relation = (name: string): Relation | null => {
    const scope = scopes.get(fold(name));
    if (scope) return tableRelation(scope);
    const view = byName.get(fold(name));
    if (!view) return null;
    return make(view) ?? refuse(`it reads the view ${view.name}, which is not carried over`);
  };
  const make = (view: SourceView): Relation | null => {
    const before = made.get(view.name);
    if (before !== undefined) return before;
    made.set(view.name, null);
    try {
      const found = translate(view, words, relation);
      const name = relations.take(view.name);
      const sql = `${here}${quoteIdent(name)}`;
      const list = found.targets.map(quoteIdent).join(', ');
      views.push({
        source: view.name,
        name,
        sql: `create view ${sql} (${list}) as ${found.query.sql}`,
        original: view.sql,
        reads: [...found.reads],
        columns: found.columns,
        unstable: found.unstable,
      });
      made.set(view.name, { sql, outputs: found.outputs, rowid: null, keys: [] });
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      leftOut.push({ kind: 'view', table: null, name: view.name, sql: view.sql, reason: error.message });
    }
    return made.get(view.name) ?? null;
  };
  for (const view of schema.views) make(view);
  return { views, leftOut };
}

interface Translated {
  query: Query;
  targets: string[];
  outputs: Output[];
  columns: ViewColumn[];
  reads: Set<string>;
  unstable: boolean;
}

function translate(
  { sql, columns }: SourceView,
  words: ReadonlySet<string>,
  relation: (name: string) => Relation | null,
): Translated {
  if (!columns) return refuse('SQLite itself cannot read it');
  const reads = new Set<string>();
  const unstable = new Set<string>();
  const node = parseStatement(queryText(sql), words);
  const query = queryOf(
    node,
    {
      relation: (name) => {
        const found = relation(name);
        if (found) reads.add(name);
        return found;
      },
      common: new Map(),
      names: new Names(),
      unstable,
      query: queryOf,
    },
    null,
  );
  if (query.outputs.length !== columns.length) return refuse('its columns are not those that SQLite gives');
  const names = new Names();
  const targets = columns.map((name) => names.take(name, 'column'));
  const outputs = query.outputs.map((o, i) => ({ ...o, name: columns[i] ?? '', target: targets[i] ?? '' }));
  const described = outputs.map((o, i) => viewColumn(o, query, i));
  return { query, targets, outputs, columns: described, reads, unstable: unstable.size > 0 };
}

/** Tables, views and columns, in lower case. */
export function namesIn({ tables, views }: SourceSchema): Set<string> {
  return new Set(
    [
      ...tables.flatMap((t) => [t.name, ...t.columns.map((c) => c.name)]),
      ...views.flatMap((v) => [v.name, ...(v.columns ?? [])]),
    ].map(fold),
  );
}

/** A table of the plan, as a query reads it. */
export function tableRelation(scope: TableScope): Relation {
  const { source, columns, target } = scope;
  const outputs = [...columns.values()].map((column): Output => {
    const seen = expressionColumn(scope, column);
    const read = (sql: string): Value => {
      const v = valueOfColumn({ ...seen, inline: sql });
      const origin: Origin = { column, stored: sql, seen: v.sql, read };
      return { ...v, origin };
    };
    return { name: column.source, target: column.target, read };
  });
  // NULL is no value that one row alone has.
  const sure = (name: string) => name === source.rowidAlias || columns.get(fold(name))?.nullable === false;
  const keys = keysOf(source)
    .filter((key) => key.every(sure))
    .map((key) => key.map(fold));
  return { sql: `${here}${quoteIdent(target)}`, outputs, rowid: source.rowidAlias, keys };
}

/** How the values of a view's column cross: as those of the column that it is, or as what is computed. */
function viewColumn(output: Output, { shapes, values }: Query, at: number): ViewColumn {
  const shape = shapes[at];
  const { name: source, target } = output;
  const column: PlanColumn | undefined = values[at]?.origin?.column;
  if (shape === 'stored' && column) {
    const { conversion, fit, form, declined } = column;
    return {
      source,
      target,
      conversion,
      ...(fit && { fit }),
      ...(form && { form }),
      declined,
      how: 'stored',
    };
  }
  const conversion =
    shape === undefined || shape === 'null' || shape === 'stored' || shape === 'converted' ? 'text' : shape;
  const how = shape === 'double' || shape === 'numeric' ? 'reckoned' : 'exact';
  return { source, target, conversion, declined: [], how };
}
