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
  const before = old.root === null ? null : shapeOf(old.file, old.root);
  const after = shapeOf(now.file, now.root);
  const touched: TreePage[] = [];
  // A page above leaves that is the same in both leads to the same leaves. Of an index nobody asks which they were.
  const isSame = ({ number, height }: TreePage): boolean =>
    before === null ||
    (!pages.has(number) &&
      before.inner.get(number)?.height === height &&
      after.inner.get(number)?.height === height);
  const [lost, gained] = [before, after].map((shape) => (shape ? leavesOf(shape, pages, isSame) : null));
  for (const page of [
    ...after.inner.values(),
    ...(gained?.changed ?? []),
    ...(gained?.others.values() ?? []),
  ]) {
    if (!pages.has(page.number)) continue;
    unknown.delete(page.number);
    touched.push(page);
    for (const more of now.file.overflow(page)) unknown.delete(more);
  }
  if (before === null || lost == null || gained == null) return [];
  touched.push(...lost.changed);
  for (const page of before.inner.values()) if (pages.has(page.number)) touched.push(page);
  for (const [number, page] of lost.others) if (!gained.others.has(number)) touched.push(page);
  for (const [number, page] of gained.others) {
    if (lost.others.has(number)) continue;
    touched.push(page);
    for (const more of now.file.overflow(page)) unknown.delete(more);
  }
  if (touched.some(({ rows }) => rows === null)) return null;
  const ranges = touched.flatMap(({ height, rows }) => (height === 0 && rows ? [rows] : []));
  const merged = mergedRanges(ranges);
  return merged.length > mostRanges ? null : merged;
}

interface Shape {
  file: PageFile;
  /** All pages above the leaves; the root is among them, also where it is a leaf itself. */
  inner: Map<number, TreePage>;
}

function shapeOf(file: PageFile, number: number): Shape {
  const inner = new Map<number, TreePage>();
  const go = (page: TreePage): void => {
    if (inner.has(page.number)) throw new Doubt('a tree leads back to itself');
    inner.set(page.number, page);
    if (page.height < 2) return;
    const children = file.children(page);
    for (let i = 0; i < children.count; i++) go(children.child(i));
  };
  go(file.root(number));
  return { file, inner };
}

/**
 * The leaves that changed, and the others below pages that are not the same on both sides: those may have come or gone.
 */
function leavesOf(
  { file, inner }: Shape,
  pages: ReadonlySet<number>,
  isSame: (page: TreePage) => boolean,
): { changed: TreePage[]; others: Map<number, TreePage> } {
  const changed: TreePage[] = [];
  const others = new Map<number, TreePage>();
  const take = (leaf: TreePage): void => {
    if (pages.has(leaf.number)) changed.push(leaf);
    else others.set(leaf.number, leaf);
  };
  for (const page of inner.values()) {
    // The whole tree.
    if (page.height === 0) take(page);
    if (page.height !== 1) continue;
    const same = isSame(page);
    const children = file.children(page);
    for (let i = 0; i < children.count; i++)
      if (!same || pages.has(children.page(i))) take(children.child(i));
  }
  return { changed, others };
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
