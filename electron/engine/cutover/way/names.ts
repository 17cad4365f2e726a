import type { ReadOrder, SourceSchema, SourceTable } from '../../../../shared/model/index.ts';
import { fold } from '../../source/sql.ts';

/** Names that SQLite has already: it keeps none apart by the case of ASCII letters. */
export class FreeNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken].map(fold));
  }

  /** The name itself, or one with a number behind it. */
  take(name: string): string {
    // https://www.sqlite.org/fileformat2.html#intschema
    const wanted = /^sqlite_/i.test(name) ? `pg_${name}` : name;
    let free = wanted;
    for (let n = 2; this.#taken.has(fold(free)); n++) free = `${wanted}_${n}`;
    this.#taken.add(fold(free));
    return free;
  }
}

/** Tables, views, indexes and triggers of a file. */
export function namesOfFile(schema: SourceSchema): FreeNames {
  return new FreeNames([
    ...schema.tables.flatMap((t) => [t.name, ...t.indexes.map((i) => i.name)]),
    ...schema.views.map((v) => v.name),
    ...schema.triggers.map((t) => t.name),
    ...schema.virtualTables.flatMap((t) => [t.name, ...t.shadowTables]),
  ]);
}

/** Columns of a table, and the name by which its rows are read. */
export function namesOfTable(table: SourceTable, read: ReadOrder): FreeNames {
  const unreadable = (table.unreadable ?? []).map((c) => c.name);
  const rowid = read.by === 'rowid' ? [read.name] : [];
  return new FreeNames([...table.columns.map((c) => c.name), ...unreadable, ...rowid]);
}
