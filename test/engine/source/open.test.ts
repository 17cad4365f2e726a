import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { readHeader } from '../../../electron/engine/source/header.ts';
import { checkIntegrity } from '../../../electron/engine/source/integrity.ts';
import { openSource, type SourceFile } from '../../../electron/engine/source/open.ts';
import { takeSnapshot } from '../../../electron/engine/source/snapshot.ts';
import { smallDisk } from '../../helpers/small-disk.ts';
import { damage, fingerprint, makeDatabase, otherProgram, refusal, tempFolder } from './files.ts';

// Room for its log once, and what is always left free.
const disk = smallDisk(14);
afterAll(() => disk?.remove());

function count(source: SourceFile): unknown {
  return source.db.prepare('select count(*) from t').pluck().get();
}

describe('what can be opened', () => {
  it.each([
    'autocore.db',
    'with spaces.db',
    'ação é.db',
    'a#b?c%20d&e=1.db',
    'file:x.db',
    ':memory:',
    '%.db',
    'it\'s "quoted".db',
    'trailing ',
    'new\nline',
  ])('a path like %j', (name) => {
    using folder = tempFolder();
    makeDatabase(folder.at('plain'));
    // better-sqlite3 itself cannot make some of these names.
    copyFileSync(folder.at('plain'), folder.at(name));
    const before = fingerprint(folder.path);
    const source = openSource(folder.at(name));
    expect(count(source)).toBe(3);
    expect(source).toMatchObject({ path: folder.at(name), hasWal: false, walBytes: 0 });
    expect(source.bytes).toBe(readFileSync(folder.at(name)).length);
    expect(() => source.db.exec('delete from t')).toThrow(/readonly/);
    source.close();
    expect(fingerprint(folder.path)).toEqual(before);
  });

  it('a path longer than SQLite takes', () => {
    using folder = tempFolder();
    const deep = folder.at(Array.from({ length: 4 }, (_, i) => `${i}${'d'.repeat(200)}`).join('/'));
    makeDatabase(folder.at('plain'));
    mkdirSync(deep, { recursive: true });
    copyFileSync(folder.at('plain'), `${deep}/a.db`);
    const source = openSource(`${deep}/a.db`);
    expect(count(source)).toBe(3);
    source.close();
  });

  it('a relative path and a link', () => {
    using folder = tempFolder();
    makeDatabase(folder.at('real.db'), { mode: 'wal' });
    symlinkSync(folder.at('real.db'), folder.at('link.db'));
    const source = openSource(folder.at('sub/../link.db'));
    expect(source.path).toBe(folder.at('link.db'));
    expect(count(source)).toBe(3);
    source.close();
  });

  it('a WAL file that is closed, and leaves the folder as it was', () => {
    using folder = tempFolder();
    makeDatabase(folder.at('a.db'), { mode: 'wal' });
    const before = fingerprint(folder.path);
    const source = openSource(folder.at('a.db'));
    expect(count(source)).toBe(3);
    expect(source).toMatchObject({ hasWal: true, walBytes: 0 });
    source.close();
    expect(fingerprint(folder.path)).toEqual(before);
  });

  it('a WAL file in use, with pages that are only in the log', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a#?% ç.db'), { mode: 'wal' });
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.pragma('wal_autocheckpoint = 0');
       db.exec("insert into t(a) values ('only in the log')");
       console.log('written');
       await lines.next();`,
    );
    await other.line();
    const before = readFileSync(path);
    const source = openSource(path);
    expect(source.walBytes).toBeGreaterThan(0);
    expect(count(source)).toBe(4);
    source.close();
    expect(readFileSync(path)).toEqual(before);
    await other.kill();
    // The same after a crash: the log is still there, and stays.
    const log = readFileSync(`${path}-wal`);
    const again = openSource(path);
    expect(count(again)).toBe(4);
    again.close();
    expect(readFileSync(`${path}-wal`)).toEqual(log);
    expect(readFileSync(path)).toEqual(before);
  });

  it.each(['wal', 'delete'])('a file that another program is writing, journal mode %s', async (mode) => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode });
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.pragma('wal_autocheckpoint = 0');
       db.exec("insert into t(a) values ('committed')");
       db.exec("begin immediate; insert into t(a) values ('under way')");
       console.log('written');
       await lines.next();
       db.exec('commit');
       console.log('committed');
       await lines.next();`,
    );
    await other.line();
    // Its own marks in the shared memory come and go with every reader; the file and its logs do not.
    const kept = () => Object.entries(fingerprint(folder.path)).filter(([name]) => !name.endsWith('-shm'));
    const before = kept();
    expect(before.map(([name]) => name)).toEqual(['a.db', mode === 'wal' ? 'a.db-wal' : 'a.db-journal']);
    const source = openSource(path);
    expect(count(source)).toBe(4);
    source.close();
    expect(kept()).toEqual(before);
    other.say('go on');
    await other.line();
    const again = openSource(path);
    expect(count(again)).toBe(5);
    again.close();
    await other.kill();
  });

  it('a WAL file that another program writes to and crashes on meanwhile, without touching its log', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
    const source = openSource(path);
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.exec("insert into t(a) values ('only in the log')");
       console.log('written');
       await lines.next();`,
    );
    await other.line();
    await other.kill();
    expect(count(source)).toBe(4);
    const before = [path, `${path}-wal`].map((file) => readFileSync(file));
    expect(before[1]?.length).toBeGreaterThan(0);
    source.close();
    expect([path, `${path}-wal`].map((file) => readFileSync(file))).toEqual(before);
  });

  it.each([[['-wal']], [['-shm']], [['-wal', '-shm']]])(
    'a WAL file with an empty %j beside it, which stays',
    (sides) => {
      using folder = tempFolder();
      const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
      for (const side of sides) writeFileSync(path + side, '');
      const before = readFileSync(path);
      const source = openSource(path);
      expect(count(source)).toBe(3);
      source.close();
      expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(sides.map((side) => `a.db${side}`)));
      expect(readFileSync(path)).toEqual(before);
    },
  );

  it('a file whose last writer crashed in the middle, without touching it', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.pragma('cache_size = 5');
       db.exec('begin');
       const insert = db.prepare('insert into t(a) values (?)');
       for (let i = 0; i < 5000; i += 1) insert.run('never committed ' + 'x'.repeat(500));
       console.log('written');
       await lines.next();`,
    );
    await other.line();
    await other.kill();
    expect(readdirSync(folder.path)).toEqual(['a.db', 'a.db-journal']);
    const before = fingerprint(folder.path);
    const source = openSource(path);
    expect(count(source)).toBe(3);
    source.close();
    expect(fingerprint(folder.path)).toEqual(before);
  });

  it('a file in UTF-16', () => {
    using folder = tempFolder();
    const db = new Database(folder.at('a.db'));
    db.pragma("encoding = 'UTF-16le'");
    db.exec('create table t(a)');
    db.close();
    const source = openSource(folder.at('a.db'));
    expect(count(source)).toBe(0);
    source.close();
  });

  it.each([512, 1024, 4096, 32_768, 65_536])('a file with pages of %i bytes', (pageSize) => {
    using folder = tempFolder();
    const path = pagesOf(folder.at('a.db'), pageSize);
    const { length } = readFileSync(path);
    expect(readHeader(path)).toEqual({ bytes: length, pageSize, pages: length / pageSize, wal: false });
    const source = openSource(path);
    expect(count(source)).toBe(100);
    source.close();
  });
});

