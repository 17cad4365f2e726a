import type { Database } from 'better-sqlite3';
import type { Displaced } from '../../../shared/contract.ts';
import type { PlanTable } from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { type Key, keyText } from '../load/keys.ts';
import { quoteName } from '../source/sql.ts';

/** Why a row of the snapshot never was in PostgreSQL. */
export interface Quarantined {
  code: string;
  reason: string;
}

const out = 'autocore_displaced';
const unique = /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)$/;

/**
 * Puts a row in the place of rows that are in quarantine: their originals are in the ledger, so that nothing is lost.
 * Which rows make way SQLite itself tells, whatever the rule between them is.
 */
export class Displacing {
  readonly #db: Database;
  readonly #table: PlanTable;
  readonly #encoding: TextEncoding;
  readonly #quarantined: ReadonlyMap<string, Quarantined>;
  readonly #gone = new Set<string>();

  constructor(
    db: Database,
    table: PlanTable,
    encoding: TextEncoding,
    quarantined: ReadonlyMap<string, Quarantined>,
  ) {
    this.#db = db;
    this.#table = table;
    this.#encoding = encoding;
    this.#quarantined = quarantined;
  }

  /** Runs an INSERT OR REPLACE; null, and nothing is changed, where a row would go that is kept nowhere else. */
  run(error: unknown, replace: () => void): (Displaced & { readKey: string })[] | null {
    if (this.#quarantined.size === 0 || !unique.test((error as { code?: string }).code ?? '')) return null;
    const names = this.#keyNames();
    const old = names.map((name) => `old.${quoteName(name)}`);
    const columns = names.map((_, i) => `k${i}`);
    // Deleting triggers answer to REPLACE only where triggers may be nested. https://www.sqlite.org/lang_conflict.html
    this.#db.pragma('recursive_triggers = on');
    this.#db.exec(`
      create table temp.${out} (${columns.join(', ')});
      create temp trigger ${out}_now before delete on main.${quoteName(this.#table.source)}
        begin insert into ${out} values (${old.join(', ')}); end;
      savepoint ${out}`);
    try {
      replace();
      const rows = this.#db
        .prepare(`select ${columns.map(exactColumns).join(', ')} from temp.${out}`)
        .raw()
        .all() as unknown[][];
      const keys = rows.map(
        (row) => names.map((_, i) => exactValue(row[2 * i], row[2 * i + 1], this.#encoding)) as Key,
      );
      const found = keys.map((key) => this.#displaced(names, key));
      const known = found.filter((each) => each !== null);
      if (known.length === found.length) {
        for (const { readKey } of known) this.#gone.add(readKey);
        return known;
      }
      this.#db.exec(`rollback to ${out}`);
      return null;
    } finally {
      this.#db.exec(`release ${out}; drop trigger temp.${out}_now; drop table temp.${out}`);
      this.#db.pragma('recursive_triggers = off');
    }
  }

  #keyNames(): string[] {
    const { read } = this.#table;
    return read.by === 'rowid' ? [read.name] : read.columns;
  }

  #displaced(names: string[], key: Key): (Displaced & { readKey: string }) | null {
    const readKey = keyText(key);
    const kept = this.#quarantined.get(readKey);
    // A row that has come in its place is one of PostgreSQL's.
    if (!kept || this.#gone.has(readKey)) return null;
    const { columns } = this.#table;
    // The rowid goes by the column's own name where it has one.
    const id = this.#table.read.by === 'rowid' ? columns.find((c) => c.identity !== null)?.source : undefined;
    const shown = (id === undefined ? names : [id]).map((name, i) => `${name}=${String(key[i])}`).join(', ');
    return { table: this.#table.source, key: shown, ...kept, readKey };
  }
}
