import type { Database } from 'better-sqlite3';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { linkOf } from '../audit/adopt-links.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { bindKey, type Key, keyText, readKey } from '../load/keys.ts';
import { cached } from '../load/keyset.ts';
import { quoteName } from '../source/sql.ts';
import type { Changes } from './changes.ts';

/** Rows of a snapshot, by table and `keyText` in the order of the load. */
export type KeysOf = ReadonlyMap<PlanTable, ReadonlySet<string>>;

/**
 * Rows that the foreign keys of an application would refuse: those without a parent, those whose parent stays out for
 * whatever reason, and what hangs on these. SQLite finds them set by set, in temporary tables.
 * @param out rows that stay out already, for other reasons
 */
export function orphansOf(db: Database, plan: Plan, encoding: TextEncoding, out: KeysOf): KeysOf {
  const links = plan.tables.flatMap((child) =>
    child.foreignKeys.flatMap((key) => linkOf(plan, child, key, 'c.') ?? []),
  );
  const involved = new Set(links.flatMap((l) => [l.child, l.parent]));
  const places = new Map(
    [...involved].map((table, i) => [table, new Place(db, table, `autocore_out_${i}`, encoding)]),
  );
  const placeOf = (table: PlanTable) => places.get(table) as Place;
  try {
    for (const [table, keys] of out) if (involved.has(table)) placeOf(table).add(keys);
    for (const link of links) placeOf(link.child).addWhere(link.missing);
    for (let more = true; more; ) {
      more = false;
      for (const link of links) {
        const found = placeOf(link.child).addWhere(link.childrenOf(placeOf(link.parent).condition('p')));
        if (found > 0) more = true;
      }
    }
    const found = new Map<PlanTable, Set<string>>();
    for (const [table, place] of places) {
      const own = place.keys();
      for (const key of out.get(table) ?? []) own.delete(key);
      if (own.size > 0) found.set(table, own);
    }
    return found;
  } finally {
    for (const place of places.values()) place.drop();
  }
}

/** A temporary table with the keys of rows of one table. */
class Place {
  readonly #db: Database;
  readonly #table: PlanTable;
  readonly #name: string;
  readonly #columns: string[];
  readonly #encoding: TextEncoding;

  constructor(db: Database, table: PlanTable, name: string, encoding: TextEncoding) {
    this.#db = db;
    this.#table = table;
    this.#name = `temp.${name}`;
    this.#columns = table.read.by === 'rowid' ? [table.read.name] : table.read.columns;
    this.#encoding = encoding;
    const columns = this.#columns.map((_, i) => `k${i}`).join(', ');
    db.exec(`create table ${this.#name} (${columns}, primary key (${columns}))`);
  }

  add(keys: Iterable<string>): void {
    const insert = cached((key) =>
      this.#db.prepare(`insert or ignore into ${this.#name} values (${bindKey(key ?? []).placeholders})`),
    );
    for (const text of keys) {
      const key = readKey(text);
      insert(key).run(...bindKey(key).values);
    }
  }

  /** `condition` is about a row of the table that is called c. Returns how many are new. */
  addWhere(condition: string): number {
    const list = this.#columns.map((c) => `c.${quoteName(c)}`).join(', ');
    return this.#db
      .prepare(
        `insert or ignore into ${this.#name} select ${list} from ${quoteName(this.#table.source)} c where ${condition}`,
      )
      .run().changes;
  }

  condition(alias: string): string {
    const list = this.#columns.map((c) => `${alias}.${quoteName(c)}`).join(', ');
    return `(${list}) in (select * from ${this.#name})`;
  }

  keys(): Set<string> {
    const list = this.#columns.map(exactColumns).join(', ');
    const own = this.condition(quoteName(this.#table.source));
    const rows = this.#db
      .prepare(`select ${list} from ${quoteName(this.#table.source)} where ${own}`)
      .raw()
      .all() as unknown[][];
    const at = (row: unknown[], i: number) => exactValue(row[2 * i], row[2 * i + 1], this.#encoding);
    return new Set(rows.map((row) => keyText(this.#columns.map((_, i) => at(row, i)) as Key)));
  }

  drop(): void {
    this.#db.exec(`drop table ${this.#name}`);
  }
}

/** Adds rows to the changes that did not change themselves, but came to have a parent, or lost it. */
export function withOrphans(
  changes: Changes,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  isThere: (key: Key) => boolean,
): Changes {
  const touched = new Set([
    ...changes.inserted.map(keyText),
    ...changes.deleted.map(keyText),
    ...changes.changed.flatMap((c) => [keyText(c.before), keyText(c.after)]),
  ]);
  const moved = [...[...after].filter((k) => !before.has(k)), ...[...before].filter((k) => !after.has(k))];
  const more = moved
    .filter((k) => !touched.has(k))
    .map(readKey)
    .filter(isThere);
  return { ...changes, changed: [...changes.changed, ...more.map((key) => ({ before: key, after: key }))] };
}
