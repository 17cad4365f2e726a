import type { PlanColumn, PlanIndex, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { call } from './extra-functions.ts';
import type { Names } from './names.ts';

interface SearchIndex {
  table: PlanTable;
  made: PlanIndex;
  /** It calls the function that makes words of a text. */
  words: boolean;
}

/**
 * What SQLite's full-text tables and R-trees are for: an index over the words of their columns, on the table that holds
 * these, and one over boxes of two dimensions. https://www.postgresql.org/docs/current/textsearch-indexes.html
 */
export function searchIndexes(tables: PlanTable[], schema: SourceSchema, names: Names): SearchIndex[] {
  const named = (name: string) => tables.find((t) => fold(t.source) === fold(name));
  return [
    ...schema.tables.flatMap((source): SearchIndex[] => {
      const table = source.virtual === undefined ? undefined : named(source.name);
      if (!table) return [];
      const columns = table.columns.filter((c) => c.identity === null);
      if (source.virtual?.startsWith('fts')) return wordsOf(table, columns, names);
      return source.virtual === 'rtree' || source.virtual === 'rtree_i32' ? boxOf(table, columns, names) : [];
    }),
    ...schema.virtualTables.flatMap((virtual): SearchIndex[] => {
      const table = virtual.content === undefined ? undefined : named(virtual.content);
      const wanted = new Set((virtual.columns ?? []).map(fold));
      if (!table || virtual.rows !== 'elsewhere') return [];
      return wordsOf(
        table,
        table.columns.filter((c) => wanted.has(fold(c.source))),
        names,
      );
    }),
  ];
}

function wordsOf(table: PlanTable, columns: PlanColumn[], names: Names): SearchIndex[] {
  const texts = columns.filter((c) => c.conversion === 'text');
  if (texts.length === 0) return [];
  const words = texts.map((c) => `coalesce(${quoteIdent(c.target)}, '')`).join(" || ' ' || ");
  const terms = [`(${call('search_words', words)})`];
  return [{ table, made: made(names, `${table.target}_search`, 'gin', terms), words: true }];
}

/** The first two dimensions, as pairs of least and greatest. */
function boxOf(table: PlanTable, columns: PlanColumn[], names: Names): SearchIndex[] {
  const [x0, x1, y0, y1, ...others] = columns
    .filter((c) => c.conversion === 'real' || c.conversion === 'integer')
    .map((c) => `${quoteIdent(c.target)}::float8`);
  if (!x0 || !x1 || !y0 || !y1 || others.length > 0) return [];
  const terms = [`(box(point(${x0}, ${y0}), point(${x1}, ${y1})))`];
  return [{ table, made: made(names, `${table.target}_box`, 'gist', terms), words: false }];
}

function made(names: Names, name: string, method: PlanIndex['method'], terms: string[]): PlanIndex {
  return { name: names.take(name), unique: false, method, terms, where: null, fromSource: false };
}
