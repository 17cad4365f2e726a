import { quoteLiteral } from './sql.ts';

/** SQL of the schema in which TimescaleDB's functions are, quoted; NULL where the database has no TimescaleDB. */
export const timescaleSchema = `(select pg_catalog.quote_ident(n.nspname) from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'timescaledb')`;

/**
 * PL/pgSQL that stops where somebody else has made a function of one of these names in that schema, which PostgreSQL
 * might take for TimescaleDB's own: https://www.postgresql.org/docs/current/typeconv-func.html
 */
export function onlyOfTimescale(names: readonly string[]): string {
  return `if exists (
    select from pg_catalog.pg_proc p join pg_catalog.pg_extension e on e.extnamespace = p.pronamespace
    where e.extname = 'timescaledb' and p.proname in (${names.map(quoteLiteral).join(', ')}) and not exists (
      select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid
        and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.refobjid = e.oid and d.deptype = 'e')
  ) then
    raise exception 'the schema of TimescaleDB has functions of somebody else by the names of its own';
  end if;`;
}
