import { describe, expect, it, onTestFinished } from 'vitest';
import type { Progress } from '../../../shared/model/index.ts';
import { isLong, servers } from '../../helpers/long.ts';
import { migratedScene, migrationScene, type Scene } from '../../helpers/migration.ts';
import { withPg } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

/** Things of somebody else, of every kind, among them some with the names of ours. */
const foreign = `
  create type colour as enum ('red', 'green');
  create domain plate as text check (value <> '');
  create type span as range (subtype = int);
  create type point_of as (x int, y int);
  create function paint(c colour) returns colour language sql as 'select c';
  create function total(sfunc int, next int) returns int language sql as 'select $1 + $2';
  create aggregate sum_up(int) (sfunc = total, stype = int, initcond = '0');
  create procedure tidy(p plate) language sql as 'select 1';
  create table devices (id serial primary key, name text unique, c colour, p plate, at span);
  create table readings (id int, at date, device int references devices) partition by range (at);
  create table readings_1 partition of readings for values from ('2025-01-01') to ('2026-01-01');
  create index readings_at on readings (at);
  create view red_devices as select * from devices where c = 'red';
  create materialized view device_count as select count(*) as n from devices;
  create sequence tickets;
  create function touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger touch before update on devices for each row execute function touch();
  insert into devices (name, c, p) values ('painel', 'red', 'ABC1D23');
  insert into readings values (1, '2025-05-05', 1);`;

/** Every object of the database outside of the catalogue, to see that nothing changed. */
async function everything(url: string): Promise<unknown[]> {
  return withPg(url, async (client) => {
    const { rows } = await client.query(`
      select n.nspname as schema, c.relkind::text as kind, c.relname as name from pg_class c
        join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|information_schema)'
      union all
      select n.nspname, 'function', p.proname || pg_get_function_identity_arguments(p.oid) from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^(pg_|information_schema)'
      union all
      select n.nspname, 'type', t.typname from pg_type t
        join pg_namespace n on n.oid = t.typnamespace where n.nspname !~ '^(pg_|information_schema)'
      union all
      select nspname, 'schema', nspname from pg_namespace where nspname !~ '^(pg_|information_schema)'
      order by 1, 2, 3`);
    return rows;
  });
}

const sql = (scene: Scene, text: string) => withPg(scene.url, (client) => client.query(text));
const rowsOf = async (scene: Scene, text: string) => (await sql(scene, text)).rows;

async function interrupted(
  scene: Scene,
  given: object,
  done = 1_000,
  at: Progress['stage'] = 'load',
): Promise<string> {
  scene.onProgress = ({ stage, done: rows }) => {
    if (stage === at && rows >= done) scene.cancel.abort();
  };
  const error = await scene.migrate(given).catch((e) => e);
  expect(error.code).toBe('interrupted');
  scene.cancel = new AbortController();
  scene.onProgress = () => {};
  return error.params.run;
}

