import type { TFunction } from 'i18next';
import type { Relation } from '../../../shared/contract.ts';
import type { Map2d, Node } from './layout.ts';

/** What of the map is looked at: a table with all its relations, or one relation. */
export type Looked = { table: string } | { relation: Relation };

/** True for a relation that is looked at, by itself or by one of its tables. */
export function isLooked(relation: Relation, looked: Looked | null): boolean {
  if (looked === null) return false;
  if ('relation' in looked) return looked.relation === relation;
  return relation.table === looked.table || relation.references === looked.table;
}

/** The tables at both ends of what is looked at; null where nothing is. */
export function tablesLookedAt(relations: readonly Relation[], looked: Looked | null): Set<string> | null {
  if (looked === null) return null;
  const own = relations.filter((relation) => isLooked(relation, looked));
  const tables = own.flatMap(({ table, references }) => [table, references]);
  return new Set('table' in looked ? [looked.table, ...tables] : tables);
}

/**
 * Where an arrow key leads from a table: to the right to one that points to it, to the left to one that it points to,
 * up and down to its neighbours. The nearest, and null where there is none. Pure.
 */
export function follow(map: Pick<Map2d, 'nodes' | 'edges'>, table: string, key: string): string | null {
  const from = map.nodes.find(({ name }) => name === table);
  if (!from) return null;
  const names = new Set(
    map.edges.flatMap(({ relation: { table: child, references } }) => {
      if (key === 'ArrowRight' && references === table) return [child];
      return key === 'ArrowLeft' && child === table ? [references] : [];
    }),
  );
  names.delete(table);
  if (key === 'ArrowRight' || key === 'ArrowLeft')
    return nearest(
      map.nodes.filter(({ name }) => names.has(name)),
      from,
    );
  const column = map.nodes.filter(({ x }) => x === from.x);
  const at = column.indexOf(from);
  if (key === 'ArrowDown') return column[at + 1]?.name ?? null;
  return key === 'ArrowUp' ? (column[at - 1]?.name ?? null) : null;
}

function nearest(nodes: readonly Node[], from: Node): string | null {
  const far = (node: Node): number => Math.abs(node.x - from.x) + Math.abs(node.y - from.y);
  return nodes.toSorted((a, b) => far(a) - far(b))[0]?.name ?? null;
}

/** What each table points to and what points to it, in words. */
export function relationWords(relations: readonly Relation[], t: TFunction): Map<string, string> {
  const names = new Set(relations.flatMap(({ table, references }) => [table, references]));
  const to = Map.groupBy(relations, ({ table }) => table);
  const from = Map.groupBy(relations, ({ references }) => references);
  const part = (key: string, list: string[]): string[] =>
    list.length === 0 ? [] : [t(`wizard.pictures.${key}`, { list: list.join(', ') })];
  return new Map(
    [...names].map((name) => {
      const parents = to.get(name) ?? [];
      const children = from.get(name) ?? [];
      const parts = [
        ...part(
          'pointsTo',
          parents.map(({ references, columns }) => `${references} (${columns.join(', ')})`),
        ),
        ...part(
          'pointedBy',
          children.map(({ table, columns }) => `${table} (${columns.join(', ')})`),
        ),
      ];
      return [name, `${name}: ${parts.join('; ')}`];
    }),
  );
}

/** `event_logs (user_id) → users (id)`. */
export function edgeText({ table, columns, references, refColumns }: Relation): string {
  return `${table} (${columns.join(', ')}) → ${references} (${refColumns.join(', ')})`;
}
