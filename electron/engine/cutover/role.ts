import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { distributed } from '../target/citus.ts';
import type { TargetConfig } from '../target/config.ts';
import { close, connect } from '../target/connect.ts';
import { passFence } from '../target/fence.ts';
import { inOneTrip, sendAll, transactionOf } from '../target/pipeline.ts';
import { qualified, quoteIdent, quoteLiteral, searchPath } from '../target/sql.ts';
import { tryPlaced } from './role-placed.ts';
import { tryTables } from './role-tables.ts';

/**
 * What the application's role needs: UTC, because `now()` is UTC in SQLite; the schema on its path; rights on what the
 * run made. Then fresh statistics and the partitions of this month and the next. All of it can be done again.
 * @throws AppError cutover.smokeTest {role, reason} for a role that is not there
 */
export async function prepareRole(
  client: pg.Client,
  config: TargetConfig,
  role: string,
  schema: string,
  plan: Plan,
): Promise<void> {
  const [there, settings, rights] = await inOneTrip(client, [
    () => client.query('select from pg_roles where rolname = $1::text', [role]),
    () => settingsFor(client, config.database, role, schema),
    () => (role === config.user ? Promise.resolve([]) : rightsOf(client, role, schema, plan)),
  ]);
  if (there.rowCount === 0)
    throw new AppError('cutover.smokeTest', { role, reason: `role "${role}" does not exist` });
  const work = [...settings, ...rights, 'select autocore_migration.maintain_partitions()'];
  const names = plan.tables.map((table) => qualified(schema, table.target));
  await inOneTrip(client, [
    () => transactionOf(client, work),
    ...(names.length > 0 ? [() => client.query(`analyze ${names.join(', ')}`)] : []),
  ]);
}

/** Statements that let the role work with what the run made. */
async function rightsOf(client: pg.Client, role: string, schema: string, plan: Plan): Promise<string[]> {
  const [views, functions] = await inOneTrip(client, [
    () => viewsThere(client, schema, plan),
    () => functionsThere(client, schema),
  ]);
  const to = `to ${quoteIdent(role)}`;
  return [
    `grant usage on schema ${quoteIdent(schema)} ${to}`,
    ...plan.tables.map(
      (table) => `grant select, insert, update, delete on ${qualified(schema, table.target)} ${to}`,
    ),
    ...views.map((name) => `grant select on ${name} ${to}`),
    ...functions.map((name) => `grant execute on function ${name} ${to}`),
  ];
}

/** Whether a role may do everything on its server. One that is not there may nothing. */
export async function isSuperuser(client: pg.Client, role: string): Promise<boolean> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'select rolsuper from pg_roles where rolname = $1::text',
    [role],
  );
  return rows[0]?.rolsuper === true;
}

