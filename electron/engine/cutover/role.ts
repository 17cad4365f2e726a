import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { valuesFromRow } from '../diff/inserts-values.ts';
import type { TargetConfig } from '../target/config.ts';
import { close, connect, withTransaction } from '../target/connect.ts';
import { passFence } from '../target/fence.ts';
import { qualified, quoteIdent, quoteLiteral, searchPath } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';

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
  const { rowCount } = await client.query('select from pg_roles where rolname = $1::text', [role]);
  if (rowCount === 0)
    throw new AppError('cutover.smokeTest', { role, reason: `role "${role}" does not exist` });
  await withTransaction(client, async () => {
    await setForRole(client, config.database, role, schema);
    if (role !== config.user) {
      await client.query(`grant usage on schema ${quoteIdent(schema)} to ${quoteIdent(role)}`);
      for (const table of plan.tables) {
        const name = qualified(schema, table.target);
        await client.query(`grant select, insert, update, delete on ${name} to ${quoteIdent(role)}`);
      }
      for (const name of await viewsThere(client, schema, plan))
        await client.query(`grant select on ${name} to ${quoteIdent(role)}`);
      await grantFunctions(client, role, schema);
    }
    await client.query('select autocore_migration.maintain_partitions()');
  });
  for (const table of plan.tables) await client.query(`analyze ${qualified(schema, table.target)}`);
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
async function grantFunctions(client: pg.Client, role: string, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from autocore_migration.object o
     join autocore_migration.run r on r.id = o.run join pg_proc p on p.oid = o.oid
     where o.kind = 'function' and r.target_schema = $1::text and p.prorettype <> 'trigger'::regtype
       and pg_get_userbyid(p.proowner) = current_user`,
    [schema],
  );
  for (const { name } of rows) await client.query(`grant execute on function ${name} to ${quoteIdent(role)}`);
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
 * What holds already is left alone: the owner of the tables may not change another role, and where an administrator
 * made both (the kit's init.sql), that is all done.
 */
async function setForRole(client: pg.Client, database: string, role: string, schema: string): Promise<void> {
  const { rows } = await client.query<{ setting: string }>(
    `select unnest(s.setconfig) as setting
       from pg_db_role_setting s join pg_roles r on r.oid = s.setrole join pg_database d on d.oid = s.setdatabase
      where r.rolname = $1::text and d.datname = $2::text`,
    [role, database],
  );
  const there = new Set(rows.map(({ setting }) => setting));
  const on = `alter role ${quoteIdent(role)} in database ${quoteIdent(database)}`;
  if (!there.has('TimeZone=UTC')) await client.query(`${on} set timezone to 'UTC'`);
  // Nothing else: whoever may create in another schema could put something there that the application calls.
  if (!there.has(`search_path=${schema}`) && !there.has(`search_path=${quoteIdent(schema)}`))
    await client.query(`${on} set search_path to ${quoteIdent(schema)}`);
}

/** Tables of one transaction, which keeps the locks of each with its indexes to its end. */
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
    await passFence(client, run);
    await requireRoleSettings(client, schema, plan);
    for (let at = 0; at < plan.tables.length; at += atOnce) {
      signal.throwIfAborted();
      await client.query('begin');
      try {
        for (const table of plan.tables.slice(at, at + atOnce)) {
          await tryTable(client, schema, table);
          onTable();
        }
      } finally {
        await client.query('rollback');
      }
    }
    for (const name of await viewsThere(client, schema, plan))
      await client.query(`select from ${name} limit 0`);
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
  await client.query('reset timezone; reset search_path');
  const { rows } = await client.query<{ zone: string; found: (string | null)[] }>(
    `select pg_catalog.current_setting('TimeZone') as zone, array[${names
      .map(
        (name) =>
          `pg_catalog.to_regclass(${quoteLiteral(quoteIdent(name))})::pg_catalog.oid::pg_catalog.text`,
      )
      .join(', ')}]::pg_catalog.text[] as found`,
  );
  await client.query(`set search_path = ${searchPath}`);
  const { zone, found } = rows[0] ?? { zone: '', found: [] };
  if (zone !== 'UTC') throw new Error(`TimeZone ${zone}`);
  const meant = await client.query<{ found: (string | null)[] }>(
    'select array(select to_regclass(t.name)::oid::text from unnest($1::text[]) with ordinality t (name, n) order by n) as found',
    [names.map((name) => qualified(schema, name))],
  );
  const other = names.find((_, i) => found[i] == null || found[i] !== meant.rows[0]?.found[i]);
  if (other !== undefined) throw new Error(`${other} is another table on the search_path`);
}

async function tryTable(client: pg.Client, schema: string, table: PlanTable): Promise<void> {
  const name = qualified(schema, table.target);
  const place = await insertRow(client, name, table);
  if (place === null) return;
  // A trigger may write the row again, or keep it from being deleted: the rights are asked of no row.
  if (table.triggers || table.adopted?.silent.length) return tryRights(client, name, table);
  const column = table.columns.find((c) => c.identity === null && c.generated === null);
  const where = 'ctid = $1::tid and tableoid = $2::oid';
  const set = quoteIdent(column?.target ?? '');
  const changed = await client.query(
    `update ${name} set ${set} = ${set} where ${where} returning ctid, tableoid`,
    place,
  );
  const now = [changed.rows[0]?.ctid, changed.rows[0]?.tableoid];
  const read = await client.query(`select from ${name} where ${where}`, now);
  const deleted = await client.query(`delete from ${name} where ${where}`, now);
  if (read.rowCount !== 1 || deleted.rowCount !== 1) throw new Error(`${table.target} lost a row`);
}

/**
 * Inserts a copy of a row without its id, or an invented one. A rule may refuse that row, which is not the role's fault:
 * null then, the right to insert is proven all the same, and the rest is asked of the server.
 */
async function insertRow(client: pg.Client, name: string, table: PlanTable): Promise<unknown[] | null> {
  const copy = valuesFromRow(table);
  const list = (columns: string[]) => columns.map(quoteIdent).join(', ');
  await client.query('savepoint one_row');
  try {
    const made = await client.query(
      `insert into ${name} (${list(copy.columns)}) select ${copy.values.join(', ')} from ${name} limit 1
       returning ctid, tableoid`,
    );
    const [row] = made.rows;
    if (row) return [row.ctid, row.tableoid];
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query('rollback to savepoint one_row');
  }
  await tryRights(client, name, table);
  return null;
}

/** Changes and deletes nothing. */
async function tryRights(client: pg.Client, name: string, table: PlanTable): Promise<void> {
  const [column = ''] = valuesFromRow(table).columns;
  await client.query(`update ${name} set ${quoteIdent(column)} = null where false`);
  await client.query(`delete from ${name} where false`);
}
