import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachEarlier, type Changes, findChanges } from '../../../../electron/engine/diff/changes.ts';
import { keyText } from '../../../../electron/engine/load/keys.ts';
import { readOrderOf } from '../../../../electron/engine/plan/reading.ts';
import { introspect } from '../../../../electron/engine/source/introspect.ts';
import { openSource } from '../../../../electron/engine/source/open.ts';
import { type ChangedRows, changedRows } from '../../../../electron/engine/source/pages/changed-rows.ts';
import {
  changedPages,
  hasSamePages,
  renew,
  type Twin,
} from '../../../../electron/engine/source/pages/renew.ts';
import { digestFile, takeSnapshot } from '../../../../electron/engine/source/snapshot.ts';
import type { PlanTable } from '../../../../shared/model/index.ts';
import { tempFolder } from '../../../helpers/folder.ts';
import { isLong } from '../../../helpers/long.ts';

const never = new AbortController().signal;

/** Every kind of table: small rows, rows that go on on other pages, rows by a key of their own, indexes with long entries. */
const schema = `
  create table points (id integer primary key, at text, value real);
  create index points_at on points (at);
  create table notes (id integer primary key, body blob, title text);
  create index notes_title on notes (title);
  create table bare (word text);
  create table settings (name text primary key, value text) without rowid;
  create table empty (id integer primary key)`;

const text = (n: number) => `rand_text(${n})`;
/** One write of the application; `n` is any number. */
const writes: ((n: number) => string)[] = [
  (n) =>
    `insert into points (at, value) select datetime(n, 'unixepoch'), random() / 1e9 from numbers limit ${1 + (n % 400)}`,
  (n) => `update points set value = value + 1 where id % ${2 + (n % 97)} = 0`,
  (n) => `update points set at = 'x' || id where id = (select max(id) from points) - ${n % 50}`,
  (n) => `delete from points where id between ${n % 300} and ${(n % 300) + (n % 170)}`,
  (n) => `update or ignore points set id = id + 100000 where id = (select min(id) from points) + ${n % 20}`,
  (n) => `insert into notes (body, title) values (zeroblob(${n % 20_000}), ${text(n % 3000)})`,
  // The same length: SQLite writes the further pages alone.
  (n) =>
    `update notes set body = zeroblob(length(body) - 1) || x'${(n % 256).toString(16).padStart(2, '0')}'`,
  (n) => `update notes set title = ${text(n % 5000)} where id = (select max(id) from notes)`,
  (n) => `delete from notes where id % 3 = ${n % 3}`,
  (n) => `insert into bare select ${text(n % 900)} from numbers limit ${n % 9}`,
  (n) => `delete from bare where rowid = (select min(rowid) from bare) + ${n % 3}`,
  (n) => `insert or replace into settings values ('k' || ${n % 40}, ${text(n % 2000)})`,
  (n) => `delete from settings where name = 'k' || ${n % 40}`,
  (n) =>
    `insert or ignore into points (id, value) values (-9223372036854775808, ${n}), (9223372036854775807, 0)`,
  () => 'reindex',
  () => 'analyze',
  () => 'vacuum',
  () => 'delete from points where id > -9223372036854775808',
  () => 'pragma incremental_vacuum(3)',
  () => 'pragma wal_checkpoint(truncate)',
  () => 'pragma wal_checkpoint(passive)',
  (n) => `pragma journal_mode = ${['wal', 'delete', 'truncate', 'persist'][n % 4]}`,
  (n) => `create index if not exists late${n % 2} on points (value)`,
  (n) => `drop index if exists late${n % 2}`,
  (n) => `create table if not exists more${n % 2} (id integer primary key, x)`,
  (n) => `drop table if exists more${n % 2}`,
];

const rounds = fc.array(fc.array(fc.tuple(fc.nat(writes.length - 1), fc.nat(100_000)), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 6,
});
const file = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096, 65536),
  vacuum: fc.constantFrom('none', 'full', 'incremental'),
  journal: fc.constantFrom('delete', 'wal'),
  encoding: fc.constantFrom('UTF-8', 'UTF-16le'),
});

