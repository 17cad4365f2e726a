import { fold } from './sql.ts';

/**
 * Tables in which the migrations of an application's own schema keep their books, with the column that names a version.
 * Each is as its tool documents it: Alembic, Django, Rails, Prisma, Drizzle, EF Core, Knex, Flyway, goose, sql-migrate
 * (gorp), golang-migrate, Sequelize, sqlx, Diesel, Liquibase, Phinx, Laravel and TypeORM, Grafana.
 */
const known: ReadonlyMap<string, string> = new Map([
  ['alembic_version', 'version_num'],
  ['django_migrations', 'name'],
  ['schema_migrations', 'version'],
  ['ar_internal_metadata', 'key'],
  ['_prisma_migrations', 'migration_name'],
  ['__drizzle_migrations', 'hash'],
  ['__efmigrationshistory', 'MigrationId'],
  ['__efmigrationslock', 'Id'],
  ['knex_migrations', 'name'],
  ['knex_migrations_lock', 'is_locked'],
  ['flyway_schema_history', 'version'],
  ['goose_db_version', 'version_id'],
  ['gorp_migrations', 'id'],
  ['sequelizemeta', 'name'],
  ['_sqlx_migrations', 'version'],
  ['__diesel_schema_migrations', 'version'],
  ['databasechangelog', 'id'],
  ['databasechangeloglock', 'id'],
  ['phinxlog', 'version'],
  ['typeorm_metadata', 'name'],
  ['migration_log', 'migration_id'],
]);

/** All of them, by their names in small letters. */
export const bookkeepingTables: readonly (readonly [table: string, column: string])[] = [...known];

/** The column that names a version in a book-keeping table; null for any other table. */
export function versionColumn(table: string): string | null {
  return known.get(fold(table)) ?? null;
}
