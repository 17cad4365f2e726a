import type { Database } from 'better-sqlite3';

/** An id as Alembic makes them; another one would have to be quoted wherever it is written. */
const id = /^\w+$/;

/** What `alembic_version` holds: where the application's own history stands; none without that table. */
export function alembicVersions(db: Database): string[] {
  const has = db.prepare(`select 1 from pragma_table_info('alembic_version') where name = 'version_num'`);
  return has.get() ? revisionIds(db.prepare('select version_num from alembic_version').pluck().all()) : [];
}

/** Those of some values that can be the id of a revision, in order. */
export function revisionIds(values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && id.test(value)).sort();
}