describe('renew', () => {
  it('makes what a new backup makes, and knows where rows may differ, after any writes', async () => {
    const base = tempFolder();
    const tally = { pages: 0, whole: 0, told: 0, untold: 0 };
    const check = async (
      kind: typeof file extends fc.Arbitrary<infer T> ? T : never,
      work: [number, number][][],
    ) => {
      const folder = mkdtempSync(join(base, 'run-'));
      const at = (name: string) => join(folder, name);
      const db = make(at('source.db'), kind);
      try {
        await backup(at('source.db'), at('snapshot.db'));
        copyFileSync(at('snapshot.db'), at('twin.db'));
        let twin: Twin = { path: at('twin.db'), differs: new Set() };
        let [snapshot, other] = [at('snapshot.db'), at('twin.db')];
        for (const round of work) {
          for (const [which, n] of round) {
            const sql = (writes[which] as (n: number) => string)(n);
            if (sql.startsWith('pragma ')) db.pragma(sql.slice(7));
            else db.exec(sql);
            // The first read after it makes a new journal mode known.
            db.prepare('select 1 from points').get();
          }
          const changed = await renew(at('source.db'), snapshot, { ...twin, path: other }, never);
          await backup(at('source.db'), at('fresh.db'));
          if (changed === null) {
            tally.whole++;
            for (const name of [snapshot, other]) copyFileSync(at('fresh.db'), name);
            twin = { path: other, differs: new Set() };
            continue;
          }
          tally.pages++;
          expect(contentOf(other).equals(contentOf(at('fresh.db')))).toBe(true);
          expect(await changedPages(other, snapshot, never)).toEqual({
            pages: changed.pages,
            count: changed.count,
          });
          const rows = changedRows(snapshot, other, changed);
          rows === null ? tally.untold++ : tally.told++;
          await sameChanges(snapshot, other, rows);
          [snapshot, other] = [other, snapshot];
          twin = { path: other, differs: changed.pages };
        }
      } finally {
        db.close();
        rmSync(folder, { recursive: true });
      }
    };
    await fc.assert(fc.asyncProperty(file, rounds, check), { numRuns: isLong ? 200 : 12, seed: 17 });
    // Each of the ways was gone.
    for (const times of Object.values(tally)) expect(times).toBeGreaterThan(0);
  });
});

function make(path: string, kind: { pageSize: number; vacuum: string; journal: string; encoding: string }) {
  const db = new Database(path);
  db.pragma(`page_size = ${kind.pageSize}`);
  db.pragma(`encoding = '${kind.encoding}'`);
  db.pragma(`auto_vacuum = ${kind.vacuum}`);
  db.pragma(`journal_mode = ${kind.journal}`);
  db.function('rand_text', (n: unknown) => String.fromCharCode(97 + (Number(n) % 26)).repeat(Number(n)));
  db.exec(schema);
  db.exec(
    `create temp view numbers as with recursive i(n) as (values (1) union all select n + 1 from i where n < 3000) select n from i`,
  );
  db.exec(`insert into points (at, value) select datetime(n, 'unixepoch'), n from numbers`);
  db.exec(`insert into notes (body, title) select zeroblob(n * 40), 'title ' || n from numbers limit 60`);
  db.exec(`insert into settings select 'k' || n, 'v' from numbers limit 30`);
  return db;
}

async function backup(source: string, to: string): Promise<void> {
  const file = openSource(source);
  try {
    await takeSnapshot({ source: file, to, signal: never, onProgress: () => {} });
  } finally {
    file.close();
  }
}

/** A file without what says nothing of it: counters of writes and schemas, and who wrote. */
function contentOf(path: string): Buffer {
  const content = readFileSync(path);
  content.fill(0, 24, 28).fill(0, 40, 44).fill(0, 92, 100);
  return content;
}

/** What the pages say leads to the same rows as looking at all of them. */
async function sameChanges(before: string, after: string, rows: ChangedRows | null): Promise<void> {
  const db = new Database(after, { readonly: true });
  try {
    attachEarlier(db, before);
    const old = new Database(before, { readonly: true });
    const names = introspect(old).tables.map((t) => t.name);
    old.close();
    for (const table of introspect(db).tables.filter((t) => names.includes(t.name))) {
      const plan = { source: table.name, read: readOrderOf(table) } as PlanTable;
      const encoding = db.pragma('encoding', { simple: true }) as 'UTF-8';
      const find = (within: ChangedRows | null) =>
        findChanges(db, plan, table, encoding, within?.get(table.name) ?? null, async () => {});
      expect(told(await find(rows))).toEqual(told(await find(null)));
    }
  } finally {
    db.close();
  }
}

function told({ inserted, changed, deleted }: Changes) {
  return {
    inserted: inserted.map(keyText).sort(),
    changed: changed.map(({ before, after }) => [keyText(before), keyText(after)].join()).sort(),
    deleted: deleted.map(keyText).sort(),
  };
}

describe('a look at the pages', () => {
  it.each(['delete', 'wal'])(
    'sees the last byte, and keeps nobody waiting for long, in mode %s',
    async (mode) => {
      const folder = tempFolder();
      const [source, snapshot] = [join(folder, 'source.db'), join(folder, 'snapshot.db')];
      const db = new Database(source);
      db.pragma(`journal_mode = ${mode}`);
      // Some blocks, and a last one that is not full.
      db.exec(
        'create table t (id integer primary key, body blob); insert into t (body) values (randomblob(3500000))',
      );
      db.exec("insert into t (body) values ('the last')");
      const same = (longest?: number) => hasSamePages(source, snapshot, never, longest);
      await backup(source, snapshot);
      expect(await same()).toBe(true);
      expect(await same(0)).toBe(false);
      const hash = createHash('sha256').update(readFileSync(snapshot)).digest('hex');
      expect(await digestFile(snapshot, never)).toBe(hash);
      db.exec("update t set body = 'the LAST' where id = 2");
      expect(await same()).toBe(false);
      db.exec("update t set body = 'the last' where id = 2");
      expect(await same()).toBe(true);
      db.exec('insert into t (body) values (randomblob(9000))');
      expect(await same()).toBe(false);
      db.close();
    },
  );
});
