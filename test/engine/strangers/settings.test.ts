import { randomBytes } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { servers } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { migrationScene, type Scene, sceneWith } from '../../helpers/migration.ts';
import { freshDatabase, type TestServer, withPg } from '../../helpers/postgres.ts';
import { change } from '../cutover/scene.ts';

/** What a role may have set for itself, each another meaning or another text of something, or a limit too low. */
const hostile: Record<string, string> = {
  quote_all_identifiers: 'on',
  search_path: 'nowhere',
  datestyle: 'SQL, DMY',
  intervalstyle: 'sql_standard',
  timezone: 'America/Sao_Paulo',
  timezone_abbreviations: 'India',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  xmloption: 'document',
  xmlbinary: 'hex',
  client_encoding: 'LATIN1',
  client_min_messages: 'debug5',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  escape_string_warning: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  check_function_bodies: 'off',
  row_security: 'on',
  exit_on_error: 'on',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  default_tablespace: 'pg_default',
  default_table_access_method: 'other_heap',
  default_text_search_config: 'pg_catalog.german',
  default_statistics_target: '1',
  gin_fuzzy_search_limit: '3',
  statement_timeout: '200',
  lock_timeout: '1',
  idle_in_transaction_session_timeout: '5',
  idle_session_timeout: '300',
  synchronous_commit: 'off',
  constraint_exclusion: 'on',
  plan_cache_mode: 'force_generic_plan',
  work_mem: '64kB',
  jit: 'on',
  jit_above_cost: '0',
  'plpgsql.extra_errors': 'shadowed_variables,strict_multi_assignment,too_many_rows',
  lc_monetary: 'C',
  ...Object.fromEntries(
    [
      ...['seqscan', 'indexscan', 'indexonlyscan', 'bitmapscan', 'tidscan', 'sort', 'material', 'hashagg'],
      ...['hashjoin', 'mergejoin', 'nestloop', 'partition_pruning', 'gathermerge'],
    ].map((name) => [`enable_${name}`, 'off']),
  ),
};
/** What only a superuser may set, for others too. */
const forcedOnly: Record<string, string> = { session_replication_role: 'replica', lc_messages: 'C' };
const since17: Record<string, string> = {
  transaction_timeout: '1000',
  restrict_nonsystem_relation_kind: 'view, foreign-table',
};

describe.each(servers())('a role on %s with every setting against us', (server) => {
  it('migrates, follows and comes back as any other', { timeout: 400_000 }, async () => {
    const plain = await migrationScene(300, { server, dirty: true });
    const hostileScene = await withHostileRole(plain, server);
    const [calm, odd] = [await everything(plain), await everything(hostileScene)];
    expect(odd).toEqual(calm);
    expect(odd.state.validation).toMatchObject({ status: 'identical', differences: 0 });
    expect(odd.rows).toBe(1);
  });
});

async function withHostileRole({ folder, source, workspace }: Scene, server: TestServer): Promise<Scene> {
  // A file of its own: what is changed in one must not be in the other.
  const copy = join(folder, 'other.db');
  await copyFile(source, copy);
  const { url, name, drop } = await freshDatabase(server);
  onTestFinished(drop);
  const role = `odd_${randomBytes(4).toString('hex')}`;
  const admin = (sql: string) => withPg(url, (client) => client.query(sql));
  await admin(`create role ${role} login superuser password 'odd'; alter database ${name} owner to ${role};
    create access method other_heap type table handler heap_tableam_handler`);
  onTestFinished(() => admin(`reassign owned by ${role} to postgres; drop role ${role}`).then(() => {}));
  const all = { ...hostile, ...forcedOnly, ...(server === 'pg18' ? since17 : {}) };
  for (const [setting, value] of Object.entries(all)) {
    const list = setting === 'search_path' ? value : `'${value}'`;
    await admin(`alter role ${role} set ${setting} = ${list}`);
  }
  const given = Object.assign(new URL(url), { username: role, password: 'odd' });
  return { ...sceneWith({ folder, source: copy, url: given.href }), workspace };
}

/** All that a run says of what it did, and what is there then. */
async function everything(scene: Scene) {
  const state = await scene.migrate();
  const call = { workspace: scene.workspace, run: state.id, target: scene.url, env: scene.env } as const;
  change(scene.source, (db) => db.exec(`update devices set name = name || '+' where id = 1`));
  const { rows } = await operations.sync({ ...call, language: 'en' }, quiet);
  const levels = [];
  for (const level of ['counts', 'segments', 'rows'] as const) {
    const validated = await operations.validate({ ...call, level, language: 'en' }, quiet);
    levels.push(told(validated.state).validation);
  }
  const listed = await scene.rollback(state.id, false);
  const undone = await scene.rollback(state.id);
  return { state: told(state), rows, levels, listed, undone };
}

function told({ tables, objects, validation, status }: RunState) {
  return { tables, objects, validation, status };
}
