import {
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { markOf, seemsWritten } from '../../../electron/engine/source/mark.ts';
import { openSource } from '../../../electron/engine/source/open.ts';
import { makeDatabase, otherProgram, tempFolder } from './files.ts';

/** The mark as somebody finds it who comes when the times of the file tell. */
const mark = (path: string): string | null => markOf(path, Date.now() + 10_000);

/** Gives a file back the times it had. */
function withOldTimes(path: string, change: () => void): void {
  const { atime, mtime } = statSync(path);
  change();
  utimesSync(path, atime, mtime);
}

function update(path: string, mode = 'delete'): void {
  const db = new Database(path);
  db.pragma(`journal_mode = ${mode}`);
  db.exec("update t set a = replace(a, 'x', 'y') where id = 1");
  db.close();
}

describe('the mark of a source', () => {
  it.each(['delete', 'wal'])('stays while it is only read, in journal mode %s', (mode) => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode });
    const before = mark(path);
    expect(before).not.toBeNull();
    const source = openSource(path);
    source.db.prepare('select count(*) from t').get();
    source.close();
    expect(mark(path)).toBe(before);
  });

  it.each(['delete', 'truncate'])('is another one after a transaction, in mode %s', (mode) => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const before = mark(path);
    const { size } = statSync(path);
    withOldTimes(path, () => update(path, mode));
    expect(existsSync(`${path}-journal`)).toBe(mode === 'truncate');
    expect(statSync(path).size).toBe(size);
    expect(mark(path)).not.toBeNull();
    expect(mark(path)).not.toBe(before);
  });

  it('is none beside a journal that stays between transactions, in mode persist', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    update(path, 'persist');
    expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
    expect(mark(path)).toBeNull();
  });

  it('is another one after a transaction that stays in the log', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
    const app = new Database(path);
    app.pragma('wal_autocheckpoint = 0');
    app.exec("insert into t(a) values ('first')");
    const file = statSync(path, { bigint: true });
    const before = mark(path);
    withOldTimes(`${path}-wal`, () => app.exec("insert into t(a) values ('second')"));
    expect(statSync(path, { bigint: true }).ctimeNs).toBe(file.ctimeNs);
    expect(mark(path)).not.toBe(before);
    app.close();
  });

  it('is another one after a log of the same size was written again from its beginning', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
    const app = new Database(path);
    app.exec("insert into t(a) values ('first')");
    app.pragma('wal_checkpoint(restart)');
    const before = mark(path);
    const { size } = statSync(`${path}-wal`);
    withOldTimes(`${path}-wal`, () => app.exec("update t set a = 'other' where a = 'first'"));
    expect(statSync(`${path}-wal`).size).toBe(size);
    expect(mark(path)).not.toBe(before);
    app.close();
  });

  it('is another one for a file of the same size and time in its place', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const before = mark(path);
    const { atime, mtime } = statSync(path);
    const other = makeDatabase(folder.at('b.db'));
    // Same rows, same header, same number of transactions.
    utimesSync(other, atime, mtime);
    renameSync(other, path);
    expect(mark(path)).not.toBe(before);
  });

  it('is another one for bytes that were copied over it', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const other = makeDatabase(folder.at('b.db'));
    const before = mark(path);
    withOldTimes(path, () => copyFileSync(other, path));
    expect(mark(path)).not.toBe(before);
  });

  it('is another one for a file that lost its log', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode: 'wal' });
    const app = new Database(path);
    app.exec("insert into t(a) values ('only in the log')");
    const before = mark(path) as string;
    const file = statSync(path, { bigint: true });
    renameSync(`${path}-wal`, folder.at('kept'));
    expect(statSync(path, { bigint: true })).toEqual(file);
    expect(mark(path)).not.toBe(before);
    expect(seemsWritten(path, before, Date.now())).toBe(true);
    app.close();
  });

  it('is none while a transaction is written, or was cut off', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    writeFileSync(`${path}-journal`, 'x');
    expect(mark(path)).toBeNull();
    truncateSync(`${path}-journal`);
    expect(mark(path)).not.toBeNull();
  });

  it('is none as long as the times cannot tell, and of a file that is not there', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const changed = Math.trunc(statSync(path).ctimeMs);
    expect(markOf(path, changed)).toBeNull();
    expect(markOf(path, changed + 1999)).toBeNull();
    expect(markOf(path, changed + 2001)).not.toBeNull();
    rmSync(path);
    expect(markOf(path)).toBeNull();
  });
});

describe('a look at a file that is not opened', () => {
  it.each(['delete', 'wal'])('sees what was written since its mark, in mode %s', (mode) => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'), { mode });
    const app = new Database(path);
    app.exec("insert into t(a) values ('first')");
    const before = mark(path) as string;
    const takenAt = Date.now() + 1000;
    expect(seemsWritten(path, before, takenAt)).toBe(false);
    app.exec("insert into t(a) values ('second')");
    const times = [path, `${path}-wal`].filter((file) => existsSync(file));
    // As if some time had passed meanwhile.
    for (const file of times) utimesSync(file, new Date(takenAt + 5000), new Date(takenAt + 5000));
    expect(seemsWritten(path, before, takenAt)).toBe(true);
    app.close();
    expect(seemsWritten(path, before, takenAt)).toBe(true);
  });

  it('sees a log that came, and a transaction under way', () => {
    using folder = tempFolder();
    const path = makeDatabase(folder.at('a.db'));
    const before = mark(path) as string;
    for (const side of ['-wal', '-journal']) {
      writeFileSync(path + side, '');
      expect(seemsWritten(path, before, Date.now())).toBe(false);
      writeFileSync(path + side, 'x');
      expect(seemsWritten(path, before, Date.now())).toBe(true);
      rmSync(path + side);
    }
    rmSync(path);
    expect(seemsWritten(path, before, Date.now())).toBe(true);
  });
});

it('whoever looks takes no lock away from who reads in the same process', async () => {
  using folder = tempFolder();
  const path = makeDatabase(folder.at('a.db'));
  const before = mark(path) as string;
  const reader = openSource(path);
  reader.db.exec('begin');
  reader.db.prepare('select count(*) from t').get();
  seemsWritten(path, before, Date.now());
  openSource(path).close();
  const other = otherProgram(
    path,
    `const db = new Database(path, { timeout: 0 });
     try { db.exec("insert into t(a) values ('between')"); console.log('written'); }
     catch (error) { console.log(error.code); }`,
  );
  expect(await other.line()).toBe('SQLITE_BUSY');
  await other.kill();
  reader.db.exec('commit');
  reader.close();
});
