import type { ClientBase } from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { lockId } from './connect.ts';
import type { Query } from './sql.ts';

/** Stands for the journal among the database's advisory locks: making, dropping and upkeep take turns. */
export const journalLock = lockId('journal');

/**
 * Keeps the journal for this transaction. Two first runs would both make it, and `if not exists` does not see what the
 * other one has not committed. https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function lockJournal(client: ClientBase): Promise<void> {
  await client.query(journalLocked);
}

/** What `lockJournal` does. */
export const journalLocked: Query = {
  text: 'select pg_advisory_xact_lock($1::bigint)',
  values: [journalLock],
};

/**
 * Whoever may create schemas could have made one of the journal's name, with tables that call functions when they are
 * read or written. Its owner is trusted who is us, a superuser, or the owner of the database. What a schema holds is asked
 * of pg_depend: pg_class has no index by schema, and a server of a thousand vehicles has 250,000 relations.
 */
export const ownerQuery = `
  select o.rolname::text as owner,
    o.rolsuper or o.rolname = current_user or o.oid = (select datdba from pg_database where datname = current_database())
      as trusted
  from pg_namespace n
  cross join lateral (
    select n.nspowner as owner
    union all select coalesce(c.relowner, p.proowner, t.typowner) from pg_depend d
      left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
      left join pg_proc p on d.classid = 'pg_proc'::regclass and p.oid = d.objid
      left join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid
      where d.refclassid = 'pg_namespace'::regclass and d.refobjid = n.oid
  ) thing
  join pg_roles o on o.oid = thing.owner
  where n.nspname = 'autocore_migration'
  order by trusted limit 1`;

/**
 * True where something in the schema would call what somebody wrote: views, rules, triggers, policies, and defaults,
 * checks, indexes and types that need anything that did not come with the server (that alone is on record).
 */
const callsQuery = `
  with own as (
    select c.oid, c.relkind, c.relhasrules, c.relrowsecurity from pg_class c
    where c.relnamespace = 'autocore_migration'::regnamespace and c.relkind not in ('S', 'c')
  ), part as (
    select 'pg_class'::regclass as class, oid from own
    union all select 'pg_attrdef'::regclass, d.oid from pg_attrdef d join own on own.oid = d.adrelid
    union all select 'pg_constraint'::regclass, k.oid from pg_constraint k join own on own.oid = k.conrelid
  )
  select exists (select from own where relkind not in ('r', 'i') or relhasrules or relrowsecurity)
    or exists (select from pg_trigger t join own on own.oid = t.tgrelid where not t.tgisinternal)
    or exists (
      select from pg_depend d join part on part.class = d.classid and part.oid = d.objid
      where d.refclassid in ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_opclass'::regclass)
    ) as calls`;

/**
 * The stranger whose code could run when the journal is used, or null. Of a journal that is there its tables alone are
 * needed; where a run is to be added, its functions will run too, so its owner must be trusted.
 */
export async function journalStranger(client: ClientBase, use: 'read' | 'add'): Promise<string | null> {
  const found = await client.query<{ owner: string; trusted: boolean }>(ownerQuery);
  const [first] = found.rows;
  if (first === undefined || first.trusted) return null;
  if (use === 'add') return first.owner;
  const { rows } = await client.query<{ calls: boolean }>(callsQuery);
  return rows[0]?.calls === false ? null : first.owner;
}

/** @throws AppError target.foreignJournal {owner} where there is a `journalStranger` */
export async function requireOwnJournal(client: ClientBase, use: 'read' | 'add'): Promise<void> {
  const owner = await journalStranger(client, use);
  if (owner !== null) throw new AppError('target.foreignJournal', { owner });
}
