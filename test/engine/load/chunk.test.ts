import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/folder.ts';
import { firstOf } from '../../helpers/long.ts';
import { sceneWith } from '../../helpers/migration.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

/** Four rows of 3 MiB that stay out, and small ones around them that do not. */
function manyExceptions(path: string): void {
  const db = new SQLite(path);
  db.exec('create table t (n integer primary key, a integer not null, v text)');
  const insert = db.prepare('insert into t values (?, ?, ?)');
  insert.run(1, 1, 'first');
  for (let n = 2; n <= 5; n++) insert.run(n, 'no number', 'x'.repeat(3 << 20));
  for (let n = 6; n <= 15; n++) insert.run(n, n, 'ok');
  db.close();
}

/** The server takes the table as it is planned, but for one row. */
const refuseFirst = `
  create schema trap;
  create function trap.refuse() returns event_trigger language plpgsql as $$
  begin
    if to_regclass('public.t') is not null
      and not exists (select from pg_constraint where conname = 'trap') then
      alter table public.t add constraint trap check (n <> 1);
    end if;
  end $$;
  create event trigger trap on ddl_command_end when tag in ('CREATE TABLE') execute function trap.refuse()`;

it.each(
  firstOf([
    ['in one go', null, [4, 11], 4],
    ['row by row, where the server refuses one', refuseFirst, [4, 11], 5],
  ]),
)(
  'a chunk ends where its exceptions have 8 MiB, though it has hardly sent anything: %s',
  async (_, trap, read, quarantined) => {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    manyExceptions(source);
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    if (trap) await withPg(url, (client) => client.query(trap));
    const scene = sceneWith({ folder, source, url, tuning: { chunkBytes: 1 << 30, rowsPerBlock: 1 } });
    const state = await scene.migrate();
    expect(state.tables).toMatchObject([{ source: 15, migrated: 15 - quarantined, quarantined }]);
    await withPg(url, async (client) => {
      const { rows } = await client.query('select read::int from autocore_migration.chunk order by seq');
      expect(rows.map((row) => row.read)).toEqual(read);
    });
  },
);
