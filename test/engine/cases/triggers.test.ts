import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { type Hazard, type HazardOptions, migrated } from '../../helpers/hazard.ts';
import { isLong, servers } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';
import { afterMigration, watched } from '../cutover/live.ts';

const tables = `
  create table devices(id integer primary key, name text not null, updated_at datetime, relays integer not null default 0, state boolean);
  create table relays(id integer primary key, device_id integer references devices(id), label text);
  create table log(id integer primary key autoincrement, at datetime default current_timestamp, what text, ref integer);
  create table tags(name text primary key, n integer default 1);
  create table notes(id integer primary key, device_id integer, body text);
  create virtual table ft using fts5(title, body);
  create virtual table ext using fts5(name, content='devices', content_rowid='id');
  insert into devices(id, name, updated_at, relays, state) values
    (1,'Bomba','2024-01-01 10:00:00',2,1),(2,'Farol','2024-02-01 10:00:00',1,0),(3,'x','2024-02-01 10:00:00',0,null);
  insert into relays values (1,1,'b1'),(2,1,'B2'),(3,2,'f1');
  insert into log(what) values ('a'),('b');
  insert into tags values ('Bomba',1),('o''k',5);
  insert into ft(rowid, title, body) values (1,'Bomba','corpo'),(2,'Farol','luz'),(3,'x','só');
  insert into notes values (1,3,'n'),(2,1,'m');`;

/** The common kinds. */
const understood: Record<string, string> = {
  stamp:
    'after update on devices begin update devices set updated_at = current_timestamp where id = new.id; end',
  stamp_name: `after update of name on devices for each row when new.name <> old.name begin
    update devices set updated_at = datetime('now') where id = old.id; end`,
  count_up:
    'after insert on relays begin update devices set relays = relays + 1 where id = new.device_id; end',
  count_down:
    'after delete on relays begin update devices set relays = relays - 1 where id = old.device_id; end',
  count_again: `after update of device_id on relays begin update devices
    set relays = (select count(*) from relays where device_id = devices.id) where id in (old.device_id, new.device_id); end`,
  logged: "after insert on devices begin insert into log(what, ref) values ('new ' || new.name, new.id); end",
  logged_gone: `after delete on devices begin
    insert into log(what, ref) select 'gone ' || old.name || ' ' || count(*), old.id from relays; end`,
  no_empty_name: "before insert on devices when new.name = '' begin select raise(abort, 'it''s empty'); end",
  no_negative: `before update on devices begin select case when new.relays < 0 then raise(abort, 'negative')
    when new.relays > 900 then raise(abort, 'too many') else null end; end`,
  kept: 'before delete on tags when old.n > 3 begin select raise(ignore); end',
  tagged: `after update of name on devices begin insert into tags(name) values (new.name)
    on conflict(name) do update set n = n + 1; end`,
  tag_of_new: 'after insert on devices begin insert or ignore into tags(name) values (new.name); end',
  search_in: 'after insert on devices begin insert into ft(rowid, title) values (new.id, new.name); end',
  search_out: 'after delete on devices begin delete from ft where rowid = old.id; end',
  known_device: `before insert on relays begin select raise(abort, 'no device')
    where (select id from devices where id = new.device_id) is null; end`,
  twice: `after update of body on notes begin update notes set body = upper(body) where notes.id = new.id;
    update notes set body = body || '!' where notes.id = new.id; end`,
  cascade: 'after delete on devices begin delete from notes where device_id = old.id; end',
};

/** What the application does then, in both databases. */
const life = [
  "insert into devices(id, name, updated_at) values (10, 'Novo', '2024-03-01 00:00:00')",
  "insert into devices(id, name) values (11, '')",
  "update devices set name = 'Bomba 2' where id = 1",
  "update devices set name = 'Bomba 2' where id = 1",
  'update devices set relays = -1 where id = 2',
  'update devices set relays = 901 where id = 2',
  "insert into relays values (20, 10, 'n'), (21, 1, 'm')",
  "insert into relays values (22, 99, 'n')",
  'update relays set device_id = 2 where id = 20',
  'delete from relays where id in (1, 2)',
  'delete from tags',
  'delete from relays where device_id = 10',
  'delete from devices where id = 10',
  'delete from devices where id = 3',
  "update notes set body = 'mudou' where id = 2",
];

