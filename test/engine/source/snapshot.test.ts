import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { copyPages } from '../../../electron/engine/source/backup.ts';
import { openSource } from '../../../electron/engine/source/open.ts';
import { openSnapshot, takeSnapshot } from '../../../electron/engine/source/snapshot.ts';
import { copyError } from '../../../electron/engine/source/space.ts';
import { damage, makeDatabase, otherProgram, refusal, tempFolder } from './files.ts';

const quiet = { signal: new AbortController().signal, onProgress: () => {} };

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe.each(['delete', 'wal'])('a snapshot of a file in journal mode %s', (mode) => {
  it('is one plain file with every row', async () => {
    using folder = tempFolder();
    const source = openSource(makeDatabase(folder.at('a.db'), { rows: 5000, mode }));
    const steps: [number, number][] = [];
    const to = folder.at('snapshot é.db');
    const { signal } = quiet;
    const result = await takeSnapshot({ source, to, signal, onProgress: (...step) => steps.push(step) });
    source.close();
    expect(result).toEqual({ bytes: readFileSync(to).length, sha256: sha256(to) });
    expect(steps.at(-1)).toEqual([result.bytes, result.bytes]);
    expect(readdirSync(folder.path).sort()).toEqual(['a.db', 'snapshot é.db']);
    const db = openSnapshot(to);
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(db.prepare('select count(*) from t').pluck().get()).toBe(5000);
    expect(() => db.exec('delete from t')).toThrow(/readonly/);
    db.close();
    expect(readdirSync(folder.path).sort()).toEqual(['a.db', 'snapshot é.db']);
  });

  it('is one moment of a file that another program keeps writing to', async () => {
    using folder = tempFolder();
    // Every transaction adds one row to each table and moves an amount between two rows: a torn copy shows.
    const path = makeDatabase(folder.at('a.db'), { rows: 0, mode });
    const db = new Database(path);
    db.exec(
      'create table u(id integer primary key, b blob); create table pair(k, n); insert into pair values (1, 0), (2, 0)',
    );
    const fill = db.prepare('insert into t(a) values (?)');
    const fillU = db.prepare('insert into u(b) values (zeroblob(3000))');
    db.transaction(() => {
      for (let i = 0; i < 10_000; i += 1) {
        fill.run(randomBytes(1000).toString('hex'));
        fillU.run();
      }
    })();
    db.close();
    const writer = otherProgram(
      path,
      `const db = new Database(path, { timeout: 20000 });
       const t = db.prepare("insert into t(a) values ('written meanwhile')");
       const u = db.prepare('insert into u(b) values (randomblob(3000))');
       const up = db.prepare('update pair set n = n + 1 where k = 1');
       const down = db.prepare('update pair set n = n - 1 where k = 2');
       let stop = false;
       lines.next().then(() => { stop = true; });
       let written = 0;
       const write = db.transaction(() => { t.run(); up.run(); down.run(); u.run(); });
       console.log('ready');
       while (!stop) { write(); written += 1; await new Promise((go) => setImmediate(go)); }
       db.close();
       console.log(written);`,
    );
    await writer.line();
    const source = openSource(path);
    const to = folder.at('snapshot.db');
    await takeSnapshot({ source, to, ...quiet });
    source.close();
    writer.say('stop');
    expect(Number(await writer.line())).toBeGreaterThan(0);
    await writer.kill();
    const copy = openSnapshot(to);
    const one = (sql: string) => copy.prepare(sql).pluck().get();
    expect(one('select sum(n) from pair')).toBe(0);
    expect(one('select count(*) from t')).toBe(10_000 + (one('select n from pair where k = 1') as number));
    expect(one('select count(*) from u')).toBe(one('select count(*) from t'));
    expect(one('pragma integrity_check')).toBe('ok');
    copy.close();
  });

  it('stops when asked to, and leaves nothing', async () => {
    using folder = tempFolder();
    const source = openSource(makeDatabase(folder.at('a.db'), { rows: 20_000, mode }));
    mkdirSync(folder.at('run'));
    const stop = new AbortController();
    const to = folder.at('run/snapshot.db');
    const said = await refusal(() =>
      takeSnapshot({ source, to, signal: stop.signal, onProgress: () => stop.abort() }),
    );
    expect(said).toEqual({ code: 'interrupted', params: {} });
    expect(readdirSync(folder.at('run'))).toEqual([]);
    expect(source.db.inTransaction).toBe(false);
    // The source can be used again.
    await takeSnapshot({ source, to, ...quiet });
    source.close();
    expect(readdirSync(folder.at('run'))).toEqual(['snapshot.db']);
  });
});

it('holds what is only in the log of a WAL file', async () => {
  using folder = tempFolder();
  const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
  const live = new Database(path);
  live.pragma('wal_autocheckpoint = 0');
  live.exec("insert into t(a) values ('only in the log')");
  const source = openSource(path);
  await takeSnapshot({ source, to: folder.at('s.db'), ...quiet });
  source.close();
  live.close();
  const copy = openSnapshot(folder.at('s.db'));
  expect(copy.prepare('select max(a) from t').pluck().get()).toBe(`row 2 ${'x'.repeat(100)}`);
  expect(copy.prepare("select count(*) from t where a = 'only in the log'").pluck().get()).toBe(1);
  copy.close();
});