/** A database with rows on several pages of that size. */
function pagesOf(path: string, size: number): string {
  const db = new Database(path);
  db.pragma(`page_size = ${size}`);
  db.exec(`create table t(a); with recursive r(n) as (select 1 union all select n + 1 from r where n < 100)
    insert into t select zeroblob(5000) from r`);
  db.close();
  return path;
}

describe('what is refused', () => {
  /** Expects this code with the path, and a folder as it was before. */
  async function refuses(path: string, folder: string, code: string, params: object = {}): Promise<void> {
    const before = fingerprint(folder);
    const copies = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`autocore-migrate-source-${process.pid}-`));
    const temporary = copies();
    const said = await refusal(() => openSource(path, { busyTimeoutMs: 100 }).close());
    expect(said).toEqual({ code, params: { path, ...params } });
    expect(fingerprint(folder)).toEqual(before);
    expect(copies()).toEqual(temporary);
  }

  it('a file that is not there, or lies in a file', async () => {
    using folder = tempFolder();
    writeFileSync(folder.at('file'), 'x');
    await refuses(folder.at('missing.db'), folder.path, 'source.missing');
    await refuses(folder.at('file/a.db'), folder.path, 'source.missing');
    await refuses(`${folder.path}\0`, folder.path, 'source.missing');
    symlinkSync(folder.at('nowhere'), folder.at('link'));
    expect(await refusal(() => openSource(folder.at('link')))).toMatchObject({ code: 'source.missing' });
  });

  it('a folder', async () => {
    using folder = tempFolder();
    mkdirSync(folder.at('a.db'));
    expect(await refusal(() => openSource(folder.at('a.db')))).toEqual({
      code: 'source.folder',
      params: { path: folder.at('a.db') },
    });
  });

  it('an empty file', async () => {
    using folder = tempFolder();
    writeFileSync(folder.at('a.db'), '');
    await refuses(folder.at('a.db'), folder.path, 'source.empty');
  });

  it.each([
    ['text', Buffer.from('id;name\n1;x\n'.repeat(200))],
    ['a few bytes', Buffer.from('SQL')],
    ['a gzip of a multiple of 512 bytes', padded(gzipSync(randomBytes(5000)))],
    ['zeros', Buffer.alloc(8192)],
    ['random bytes of an odd size', randomBytes(8191)],
  ])('what is no SQLite file: %s', async (_, bytes) => {
    using folder = tempFolder();
    writeFileSync(folder.at('a.db'), bytes);
    await refuses(folder.at('a.db'), folder.path, 'source.notSqlite');
  });

  it.each([512, 1024, 4096, 65536])('an encrypted file of %i bytes', async (size) => {
    using folder = tempFolder();
    writeFileSync(folder.at('a.db'), randomBytes(size));
    await refuses(folder.at('a.db'), folder.path, 'source.encrypted');
  });

  it('a file that was cut off', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { rows: 1000 });
    const { length } = readFileSync(path);
    truncateSync(path, length - 4096);
    const reason = `the file should have ${length} bytes and has ${length - 4096}`;
    await refuses(path, folder.path, 'source.corrupt', { reason });
    truncateSync(path, 50);
    await refuses(path, folder.path, 'source.corrupt', { reason: 'the file ends after 50 bytes' });
  });

  it('a file with the largest pages that lost its last one', async () => {
    using folder = tempFolder();
    const path = pagesOf(folder.at('a.db'), 65_536);
    const { length } = readFileSync(path);
    truncateSync(path, length - 65_536);
    const reason = `the file should have ${length} bytes and has ${length - 65_536}`;
    await refuses(path, folder.path, 'source.corrupt', { reason });
  });

  it('a WAL file that was cut off', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { rows: 1000, mode: 'wal' });
    truncateSync(path, readFileSync(path).length - 4096);
    const { code } = await refusal(() => openSource(path));
    expect(code).toBe('source.corrupt');
    expect(readdirSync(folder.path)).toEqual(['a.db']);
  });

  it('a damaged schema', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const bytes = readFileSync(path);
    const at = bytes.indexOf('CREATE TABLE t');
    bytes.write('CREATE TABLE (', at);
    writeFileSync(path, bytes);
    const { code } = await refusal(() => openSource(path));
    expect(code).toBe('source.corrupt');
  });

  it.each([
    ['t', `create table t(a int check (load_extension(a) is null), b)`, /unsafe use of load_extension/],
    ['t', 'create table t(a int, b as (load_extension(a)))', /unsafe use of load_extension/],
    ['t', 'create table t(a int check (a in (select 1)), b)', /subqueries prohibited/],
    ['t', 'create table t(a int, a int)', /duplicate column/],
    ['i', 'create index i on t(random())', /non-deterministic/],
    ['i', 'create index i on t(load_extension(a))', /unsafe use of load_extension/],
    ['i', 'create index i on t("a" + sum(a))', /misuse of aggregate/],
  ])('a definition that SQLite does not accept, which is no damage: %s, %s', async (name, sql, reason) => {
    using folder = tempFolder();
    const path = folder.at('a.db');
    const db = new Database(path);
    db.exec(`create table t(a int, b); insert into t values (1, 2); create table other(x)`);
    if (name !== 't') db.exec(`create index ${name} on t(a)`);
    db.unsafeMode();
    db.pragma('writable_schema = on');
    db.prepare('update sqlite_schema set sql = ? where name = ?').run(sql, name);
    db.close();
    const said = await refusal(async () => {
      const source = openSource(path);
      try {
        await takeSnapshot({
          ...{ source, to: folder.at('s.db'), signal: new AbortController().signal },
          onProgress: () => {},
        });
      } finally {
        source.close();
      }
    });
    expect(said).toEqual({
      code: 'source.refused',
      params: { path, name, reason: expect.stringMatching(reason) },
    });
    expect(readdirSync(folder.path)).toEqual(['a.db']);
  });

  it('a file that another program holds locked', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.pragma('locking_mode = exclusive');
       db.exec('begin exclusive');
       console.log('locked');
       await lines.next();`,
    );
    await other.line();
    const said = await refusal(() => openSource(path, { busyTimeoutMs: 50 }));
    expect(said).toEqual({ code: 'source.busy', params: { path } });
    await other.kill();
    openSource(path).close();
  });
});

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(512 - (bytes.length % 512))]);
}

describe('integrity', () => {
  it('finds a damaged page, and takes rows that violate constraints', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { rows: 2000 });
    const db = new Database(path);
    db.exec('create table c(a int not null check (a > 0), b text)');
    db.unsafeMode();
    db.pragma('ignore_check_constraints = on');
    db.exec('insert into c values (-1, 2)');
    db.pragma('writable_schema = on');
    db.exec("update sqlite_schema set sql = replace(sql, 'b text', 'b text not null') where name = 'c'");
    db.exec('insert into c values (1, null)');
    db.close();
    const good = new Database(path, { readonly: true });
    expect(() => checkIntegrity(good, path)).not.toThrow();
    good.close();

    damage(path);
    const bad = new Database(path, { readonly: true });
    const said = await refusal(() => checkIntegrity(bad, path));
    bad.close();
    expect(said.code).toBe('source.corrupt');
    expect(said.params).toMatchObject({ path, reason: expect.stringMatching(/page 6|btreeInitPage/) });
  });

  it('takes a CHECK that this SQLite refuses to evaluate', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const db = new Database(path);
    db.exec("create table v(y int check (y <= cast(strftime('%Y', 'now') as integer) + 1))");
    db.pragma('ignore_check_constraints = on');
    db.exec('insert into v values (2020)');
    expect(() => checkIntegrity(db, path)).not.toThrow();
    db.close();
  });
});

describe('a private copy', () => {
  /** A name that only a copy can be opened by, with a log of a few megabytes beside it. */
  async function withLog(folder: string): Promise<string> {
    const path = `${folder}/a.db`;
    const db = new Database(makeDatabase(path, { mode: 'wal' }));
    db.pragma('wal_autocheckpoint = 0');
    db.exec('insert into t(a) values (zeroblob(4000000))');
    copyFileSync(path, `${folder}/ends with a blank `);
    copyFileSync(`${path}-wal`, `${folder}/ends with a blank -wal`);
    db.close();
    return `${folder}/ends with a blank `;
  }

  it('of a dead process goes before another one is made; one of a living process stays', async () => {
    using folder = tempFolder();
    using temporary = temporaryFolder();
    const ended = otherProgram('', 'console.log(process.pid)');
    const dead = await ended.line();
    await ended.kill();
    const at = (pid: string | number) => temporary.at(`autocore-migrate-source-${pid}-abcdef`);
    for (const pid of [dead, process.pid, 'x']) mkdirSync(at(pid));
    writeFileSync(`${at(dead)}/source.db`, 'rows');
    openSource(await withLog(folder.path)).close();
    // It may be another container's.
    expect(existsSync(at(dead))).toBe(true);
    const then = new Date(Date.now() - 7_200_000);
    for (const pid of [dead, process.pid, 'x']) utimesSync(at(pid), then, then);
    const source = openSource(`${folder.path}/ends with a blank `);
    expect(count(source)).toBe(4);
    source.close();
    expect(readdirSync(temporary.path)).toEqual(
      ['x', `${process.pid}`].map((pid) => `autocore-migrate-source-${pid}-abcdef`).toSorted(),
    );
  });

  it.runIf(disk)('needs the room of its log twice', async () => {
    using folder = tempFolder();
    using _ = temporaryFolder(disk?.path);
    const path = await withLog(folder.path);
    const said = await refusal(() => openSource(path).close());
    expect(said).toMatchObject({ code: 'workspace.noSpace', params: { neededMiB: 16 } });
    expect(readdirSync(disk?.path ?? '')).toEqual([]);
  });
});

/** A folder for temporary files alone, for one test. */
function temporaryFolder(given?: string) {
  const folder = tempFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = given ?? folder.path;
  return {
    ...folder,
    [Symbol.dispose]() {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      folder[Symbol.dispose]();
    },
  };
}

/** Rights mean nothing to root, so these run as nobody. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;

describe.runIf(asRoot || process.platform !== 'win32')('without rights', () => {
  const engine = import.meta.resolve('../../../electron/engine/source/open.ts');
  const attempt = `
    const { openSource } = await import(${JSON.stringify(engine)});
    try {
      const source = openSource(path);
      const rows = source.db.prepare('select count(*) from t').pluck().get();
      source.close();
      console.log(JSON.stringify({ rows }));
    } catch (error) {
      console.log(JSON.stringify({ code: error.code, params: error.params ?? String(error.stack) }));
    }`;

  async function asNobody(path: string): Promise<{ rows?: number; code?: string; params?: object }> {
    const other = otherProgram(path, attempt, asRoot ? nobody : undefined);
    const said = await other.line();
    await other.kill();
    return JSON.parse(said);
  }

  it('refuses a file that must not be read', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    chmodSync(folder.path, 0o755);
    chmodSync(path, 0o000);
    expect(await asNobody(path)).toMatchObject({ code: 'source.unreadable', params: { path } });
  });

  it.each(['delete', 'wal'])(
    'reads a file in a folder that cannot be written, journal mode %s',
    async (mode) => {
      using folder = tempFolder();
      const path = makeDatabase(folder.at('a # b.db'), { mode });
      chmodSync(path, 0o444);
      chmodSync(folder.path, 0o555);
      const before = fingerprint(folder.path);
      expect(await asNobody(path)).toEqual({ rows: 3 });
      expect(fingerprint(folder.path)).toEqual(before);
      chmodSync(folder.path, 0o755);
    },
  );

  it('reads the log in a folder that cannot be written, and refuses a log that cannot be read', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('live.db'), { mode: 'wal' });
    const db = new Database(path);
    db.exec("insert into t(a) values ('in the log')");
    mkdirSync(folder.at('copy'));
    const copy = folder.at('copy/a.db');
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    db.close();
    chmodSync(folder.path, 0o755);
    chmodSync(folder.at('copy'), 0o555);
    expect(await asNobody(copy)).toEqual({ rows: 4 });
    expect(readdirSync(folder.at('copy'))).toEqual(['a.db', 'a.db-wal']);
    chmodSync(`${copy}-wal`, 0o000);
    expect(await asNobody(copy)).toMatchObject({ code: 'source.walUnreadable', params: { path: copy } });
    chmodSync(folder.at('copy'), 0o755);
  });
});
