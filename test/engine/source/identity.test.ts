import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { attachEarlier, earlier } from '../../../electron/engine/diff/changes.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { otherDatabase } from '../../../electron/engine/source/identity.ts';
import { evidenceOf } from '../../../electron/engine/source/identity-counts.ts';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import { tempFolder } from '../../helpers/folder.ts';

type Db = Database.Database;

/** What is said of a file that had been `before`, in a folder of its own. */
async function judged(before: string, after: string): Promise<string | null> {
  const db = new Database(after);
  try {
    attachEarlier(db, before);
    return otherDatabase(await evidenceOf(db, earlier, introspect(db).tables, async () => {}));
  } finally {
    db.close();
  }
}

/** The same file, and one that was changed since. */
async function changed(make: (path: string) => unknown, change: (db: Db) => void): Promise<string | null> {
  const folder = tempFolder();
  const [before, after] = [join(folder, 'before.db'), join(folder, 'after.db')];
  await make(before);
  copyFileSync(before, after);
  edit(after, change);
  return judged(before, after);
}

async function two(first: (path: string) => unknown, second: (path: string) => unknown) {
  const folder = tempFolder();
  const [before, after] = [join(folder, 'before.db'), join(folder, 'after.db')];
  await first(before);
  await second(after);
  return judged(before, after);
}

function edit(path: string, change: (db: Db) => void): void {
  const db = new Database(path);
  db.pragma('foreign_keys = off');
  db.pragma('ignore_check_constraints = on');
  change(db);
  db.close();
}

const sample =
  (rows: number, seed = 1) =>
  (out: string) =>
    writeSample({ out, rows, seed, force: true });

/** A file of somebody else: `make` says what its rows are. */
const own = (sql: string) => (path: string) => edit(path, (db) => db.exec(sql));
const numbers = (n: number, from = 1) =>
  `with recursive i(n) as (values (${from}) union all select n + 1 from i where n < ${from + n - 1})`;

const laterRows = (n: number) => `${numbers(n)}
  insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value, unit)
  select datetime('2027-01-01', n || ' seconds'), 1 + n % 3, 'gps', 'speed', abs(random() % 100), 'km/h' from i`;

