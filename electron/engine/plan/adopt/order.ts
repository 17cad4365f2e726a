import type { FoundForeignKey, FoundTable } from '../../../../shared/model/index.ts';

/** In which order rows can come into tables whose foreign keys hold all the time. */
export interface Waves {
  /** By name: rows of a wave refer to rows of earlier ones, but for `late` columns. */
  wave: Map<string, number>;
  /** By name: columns that are filled when the rows they refer to are in. */
  late: Map<string, string[]>;
  /** Foreign keys that close a circle in which nothing may be NULL. */
  closed: { table: string; key: FoundForeignKey }[];
}

interface Edge {
  child: FoundTable;
  key: FoundForeignKey;
  /** Columns that can be NULL for a while: PostgreSQL does not look at a key with a NULL in it (MATCH SIMPLE). */
  late: string[];
}

/**
 * Puts parents before children. A table that refers to itself, and tables in a circle, get the column that does it
 * later, where it may be NULL.
 */
export function wavesOf(tables: readonly FoundTable[]): Waves {
  const names = new Set(tables.map((t) => t.name));
  let edges = tables.flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.references !== null && names.has(key.references))
      .map((key): Edge => ({ child, key, late: lateColumns(child, key) })),
  );
  const waves: Waves = { wave: new Map(), late: new Map(), closed: [] };
  const postpone = (edge: Edge): void => {
    edges = edges.filter((e) => e !== edge);
    if (edge.late.length === 0) waves.closed.push({ table: edge.child.name, key: edge.key });
    else {
      const known = waves.late.get(edge.child.name) ?? [];
      waves.late.set(edge.child.name, [...new Set([...known, ...edge.late])]);
    }
  };
  for (const edge of edges.filter((e) => e.key.references === e.child.name)) postpone(edge);
  const waiting = new Map(tables.map((t) => [t.name, t]));
  for (let wave = 0; waiting.size > 0; ) {
    const blocked = edges.filter((e) => waiting.has(e.child.name) && waiting.has(e.key.references ?? ''));
    const ready = [...waiting.keys()].filter((name) => !blocked.some((e) => e.child.name === name));
    if (ready.length === 0) {
      const inCircle = blocked.filter((e) => reaches(e.key.references ?? '', e.child.name, blocked));
      postpone((inCircle.find((e) => e.late.length > 0) ?? inCircle[0]) as Edge);
      continue;
    }
    for (const name of ready) {
      waves.wave.set(name, wave);
      waiting.delete(name);
    }
    wave++;
  }
  return waves;
}

/** True where following foreign keys leads from one table to the other. */
function reaches(from: string, to: string, edges: readonly Edge[]): boolean {
  const seen = new Set([from]);
  const queue = [from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === to) return true;
    for (const { child, key } of edges) {
      if (child.name !== at || key.references === null || seen.has(key.references)) continue;
      seen.add(key.references);
      queue.push(key.references);
    }
  }
  return false;
}

function lateColumns(child: FoundTable, key: FoundForeignKey): string[] {
  const fixed = new Set(child.keys.filter((k) => k.primary).flatMap((k) => k.columns));
  return key.columns.filter(
    (name) => !fixed.has(name) && child.columns.some((c) => c.name === name && !c.notNull && !c.generated),
  );
}