describe('undoing a run', () => {
  it.each(servers())('brings back on %s what it had replaced', async (server) => {
    const scene = await migrationScene(2_000, { server });
    await sql(scene, foreign);
    const before = await everything(scene.url);
    const run = await interrupted(scene, { ifNotEmpty: 'replace' });
    expect(await everything(scene.url)).not.toEqual(before);
    const undone = await scene.rollback(run);
    expect(undone.dropped).toContain('table devices');
    expect(undone.broughtBack).toEqual(
      expect.arrayContaining(['table devices', 'table readings_1', 'view red_devices', 'domain plate']),
    );
    expect(await everything(scene.url)).toEqual(before);
    // It still works, too.
    await sql(scene, `insert into devices (name, c) values ('farol', 'red')`);
    expect(await rowsOf(scene, 'select id, name from red_devices order by id')).toEqual([
      { id: 1, name: 'painel' },
      { id: 2, name: 'farol' },
    ]);
    expect(await rowsOf(scene, 'select device from readings_1')).toEqual([{ device: 1 }]);
  });

  it.each(['snapshot', 'audit', 'prepare', 'load', 'indexes', 'validate', 'certificate'] as const)(
    'works after a cancel in the stage %s, and so does going on',
    async (stage) => {
      const scene = await migrationScene(500);
      const before = await everything(scene.url);
      const run = await interrupted(scene, {}, 0, stage);
      await scene.rollback(run);
      expect(await everything(scene.url)).toEqual(before);
      const other = await interrupted(scene, {}, 0, stage);
      expect((await scene.resume(other)).status).toBe('succeeded');
      await expectSameRows(scene.source, scene.url);
    },
  );

  it('leaves alone what others put beside its tables, also where it made the schema', async () => {
    const scene = await migrationScene(500);
    const { id } = await scene.migrate({ schema: 'garage' });
    await sql(
      scene,
      'create table garage.notes (text text); create function garage.f() returns int language sql as $$select 1$$',
    );
    await scene.rollback(id);
    const left = await everything(scene.url);
    expect(left).toEqual(
      expect.arrayContaining([
        { schema: 'garage', kind: 'r', name: 'notes' },
        { schema: 'garage', kind: 'function', name: 'f' },
        { schema: 'garage', kind: 'schema', name: 'garage' },
      ]),
    );
    expect(left.filter((o) => (o as { kind: string }).kind === 'r')).toHaveLength(1);
  });

  it("leaves alone what somebody keeps in the journal's schema", async () => {
    const scene = await migrationScene(500);
    await sql(scene, 'create schema autocore_migration; create table autocore_migration.other (a int)');
    const before = await everything(scene.url);
    const { id } = await scene.migrate();
    await scene.rollback(id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it("takes a table of the same name for what it is: somebody else's", async () => {
    const { scene, first } = await migratedScene(500);
    await sql(scene, 'drop table themes; create table themes (mine int); insert into themes values (7)');
    const { dropped } = await scene.rollback(first.id);
    expect(dropped).toContain('table devices');
    expect(dropped).not.toContain('table themes');
    expect(await rowsOf(scene, 'select mine from themes')).toEqual([{ mine: 7 }]);
  });

  it('changes nothing where others built upon it, or took the names of what would come back', async () => {
    const scene = await migrationScene(500);
    await sql(scene, 'create table devices (old int)');
    const { id } = await scene.migrate({ ifNotEmpty: 'replace' });
    await sql(scene, 'create view mine as select * from devices');
    const before = await everything(scene.url);
    const refused = await scene.rollback(id).catch((e) => e);
    expect(refused).toMatchObject({ code: 'run.notUndoable', params: { run: id } });
    expect(refused.params.reason).toContain('view public.mine');
    expect(await everything(scene.url)).toEqual(before);
    await sql(scene, 'drop view mine');
    expect(await scene.rollback(id)).toMatchObject({ broughtBack: ['table devices'] });
    expect(await rowsOf(scene, 'select * from devices')).toEqual([]);
  });

  it('knows its tables where a later run moved them, and the later one brings them back', async () => {
    const { scene, first } = await migratedScene(500);
    const second = await scene.migrate({ ifNotEmpty: 'replace' });
    const moved = await scene.resume(first.id).catch((e) => e);
    expect(moved).toMatchObject({ code: 'run.moved', params: { run: first.id } });
    await scene.rollback(second.id);
    expect((await scene.resume(first.id)).status).toBe('succeeded');
    const third = await scene.migrate({ ifNotEmpty: 'replace' });
    const { dropped } = await scene.rollback(first.id);
    expect(dropped).toContain('table telemetry_data');
    await expectSameRows(scene.source, scene.url);
    await scene.rollback(third.id);
    expect((await everything(scene.url)).filter((o) => (o as { kind: string }).kind === 'r')).toEqual([]);
  });

  it('gives the partitions of what it brings back their upkeep again, which never stopped', async () => {
    const { scene, first } = await migratedScene(300);
    /** Makes the months up to so far ahead, and says in which schemas the last one is there now. */
    const upkeep = async (ahead: number): Promise<string[]> => {
      const rows = await withPg(scene.url, async (client) => {
        await client.query('begin');
        await client.query(`select autocore_migration.maintain_partitions(${ahead})`);
        const found = await client.query(
          `select relnamespace::regnamespace::text as schema from pg_class
           where relname = 'telemetry_data_' ||
             to_char(now() at time zone 'utc' + interval '${ahead} months', 'YYYY_MM') order by 1`,
        );
        await client.query('commit');
        return found.rows;
      });
      return rows.map((row) => row.schema);
    };
    expect(await upkeep(4)).toEqual(['public']);
    const second = await scene.migrate({ ifNotEmpty: 'replace' });
    const aside = `public_before_${second.id.replaceAll('-', '_')}`;
    expect(await upkeep(5)).toEqual(['public', aside]);
    await scene.rollback(second.id);
    expect(await upkeep(6)).toEqual(['public']);
    expect(await rowsOf(scene, 'select run, schema_name from autocore_migration.partitioned')).toEqual([
      { run: first.id, schema_name: 'public' },
    ]);
    expect((await scene.resume(first.id)).status).toBe('succeeded');
  });

  it('changes nothing where somebody has a thing of the name of what would come back', async () => {
    const scene = await migrationScene(50);
    await sql(
      scene,
      `create table fares (old int); create domain plate as text;
       create function fare(int) returns int language sql as 'select 1'`,
    );
    const { id } = await scene.migrate({ ifNotEmpty: 'replace' });
    for (const [mine, rest] of [
      ['table fares', '(mine int)'],
      ['view fares', 'as select 1 as mine'],
      ['type plate', `as enum ('mine')`],
      ['function fare(int)', `returns int language sql as 'select 7'`],
    ]) {
      await sql(scene, `create ${mine} ${rest}`);
      const before = await everything(scene.url);
      const refused = await scene.rollback(id).catch((e) => e);
      expect(refused, mine).toMatchObject({ code: 'run.notUndoable', params: { run: id } });
      expect(refused.params.reason).toMatch(/fare|plate/);
      expect(await everything(scene.url), mine).toEqual(before);
      await sql(scene, `drop ${mine}`);
    }
    expect((await scene.rollback(id)).broughtBack).toEqual([
      'function fare(integer)',
      'domain plate',
      'table fares',
    ]);
  });

  it('can be asked for twice, and leaves nothing of its own', async () => {
    const scene = await migrationScene(500);
    const before = await everything(scene.url);
    const { id } = await scene.migrate();
    expect((await scene.rollback(id, false)).dropped).toContain('table devices');
    await scene.rollback(id);
    expect(await everything(scene.url)).toEqual(before);
    expect(await scene.rollback(id)).toEqual({
      ...{ dropped: [], broughtBack: [], restored: null },
      ...{ takenOut: [], givenBack: [] },
    });
  });

  it.runIf(isLong)(
    'happens as a whole or not at all where the server is lost, at whichever statement',
    async () => {
      const scene = await migrationScene(300);
      const before = await everything(scene.url);
      const { id } = await scene.migrate();
      const loaded = await everything(scene.url);
      const proxy = await startProxy(scene.url);
      onTestFinished(() => proxy.close());
      const statements: string[] = [];
      for (let lost = true; lost; ) {
        lost = false;
        let seen = 0;
        proxy.inspect((link, data, to) => {
          // Query and Parse: https://www.postgresql.org/docs/current/protocol-message-formats.html
          if (to === 'client' || lost || (data[0] !== 0x51 && data[0] !== 0x50)) return data;
          if (seen++ < statements.length) return data;
          statements.push(data.subarray(5, 30).toString('latin1').replaceAll('\0', ''));
          lost = true;
          link.cut();
          return null;
        });
        const error = await scene.rollback(id, true, proxy.url).then(
          () => null,
          (reason) => reason,
        );
        if (error) expect(error.code, statements.at(-1)).toMatch(/^target\.(lost|unreachable)$/);
        if (error) expect(await everything(scene.url), statements.at(-1)).toEqual(loaded);
      }
      expect(statements).toContain('commit');
      expect(await everything(scene.url)).toEqual(before);
    },
  );
});
