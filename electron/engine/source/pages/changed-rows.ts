import Database from 'better-sqlite3';
import type { ChangedPages } from './renew.ts';
import { Doubt, PageFile, type RowRange, type TreePage } from './trees.ts';

/** What may differ of each ordinary table; null: any row. A table that is not among them may differ altogether. */
export type ChangedRows = ReadonlyMap<string, readonly RowRange[] | null>;

/** More ranges than this are looked up no faster than the table is read. */
const mostRanges = 5000;

/**
 * Rows that may not be the same in two states of a database, from the pages that differ between them.
 *
 * A row by rowid lies on one leaf, and goes on on overflow pages that only that leaf leads to. A leaf of a table in both
 * states, with equal bytes, holds the same rows as long as none of its overflow pages differs. Which those are would take
 * reading every leaf; but every page of a database has one use, so it is enough to know what each page that differs is
 * used for now. Where one is used for nothing that is known here (an overflow page of an unchanged leaf, which SQLite
 * may write alone), nothing is concluded.
 * @param before and after plain files that nobody writes to
 * @returns null where nothing can be concluded
 */
export function changedRows(before: string, after: string, changed: ChangedPages): ChangedRows | null {
  const files: PageFile[] = [];
  try {
    const [old, now] = [new PageFile(before), new PageFile(after)].map((file) => {
      files.push(file);
      return file;
    }) as [PageFile, PageFile];
    if (old.pageSize !== now.pageSize || now.count !== changed.count) return null;
    return compareTrees(
      { file: old, roots: rootsOf(before) },
      { file: now, roots: rootsOf(after) },
      changed.pages,
    );
  } catch (error) {
    // A page that is shorter than its own header says, too.
    if (error instanceof Doubt || error instanceof RangeError) return null;
    throw error;
  } finally {
    for (const file of files) file.close();
  }
}

interface State {
  file: PageFile;
  roots: Root[];
}

interface Root {
  /** Of the table; null for an index. */
  table: string | null;
  page: number;
}

function compareTrees(old: State, now: State, pages: ReadonlySet<number>): ChangedRows | null {
  const unknown = new Set([...pages].filter((page) => !now.file.isSystem(page)));
  for (const page of now.file.free()) unknown.delete(page);
  const found = new Map<string, RowRange[] | null>();
  for (const { table, page: root } of now.roots) {
    const earlier = table === null ? undefined : old.roots.find((each) => each.table === table);
    const ranges = rangesOf(
      { file: old.file, root: earlier?.page ?? null },
      { file: now.file, root },
      pages,
      unknown,
    );
    if (table !== null) found.set(table, earlier ? ranges : null);
  }
  return unknown.size === 0 ? found : null;
}

interface Tree<Place> {
  file: PageFile;
  root: Place;
}

/** Of one tree; null for one that is not by rowid and has changed. Takes what is known now out of `unknown`. */
function rangesOf(
  old: Tree<number | null>,
  now: Tree<number>,
  pages: ReadonlySet<number>,
  unknown: Set<number>,
): RowRange[] | null {
  const [before, after] = [new Leaves(old.file.count), new Leaves(now.file.count)];
  const ranges: RowRange[] = [];
  let byRowid = true;
  let touched = false;
  const differs = (page: TreePage): void => {
    touched = true;
    if (page.rows === null) byRowid = false;
    else if (page.isLeaf) ranges.push(page.rows);
  };
  if (old.root !== null) for (const page of old.file.tree(old.root)) if (page.isLeaf) before.add(page.number);
  for (const page of now.file.tree(now.root)) {
    if (page.isLeaf) after.add(page.number);
    // Rows that an index has more or fewer are rows of its table.
    const isNew = old.root !== null && page.isLeaf && !before.has(page.number);
    if (!pages.has(page.number) && !isNew) continue;
    unknown.delete(page.number);
    for (const more of now.file.overflow(page)) unknown.delete(more);
    differs(page);
  }
  if (old.root !== null)
    for (const page of old.file.tree(old.root))
      if (page.isLeaf && (pages.has(page.number) || !after.has(page.number))) differs(page);
  if (!byRowid) return touched ? null : [];
  const merged = mergedRanges(ranges);
  return merged.length > mostRanges ? null : merged;
}

/** Numbers of pages: a bit each. */
class Leaves {
  readonly #bits: Uint8Array;

  constructor(count: number) {
    this.#bits = new Uint8Array((count >> 3) + 1);
  }

  add(page: number): void {
    this.#bits[page >> 3] = (this.#bits[page >> 3] as number) | (1 << (page & 7));
  }

  has(page: number): boolean {
    return ((this.#bits[page >> 3] ?? 0) & (1 << (page & 7))) !== 0;
  }
}

function mergedRanges(ranges: readonly RowRange[]): RowRange[] {
  const merged: RowRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = merged.at(-1);
    if (last && from <= last.to + 1n) last.to = to > last.to ? to : last.to;
    else merged.push({ from, to });
  }
  return merged;
}

/** The trees of a database: tables, and indexes beside them. */
function rootsOf(path: string): Root[] {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const found = db
      .prepare<[], { type: string; name: string; rootpage: number }>(
        'select type, name, rootpage from sqlite_schema where rootpage > 0',
      )
      .all();
    const roots = found.map(({ type, name, rootpage }) => ({
      table: type === 'table' ? name : null,
      page: rootpage,
    }));
    return [{ table: 'sqlite_schema', page: 1 }, ...roots];
  } finally {
    db.close();
  }
}