/** Functions that views and triggers call with the rights of whoever reads or writes. */
async function functionsThere(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from autocore_migration.object o
     join autocore_migration.run r on r.id = o.run join pg_proc p on p.oid = o.oid
     where o.kind = 'function' and r.target_schema = $1::text and p.prorettype <> 'trigger'::regtype
       and pg_get_userbyid(p.proowner) = current_user`,
    [schema],
  );
  return rows.map(({ name }) => name);
}

/** The planned views that stand in the schema: one of the source is only there where it was proved. */
async function viewsThere(client: pg.Client, schema: string, plan: Plan): Promise<string[]> {
  const extras = plan.extraObjects.filter(({ kind }) => kind === 'view');
  const names = [...extras, ...(plan.views ?? [])].map(({ name }) => qualified(schema, name));
  const { rows } = await client.query<{ name: string }>(
    `select v.name from unnest($1::text[]) as v (name) join pg_class c on c.oid = to_regclass(v.name)
     where c.relkind = 'v'`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/**
 * Statements for the role's own settings. What holds already is left alone: the owner of the tables may not change another
 * role, and where an administrator made both (the kit's init.sql), that is all done.
 */
async function settingsFor(
  client: pg.Client,
  database: string,
  role: string,
  schema: string,
): Promise<string[]> {
  const { rows } = await client.query<{ setting: string }>(
    `select unnest(s.setconfig) as setting
       from pg_db_role_setting s join pg_roles r on r.oid = s.setrole join pg_database d on d.oid = s.setdatabase
      where r.rolname = $1::text and d.datname = $2::text`,
    [role, database],
  );
  const there = new Set(rows.map(({ setting }) => setting));
  const on = `alter role ${quoteIdent(role)} in database ${quoteIdent(database)}`;
  const path = [`search_path=${schema}`, `search_path=${quoteIdent(schema)}`];
  return [
    ...(there.has('TimeZone=UTC') ? [] : [`${on} set timezone to 'UTC'`]),
    // Nothing else: whoever may create in another schema could put something there that the application calls.
    ...(path.some((each) => there.has(each)) ? [] : [`${on} set search_path to ${quoteIdent(schema)}`]),
  ];
}

/** Tables that are tried in one go. */
const atOnce = 100;

/**
 * Works as the application would, through its own login and with the defaults of its role: on every table a row is
 * inserted, read, changed and deleted. Everything is rolled back but the ids that were given; see `givingIdsBack`.
 * @returns how many tables were tried.
 * @throws AppError cutover.smokeTest {role, reason}
 */
export async function smokeTest(
  config: TargetConfig,
  { run, schema, plan }: { run: string; schema: string; plan: Plan },
  signal: AbortSignal,
  onTable: () => void,
): Promise<number> {
  const client = await connect(config, { signal, applicationName: 'autocore' });
  try {
    const [, , views] = await inOneTrip(client, [
      () => passFence(client, run),
      () => requireRoleSettings(client, schema, plan),
      () => viewsThere(client, schema, plan),
    ]);
    const tried = (await distributed(client, [schema])).has(schema) ? tryPlaced : tryTables;
    for (let at = 0; at < plan.tables.length; at += atOnce) {
      signal.throwIfAborted();
      await tried(client, schema, plan.tables.slice(at, at + atOnce), onTable);
    }
    if (views.length > 0)
      await sendAll(
        client,
        views.map((name) => `select from ${name} limit 0`),
      );
    return plan.tables.length;
  } catch (error) {
    signal.throwIfAborted();
    const reason = (error as Error).message;
    throw new AppError('cutover.smokeTest', { role: config.user, reason }, { cause: error });
  } finally {
    await close(client);
  }
}

/**
 * The role's own settings: UTC, and every table is the one meant when it is named as the application does, without a
 * schema. Only that is asked on the role's search_path, where others may have put functions and operators.
 */
async function requireRoleSettings(client: pg.Client, schema: string, plan: Plan): Promise<void> {
  const names = plan.tables.map((t) => t.target);
  const place = (name: string) =>
    `pg_catalog.to_regclass(${quoteLiteral(quoteIdent(name))})::pg_catalog.oid::pg_catalog.text`;
  const [, { rows }, , meant] = await inOneTrip(client, [
    () => client.query('reset timezone; reset search_path'),
    () =>
      client.query<{ zone: string; found: (string | null)[] }>(
        `select pg_catalog.current_setting('TimeZone') as zone,
           array[${names.map(place).join(', ')}]::pg_catalog.text[] as found`,
      ),
    () => client.query(`set search_path = ${searchPath}`),
    () =>
      client.query<{ found: (string | null)[] }>(
        'select array(select to_regclass(t.name)::oid::text from unnest($1::text[]) with ordinality t (name, n) order by n) as found',
        [names.map((name) => qualified(schema, name))],
      ),
  ]);
  const { zone, found } = rows[0] ?? { zone: '', found: [] };
  if (zone !== 'UTC') throw new Error(`TimeZone ${zone}`);
  const other = names.find((_, i) => found[i] == null || found[i] !== meant.rows[0]?.found[i]);
  if (other !== undefined) throw new Error(`${other} is another table on the search_path`);
}