describe('the same database after', () => {
  const edits: [string, string][] = [
    ['nothing at all', ''],
    ['everything deleted from telemetry', 'delete from telemetry_data'],
    ['everything deleted from telemetry and events', 'delete from telemetry_data; delete from event_logs'],
    ['many new rows', laterRows(20_000)],
    ['old rows that gave their ids to new ones', `delete from telemetry_data; ${laterRows(3000)}`],
    [
      'all names edited',
      ['devices', 'screens', 'relay_channels', 'macros', 'themes', 'icons', 'screen_items']
        .map((table) => `update ${table} set name = name || ' novo'`)
        .join('; '),
    ],
    ['all units converted', `update telemetry_data set data_value = data_value || ' (x)', unit = 'mph'`],
    [
      'screen items made anew',
      `delete from screen_items; ${numbers(20)} insert into screen_items
      (screen_id, item_type, name, label, position) select 1 + n % 7, 'gauge', 'g' || n, 'G' || n, 100 + n from i`,
    ],
    ['one board replaced', `update devices set uuid = 'esp32-novo', mac_address = '00:00' where id = 2`],
    ['the vehicle sold', `update vehicles set uuid = 'x', plate = 'XYZ9A88', chassis = '1', renavam = '2'`],
    [
      'all passwords changed',
      `update users set password_hash = hex(randomblob(16)), last_login = '2027-01-01'`,
    ],
  ];
  it.each(edits)('%s', async (_, sql) => {
    expect(await changed(sample(2000), (db) => db.exec(sql))).toBeNull();
    expect(await changed(sample(30), (db) => db.exec(sql))).toBeNull();
  });

  it('VACUUM, also of tables without a key of their own', async () => {
    const make = own(`create table leituras (em text, valor real); ${numbers(3000)}
      insert into leituras select datetime('2025-01-01', n || ' minutes'), n * 1.37 from i;
      create table peças (nome text, preço real); ${numbers(40)} insert into peças select 'peça ' || n, n from i`);
    const vacuum = (db: Db) => db.exec('delete from leituras where rowid % 3 = 0; vacuum');
    expect(await changed(make, vacuum)).toBeNull();
    expect(
      await changed(sample(500), (db) => db.exec('delete from telemetry_data where id % 2; vacuum')),
    ).toBeNull();
  });

  it('an older backup of itself', async () => {
    const folder = tempFolder();
    const [old, now] = [join(folder, 'old.db'), join(folder, 'now.db')];
    await sample(300)(old);
    copyFileSync(old, now);
    edit(now, (db) =>
      db.exec(`${laterRows(9000)}; update devices set name = 'novo', last_seen = '2027-02-02';
        delete from telemetry_data where id < 50; insert into users (username, password_hash, role) values ('b', 'c', 'd')`),
    );
    expect(await judged(now, old)).toBeNull();
    expect(await judged(old, now)).toBeNull();
  });

  it('an edit of its only row, and of a handful', async () => {
    for (const rows of [1, 5]) {
      const make = own(`create table t (id integer primary key, nome text, valor real);
        ${numbers(rows)} insert into t select n, 'a' || n, n from i`);
      expect(await changed(make, (db) => db.exec(`update t set nome = 'b' || id`))).toBeNull();
      expect(
        await changed(make, (db) => db.exec(`update t set nome = 'b' || id, valor = -valor`)),
      ).toBeNull();
    }
  });

  it('edits of a table that has no other', async () => {
    const make = own(`create table clientes (id integer primary key, nome text, email text);
      ${numbers(200)} insert into clientes select n, 'nome ' || n, 'c' || n || '@x' from i`);
    expect(await changed(make, (db) => db.exec(`update clientes set nome = upper(nome) || '!'`))).toBeNull();
    expect(await changed(make, (db) => db.exec('delete from clientes'))).toBeNull();
  });
});

describe('another database', () => {
  it.each([30, 300, 2000])('of another car with the same boards and screens, %i rows', async (rows) => {
    expect(await two(sample(2000, 1), sample(rows, 2))).toContain('telemetry_data');
  });

  it('of another car with boards of its own, also a new one', async () => {
    for (const rows of [0, 30, 2000]) {
      const other = async (path: string) => {
        await sample(rows)(path);
        edit(path, (db) =>
          db.exec(`update devices set uuid = 'b' || id, mac_address = 'm' || id;
            update vehicles set uuid = 'v', plate = 'OUT0R00', chassis = '9', renavam = '8'`),
        );
      };
      expect(await two(sample(300), other)).toMatch(/devices.uuid 0\/\d.*vehicles.plate 0\/1/);
    }
  });

  it('that is not of AutoCore, with and without a key, by number or by name', async () => {
    const makes = (seed: number) => [
      `create table leituras (id integer primary key, em text, valor real);
       ${numbers(500)} insert into leituras select n, datetime('2025-0${seed}-01', (n * ${seed}) || ' minutes'), n * ${seed}.31 from i`,
      `create table leituras (em text, valor real);
       ${numbers(500)} insert into leituras select datetime('2025-0${seed}-01', n || ' seconds'), n * ${seed}.31 from i`,
      `create table peças (código text primary key, nome text, preço real);
       ${numbers(60)} insert into peças select '${seed}-' || n, 'peça ${seed}/' || n, n * ${seed} from i`,
      `create table t (id integer primary key, v text); ${numbers(100)} insert into t select n, '${seed}-' || n from i`,
    ];
    const [first, second] = [makes(1), makes(2)];
    for (const [i, sql] of first.entries())
      expect(await two(own(sql), own(second[i] as string)), sql).not.toBeNull();
  });

  it('by its application_id', async () => {
    const make = (id: number) =>
      own(`pragma application_id = ${id}; create table t (a); insert into t values (1)`);
    expect(await two(make(7), make(8))).toBe('application_id 7/8');
    expect(await two(make(7), make(7))).toBeNull();
  });
});
