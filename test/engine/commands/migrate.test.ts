import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { type MigrateInput, migrate } from '../../../electron/engine/commands/migrate.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { isLong } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { allServers, freshDatabase, withPg } from '../../helpers/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(source: string, target: string, given: Partial<MigrateInput> = {}): Promise<RunState> {
  const input: MigrateInput = {
    workspace: join(folder, 'workspace'),
    source,
    target,
    env: {},
    schema: null,
    plan: null,
    profile: 'compatible',
    extras: true,
    ifNotEmpty: 'abort',
    rehearse: false,
    acceptDefaults: false,
    language: 'en',
    ...given,
  };
  return migrate(input, quiet);
}

const eras = ['14', '12', '11+macro', '11', 'enum', 'hand-patched'] as const;

/** Every day some of the files are enough, and fewer for the second server. */
const places = allServers().flatMap((server) =>
  eras
    .filter((era) => isLong || ['14', 'hand-patched', ...(server === 'pg18' ? ['11'] : [])].includes(era))
    .map((era) => ({ server, era })),
);

test.each(places)('a database of the era $era arrives whole on $server', async ({ server, era }) => {
  const source = join(folder, `${server}-${era}.db`);
  const written = await writeSample({ out: source, rows: 300, era });
  const database = await freshDatabase(server);
  try {
    const state = await run(source, database.url);
    expect(state.validation).toMatchObject({ level: 'rows', status: 'identical', differences: 0 });
    expect(state.objects).toEqual({ missing: [], notValid: [] });
    expect(state.source.autocore).not.toBeNull();
    // Counted by a client that knows nothing of the tool.
    await withPg(database.url, async (client) => {
      for (const { name, rows } of written.tables) {
        const found = await client.query(`select count(*)::int as n from public."${name}"`);
        expect([name, found.rows[0].n]).toEqual([name, rows]);
      }
    });
  } finally {
    await database.drop();
  }
});

test('twenty tables that nobody knows migrate as well, also with a WAL that was never flushed', async () => {
  const source = join(folder, 'não é #1 do AutoCore? 100%.db');
  const db = new SQLite(source);
  db.pragma('journal_mode = wal');
  for (let i = 0; i < 20; i++) {
    db.exec(
      `create table "Tabela ${i}" (${i % 2 ? 'id integer primary key autoincrement,' : ''} "Nome" text, valor, r real, b blob)`,
    );
    const insert = db.prepare(`insert into "Tabela ${i}" ("Nome", valor, r, b) values (?, ?, ?, ?)`);
    for (let k = 0; k < 20; k++) insert.run(`ção\t\n\\${k}`, BigInt(k), k / 3, Buffer.from([0, 255, k]));
  }
  const database = await freshDatabase();
  try {
    const state = await run(source, database.url);
    expect(state.source.autocore).toBeNull();
    expect(state.tables).toHaveLength(20);
    expect(state.tables.every((t) => t.source === 20 && t.migrated === 20 && t.repaired === 0)).toBe(true);
    expect(state.validation?.status).toBe('identical');
    await withPg(database.url, async (client) => {
      const found = await client.query(
        `select "Nome", valor::text, r, encode(b, 'hex') as b from "Tabela 3" order by id`,
      );
      expect(found.rows[7]).toEqual({ Nome: 'ção\t\n\\7', valor: '7', r: 7 / 3, b: '00ff07' });
    });
  } finally {
    db.close();
    await database.drop();
  }
});

test('ids go on past the highest one: negative, beyond 32 bits, empty, given out and deleted', async () => {
  const source = join(folder, 'ids.db');
  const db = new SQLite(source);
  db.exec(`create table negative (id integer primary key, v text); insert into negative values (-9, 'a'), (-3, 'b');
    create table big (id integer primary key, v text); insert into big values (4294967296, 'a');
    create table empty (id integer primary key, v text not null);
    create table gone (id integer primary key autoincrement, v text); insert into gone values (500, 'a'); delete from gone`);
  db.close();
  const database = await freshDatabase();
  try {
    const state = await run(source, database.url);
    expect(state.validation?.insertsWithoutId.map((i) => i.ok)).toEqual([true, true, true, true]);
    await withPg(database.url, async (client) => {
      const next = async (table: string) => {
        const found = await client.query(`insert into ${table} (v) values ('new') returning id::text`);
        return found.rows[0].id;
      };
      expect(await next('negative')).toBe('1');
      expect(await next('big')).toBe('4294967297');
      expect(await next('empty')).toBe('1');
      expect(await next('gone')).toBe('501');
    });
  } finally {
    await database.drop();
  }
});

test('a target with something in it is left alone, and moved aside on request', async () => {
  const source = join(folder, 'aside.db');
  await writeSample({ out: source, rows: 50 });
  const database = await freshDatabase();
  try {
    await withPg(database.url, (client) =>
      client.query(`create table devices (mine text); insert into devices values ('kept')`),
    );
    await expect(run(source, database.url)).rejects.toMatchObject({ code: 'target.notEmpty' });
    const state = await run(source, database.url, { ifNotEmpty: 'replace' });
    await withPg(database.url, async (client) => {
      const aside = `public_before_${state.id.replaceAll('-', '_')}`;
      expect((await client.query(`select mine from ${aside}.devices`)).rows).toEqual([{ mine: 'kept' }]);
      expect((await client.query('select count(*)::int as n from public.devices')).rows[0].n).toBe(6);
    });
  } finally {
    await database.drop();
  }
});
