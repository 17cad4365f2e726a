import type pg from 'pg';
import type { Plan, PlanForeignKey, PlanTable } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { keyColumns } from './apply-rows.ts';

interface OwnedKey {
  child: PlanTable;
  key: PlanForeignKey;
}

function isBeside({ key }: OwnedKey, table: PlanTable): boolean {
  const known = keyColumns(table).map((c) => c.target);
  return key.references === table.target && !key.refColumns.every((c) => known.includes(c));
}

/**
 * Foreign keys out of the way while rows of the source are applied. SQLite did not enforce them, so a deleted parent
 * must not take its children along (ON DELETE CASCADE), and a row without a parent must stay. `restore` puts back in
 * the same transaction what was taken away, NOT VALID where rows have no parent.
 */
export class ForeignKeys {
  readonly #client: pg.Client;
  readonly #schema: string;
  readonly #plan: Plan;
  readonly #dropped = new Set<PlanForeignKey>();

  constructor(client: pg.Client, schema: string, plan: Plan) {
    this.#client = client;
    this.#schema = schema;
    this.#plan = plan;
  }

  /** Drops the keys that refer to a table. */
  async dropIncoming(table: PlanTable): Promise<void> {
    await this.#drop((owned) => owned.key.references === table.target);
  }

  /** True where keys refer to a table by other columns than those by which its rows are known. */
  areBeside(table: PlanTable): boolean {
    return this.#all().some((owned) => isBeside(owned, table));
  }

  /** Drops these. */
  async dropBeside(table: PlanTable): Promise<void> {
    await this.#drop((owned) => isBeside(owned, table));
  }

  /** Drops every key that a table has part in. */
  async dropAround(table: PlanTable): Promise<void> {
    await this.#drop((owned) => owned.key.references === table.target || owned.child === table);
  }

  async restore(): Promise<void> {
    for (const owned of this.#all()) {
      if (!this.#dropped.has(owned.key)) continue;
      if (!owned.key.definition) owned.key.orphans = await this.#orphans(owned);
      const places = owned.key.orphans > 0 ? await this.#places(owned.child) : [owned.child.target];
      for (const place of places) await this.#client.query(this.#addSql(place, owned.key));
    }
    this.#dropped.clear();
  }

  #all(): OwnedKey[] {
    return this.#plan.tables.flatMap((child) => child.foreignKeys.map((key) => ({ child, key })));
  }

  async #drop(wanted: (owned: OwnedKey) => boolean): Promise<void> {
    const todo = this.#all().filter((owned) => wanted(owned) && !this.#dropped.has(owned.key));
    if (todo.length === 0) return;
    // A table with deferred checks still to make cannot be altered.
    await this.#client.query('set constraints all immediate');
    for (const { child, key } of todo) {
      for (const place of new Set([child.target, ...(await this.#places(child))])) {
        const name = quoteIdent(key.name);
        await this.#client.query(
          `alter table ${qualified(this.#schema, place)} drop constraint if exists ${name}`,
        );
      }
      this.#dropped.add(key);
    }
  }

  /** Keys are forgotten that a rollback to a savepoint has brought back. */
  mark(): () => void {
    const before = new Set(this.#dropped);
    return () => {
      for (const key of this.#dropped) if (!before.has(key)) this.#dropped.delete(key);
    };
  }

  /** Before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key: its partitions do. */
  async #places(child: PlanTable): Promise<string[]> {
    if (!child.partitions) return [child.target];
    const found = await this.#client.query(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = $1::regclass order by c.relname`,
      [qualified(this.#schema, child.target)],
    );
    return (found.rows as { name: string }[]).map((row) => row.name);
  }

  async #orphans({ child, key }: OwnedKey): Promise<number> {
    const pairs = key.columns.map(
      (c, i) => `p.${quoteIdent(key.refColumns[i] as string)} = c.${quoteIdent(c)}`,
    );
    const present = key.columns.map((c) => `c.${quoteIdent(c)} is not null`);
    const found = await this.#client.query(
      `select count(*) as n from ${qualified(this.#schema, child.target)} c where ${present.join(' and ')}
       and not exists (select from ${qualified(this.#schema, key.references)} p where ${pairs.join(' and ')})`,
    );
    return Number(found.rows[0].n);
  }

  #addSql(place: string, key: PlanForeignKey): string {
    const alter = `alter table ${qualified(this.#schema, place)} add constraint ${quoteIdent(key.name)}`;
    // The application's own rule, word for word.
    if (key.definition) return `${alter} ${key.definition}`;
    const list = (names: string[]) => names.map(quoteIdent).join(', ');
    const actions = [
      key.onUpdate === 'NO ACTION' ? '' : ` on update ${key.onUpdate.toLowerCase()}`,
      key.onDelete === 'NO ACTION' ? '' : ` on delete ${key.onDelete.toLowerCase()}`,
      key.deferrable ? ' deferrable initially deferred' : '',
      key.orphans > 0 ? ' not valid' : '',
    ];
    return `${alter}
      foreign key (${list(key.columns)}) references ${qualified(this.#schema, key.references)} (${list(key.refColumns)})${actions.join('')}`;
  }
}