const shown: Record<string, string> = {
  devices: 'select id, name, relays, updated_at is not null from devices',
  stamped: "select id from devices where updated_at > '2025-01-01 00:00:00'",
  relays: 'select id, device_id, label from relays',
  log: 'select id, what, ref from log',
  tags: 'select name, n from tags',
  notes: 'select * from notes',
  ft: 'select rowid, title from ft',
};

async function ready(make: string, options?: HazardOptions): Promise<Hazard> {
  const h = await migrated(make, options);
  onTestFinished(h.close);
  return h;
}

function made(of: Record<string, string>): string {
  return Object.entries(of)
    .map(([name, rest]) => `create trigger ${name} ${rest};`)
    .join('\n');
}

/** Booleans are numbers in SQLite. */
function texts(rows: readonly unknown[][]): string[] {
  const one = (v: unknown) =>
    v === null ? 'null' : v === 't' || v === true ? '1' : v === 'f' || v === false ? '0' : String(v);
  return rows.map((row) => row.map(one).join('|')).sort();
}

it.each(servers())('the common kinds go on doing what they did (%s)', async (server) => {
  const make = tables + made(understood);
  const h = await ready(make, { server });
  expect((h.state.programs ?? []).filter((p) => p.reason !== null)).toEqual([]);
  expect(h.plan.leftOut.map((l) => l.name)).toEqual(['ext']);
  expect(h.state).toMatchObject({ status: 'succeeded', objects: { missing: [], notValid: [] } });
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => void sqlite.close());
  sqlite.exec(make);
  for (const statement of life) {
    const [a, b] = [
      said(() => sqlite.exec(statement)),
      await h.target.query(statement).then(
        () => null,
        (error: Error) => error.message,
      ),
    ];
    expect(b, statement).toBe(a);
  }
  for (const [name, query] of Object.entries(shown)) {
    const rows = sqlite.prepare(query).raw().all() as unknown[][];
    expect(texts(await h.rows(query)), name).toEqual(texts(rows));
  }
});