it('works where the source had to be copied to be read', async () => {
  using folder = tempFolder();
  makeDatabase(folder.at('plain'), { rows: 5000, mode: 'wal' });
  renameSync(folder.at('plain'), folder.at('ends with a blank '));
  const source = openSource(folder.at('ends with a blank '));
  await takeSnapshot({ source, to: folder.at('s.db'), ...quiet });
  source.close();
  const copy = openSnapshot(folder.at('s.db'));
  expect(copy.prepare('select count(*) from t').pluck().get()).toBe(5000);
  copy.close();
});

it('takes the place of a part that a killed run left', async () => {
  using folder = tempFolder();
  const source = openSource(makeDatabase(folder.at('a.db')));
  writeFileSync(folder.at('s.db.part'), 'half a file');
  writeFileSync(folder.at('s.db.part-journal'), 'half a journal');
  await takeSnapshot({ source, to: folder.at('s.db'), ...quiet });
  source.close();
  expect(readdirSync(folder.path).sort()).toEqual(['a.db', 's.db']);
});

describe('what is refused', () => {
  it('a damaged page in the middle, with nothing left behind', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { rows: 2000 });
    damage(path);
    const source = openSource(path);
    const said = await refusal(() => takeSnapshot({ source, to: folder.at('s.db'), ...quiet }));
    source.close();
    expect(said).toMatchObject({ code: 'source.corrupt', params: { path, reason: expect.any(String) } });
    expect(readdirSync(folder.path)).toEqual(['a.db']);
  });

  it('a signal that comes with the last page, before SQLite looks at all of them', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { rows: 2000 });
    damage(path);
    const source = openSource(path);
    const stop = new AbortController();
    const onProgress = (done: number, total: number): void => {
      if (done === total) stop.abort();
    };
    const said = await refusal(() =>
      takeSnapshot({ source, to: folder.at('s.db'), signal: stop.signal, onProgress }),
    );
    source.close();
    // A look would have found the damage.
    expect(said.code).toBe('interrupted');
  });

  it('a folder that is not there', async () => {
    using folder = tempFolder();
    const source = openSource(makeDatabase(folder.at('a.db')));
    const said = await refusal(() => takeSnapshot({ source, to: folder.at('none/s.db'), ...quiet }));
    source.close();
    expect(said).toMatchObject({ code: 'workspace.unwritable', params: { path: folder.at('none') } });
  });

  it('a signal that was given before', async () => {
    using folder = tempFolder();
    const source = openSource(makeDatabase(folder.at('a.db')));
    const signal = AbortSignal.abort();
    const said = await refusal(() =>
      takeSnapshot({ source, to: folder.at('s.db'), signal, onProgress: () => {} }),
    );
    source.close();
    expect(said.code).toBe('interrupted');
  });

  it('a source that another program locks before the first page', async () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const source = openSource(path, { busyTimeoutMs: 50 });
    const other = otherProgram(
      path,
      `const db = new Database(path);
       db.exec('begin exclusive');
       console.log('locked');
       await lines.next();`,
    );
    await other.line();
    const said = await refusal(() => copyPages(source, folder.at('s.db'), quiet.signal, quiet.onProgress));
    expect(said).toEqual({ code: 'source.busy', params: { path } });
    await other.kill();
    source.close();
  });

  it('a source that is larger than the room for it', async () => {
    using folder = tempFolder();
    const path = folder.at('a.db');
    const db = new Database(path);
    db.pragma('page_size = 65536');
    db.exec('create table t(a)');
    db.close();
    // A file with a hole: its header and its length say more than the disk has.
    const { bavail, bsize } = statfsSync(folder.path);
    const pages = Math.ceil((bavail * bsize) / 65536) + 1;
    const header = readFileSync(path);
    header.writeUInt32BE(pages, 28);
    writeFileSync(path, header);
    truncateSync(path, pages * 65536);
    const source = openSource(path);
    const said = await refusal(() => takeSnapshot({ source, to: folder.at('s.db'), ...quiet }));
    source.close();
    expect(said.code).toBe('workspace.noSpace');
    expect(said.params).toMatchObject({ path: folder.path });
    const { neededMiB, freeMiB } = said.params as Record<string, number>;
    expect(neededMiB).toBeGreaterThan(freeMiB as number);
    expect(readdirSync(folder.path)).toEqual(['a.db']);
  });
});

it.each([
  ['SQLITE_FULL', 'workspace.noSpace'],
  ['SQLITE_IOERR_WRITE', 'workspace.unwritable'],
  ['ENOSPC', 'workspace.noSpace'],
  ['EDQUOT', 'workspace.noSpace'],
])('%s is our own disk, not the source', (code, told) => {
  using folder = tempFolder();
  const error = code.startsWith('SQLITE')
    ? new Database.SqliteError('said', code)
    : Object.assign(new Error('said'), { code });
  expect(copyError(error, folder.path, 5 << 20)).toMatchObject({
    code: told,
    params: { path: folder.path, ...(told === 'workspace.noSpace' ? { neededMiB: 5 } : { reason: 'said' }) },
  });
  const other = new Database.SqliteError('said', 'SQLITE_IOERR_READ');
  expect(copyError(other, folder.path, 1)).toBe(other);
});
