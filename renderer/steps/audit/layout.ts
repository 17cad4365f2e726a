import type { Relation } from '../../../shared/contract.ts';

export interface Node {
  name: string;
  x: number;
  y: number;
}

export interface Edge {
  relation: Relation;
  path: string;
}

export interface Map2d {
  nodes: Node[];
  edges: Edge[];
  width: number;
  height: number;
}

export const box = { width: 168, height: 30, gapX: 90, gapY: 14 };

/**
 * Tables that refer to one another in columns: parents on the left, each table right of the furthest of its parents.
 * Tables without relations are left out. Pure.
 */
export function layout(relations: readonly Relation[]): Map2d {
  const names = [...new Set(relations.flatMap(({ table, references }) => [references, table]))];
  const level = new Map(names.map((name) => [name, 0]));
  // As many rounds as tables are enough without cycles; with them it ends all the same.
  for (const _ of names) if (!pushed()) break;
  const columns = [...new Set(level.values())].sort((a, b) => a - b);
  const nodes = columns.flatMap((column, x) =>
    names
      .filter((name) => level.get(name) === column)
      .map((name, y) => ({ name, x: x * (box.width + box.gapX) + 1, y: y * (box.height + box.gapY) + 1 })),
  );
  const at = new Map(nodes.map((node) => [node.name, node]));
  const edges = relations.flatMap((relation) => {
    const from = at.get(relation.references);
    const to = at.get(relation.table);
    return from && to ? [{ relation, path: curve(from, to) }] : [];
  });
  return {
    nodes,
    edges,
    width: columns.length * (box.width + box.gapX) - box.gapX + 40,
    height: Math.max(0, ...nodes.map(({ y }) => y + box.height)) + 2,
  };

  /** Moves every table right of its parents; false when all of them are. */
  function pushed(): boolean {
    let moved = false;
    for (const { table, references } of relations) {
      const [own, parent] = [level.get(table) ?? 0, level.get(references) ?? 0];
      const next = Math.min(names.length, Math.max(own, parent + 1));
      if (table === references || next === own) continue;
      level.set(table, next);
      moved = true;
    }
    return moved;
  }
}

function curve(from: Node, to: Node): string {
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
  const [x2, y2] = [to === from ? x1 : to.x, to.y + box.height / 2];
  if (to === from) return `M${x1} ${y1 - 8} C${x1 + 34} ${y1 - 16} ${x1 + 34} ${y1 + 16} ${x1} ${y1 + 8}`;
  const bend = Math.max(40, (x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