function said(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

it('what is not understood, or not proved, stays a draft with the reason', async () => {
  const h = await ready(`${tables}
    create view named as select id, name from devices;
    ${made({
      replacing: 'after insert on devices begin insert or replace into tags(name) values (new.name); end',
      external: 'after insert on devices begin insert into ext(rowid, name) values (new.id, new.name); end',
      failing: "before insert on relays begin select raise(fail, 'no'); end",
      through: 'instead of insert on named begin insert into devices(name) values (new.name); end',
      json: "after update on log begin update log set what = json_set('{}', '$.a', new.what) where id = new.id; end",
      early: 'before insert on log begin update tags set n = new.id; end',
      rolling: "before update on notes begin select raise(rollback, 'no') where new.body = ''; end",
      ids: 'after insert on devices begin insert into log(id, what) values (new.id * 10, new.name); end',
      twice:
        'after insert on devices begin insert into tags(name) values (new.name) on conflict(name) do update set n = n + 1 on conflict do nothing; end',
      positions:
        'after delete on relays begin update relays set device_id = device_id - 1 where id > old.id; end',
      sums: 'after insert on notes begin insert into tags(name, n) select new.body, count(*) from notes; end',
      never: "after update on tags when new.name = 'nobody has this' begin delete from log; end",
    })}
    create table empty(id integer primary key, a text);
    create trigger untried after insert on empty begin delete from tags; end;`);
  const reasons = Object.fromEntries(h.certificate.leftOut.map((l) => [l.name, l.reason]));
  expect(reasons.replacing).toMatch(/REPLACE/);
  expect(reasons.external).toMatch(/keeps ext up to date/);
  expect(reasons.failing).toMatch(/FAIL/);
  expect(reasons.through).toMatch(/view|INSTEAD/);
  expect(reasons.json).toMatch(/json_set/);
  expect(reasons.early).toMatch(/id of a row before/);
  expect(reasons.rolling).toMatch(/ROLLBACK/);
  expect(reasons.ids).toMatch(/id that the trigger itself gives/);
  expect(reasons.twice).toMatch(/several ON CONFLICT/);
  expect(reasons.positions).toMatch(/other rows of its own table/);
  // One row at a time it does the same; of several rows SQLite counts each time what is there then.
  expect(reasons.sums).toMatch(/something else/);
  expect(reasons.never).toMatch(/no row/);
  expect(reasons.untried).toMatch(/no row/);
  expect(await h.rows('select tgname from pg_trigger where not tgisinternal')).toEqual([]);
  expect(await h.rows(`select proname from pg_proc where pronamespace = 'public'::regnamespace`)).toEqual([]);
  // Trying takes nothing of a sequence.
  expect(await h.rows(`insert into log(what) values ('c') returning id`)).toEqual([['3']]);
});

it('a trigger that PostgreSQL cannot run beside the others is not made', async () => {
  // It changes the very row that is being deleted.
  const h = await ready(`
    create table p(id integer primary key, a text);
    create table c(id integer primary key, p integer references p(id) on delete set null);
    create table log(n integer);
    insert into p values (1,'a'),(2,'b'); insert into c values (1,1),(2,2);
    create trigger counted before delete on p begin delete from c where p = old.id; end;
    create trigger back after delete on c begin update p set a = 'none' where id = old.p; end;`);
  expect(h.certificate.leftOut).toMatchObject([
    { kind: 'trigger', name: 'back', reason: expect.stringMatching(/cannot run it: tuple to be deleted/) },
  ]);
});

it('a trigger that is right by itself, and not behind one that stands, is not made', async () => {
  // PostgreSQL runs what comes after rows behind the last of them, SQLite behind each: one row shows no difference.
  const h = await ready(`
    create table parts(id integer primary key, what text);
    create table boxes(id integer primary key, what text);
    create table packed(id integer primary key, what text);
    create table counted(id integer primary key autoincrement, n integer);
    insert into parts values (1, 'a'), (2, 'b'), (3, 'c');
    insert into boxes values (1, 'x'), (2, 'y');
    insert into packed values (1, 'z');
    ${made({
      packs: 'after insert on boxes begin insert into packed(what) select what from parts; end',
      counts: 'after insert on packed begin insert into counted(n) select count(*) from packed; end',
    })}`);
  const reasons = Object.fromEntries((h.state.programs ?? []).map((p) => [p.name, p.reason]));
  expect(reasons).toEqual({ packs: null, counts: expect.any(String) });
});

it.runIf(isLong)('undoing takes triggers and their functions away', async () => {
  const h = await ready(tables + made(understood));
  const input = { workspace: h.workspace, run: h.state.id, target: h.url, env: {}, confirm: true };
  await operations.rollback(input, quiet);
  expect(await h.rows(`select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual(
    [],
  );
  expect(await h.rows(`select proname from pg_proc where pronamespace = 'public'::regnamespace`)).toEqual([]);
});

it('what SQLite has done already is not done again by a catch-up, and the way back brings what PostgreSQL did', async () => {
  const scene = await afterMigration({
    write(path) {
      const db = new SQLite(path);
      db.exec(tables + made(understood));
      db.close();
    },
  });
  const inSource = (sql: string): unknown[][] => {
    const db = new SQLite(scene.source);
    try {
      if (/^select/.test(sql)) return db.prepare(sql).raw().all() as unknown[][];
      db.exec(sql);
      return [];
    } finally {
      db.close();
    }
  };
  inSource("insert into relays values (30, 2, 'p'); insert into devices(id, name) values (12, 'Sync')");
  await scene.sync();
  const rows = (sql: string): Promise<unknown[][]> =>
    withPg(scene.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows);
  for (const query of Object.values(shown))
    expect(texts(await rows(query)), query).toEqual(texts(inSource(query)));
  const sequences = inSource('select * from sqlite_sequence');
  await scene.commands.cutover(
    scene.url,
    watched(() => {}),
  );
  await rows("insert into relays values (31, 3, 'q')");
  await scene.commands.rollback(
    scene.url,
    watched(() => {}),
  );
  expect(inSource('select relays from devices where id = 3')).toEqual([[1]]);
  expect(inSource('select * from sqlite_sequence')).toEqual(sequences);
  expect(inSource("select count(*) from sqlite_schema where type = 'trigger'")).toEqual([
    [Object.keys(understood).length],
  ]);
});
