import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { maxEntryBytes, takesAnyLength } from '../plan/entry-size.ts';
import { searchCharacters } from '../plan/extra-functions.ts';
import { searchedColumns } from '../plan/extras.ts';
import { tooWide } from '../plan/row-width.ts';
import { quoteName } from '../source/sql.ts';
import { type Draft, draft } from './draft.ts';

/** Values beyond what PostgreSQL's indexes take: the values stay whole, the index holds less of them. */
export function sizeFindings(table: PlanTable, plan: Plan, encoding: string): Draft[] {
  // What somebody chose to make smaller is told with the choice.
  const isChosen = takesAnyLength(table.source, plan.chosen ?? {});
  return [
    ...wideRows(table, encoding),
    ...(isChosen ? [] : shortenedIndexes(table)),
    ...truncatedSearch(table),
  ];
}

/** Rows that the server will refuse for their width, whatever is done with their values. */
function wideRows(table: PlanTable, encoding: string): Draft[] {
  const where = tooWide(table, encoding);
  if (where === null) return [];
  const at = { table: table.source, count: null, where, shows: table.columns[0]?.source ?? null };
  const params = { columns: table.columns.length };
  return [draft('row.tooWide', 'blocker', { ...at, params, options: ['quarantine'], mustDecide: true })];
}

function shortenedIndexes(table: PlanTable): Draft[] {
  return table.indexes.flatMap((index) => {
    const columns = index.shortened;
    if (columns === undefined) return [];
    const bytes = columns.map((c) => `coalesce(length(cast(${quoteName(c)} as blob)), 0)`).join(' + ');
    return [
      draft(index.unique ? 'key.hashed' : 'index.shortened', 'note', {
        table: table.source,
        detail: index.name,
        count: null,
        where: `${bytes} > ${maxEntryBytes}`,
        shows: columns[0] ?? null,
        params: { name: index.name, columns: columns.join(', ') },
      }),
    ];
  });
}

/** Events with more words than a tsvector holds: https://www.postgresql.org/docs/current/textsearch-limitations.html */
function truncatedSearch(table: PlanTable): Draft[] {
  if (!table.indexes.some((i) => i.name === 'idx_event_logs_search' && i.method === 'gin')) return [];
  const columns = searchedColumns(table.columns);
  if (columns.reduce((sum, c) => sum + c.facts.maxChars, 0) <= searchCharacters) return [];
  const characters = columns.map((c) => `coalesce(length(${quoteName(c.source)}), 0)`).join(' + ');
  const longest = columns.reduce((a, b) => (b.facts.maxChars > a.facts.maxChars ? b : a));
  return [
    draft('search.truncated', 'note', {
      table: table.source,
      count: null,
      where: `${characters} > ${searchCharacters}`,
      shows: longest.source,
      params: { characters: searchCharacters },
    }),
  ];
}
