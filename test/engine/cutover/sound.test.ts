import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { lookAside, type Sound } from '../../../electron/engine/cutover/sound.ts';
import { tempFolder } from '../../helpers/folder.ts';

/** An index that says another column than it holds. */
const brokenIndex = `pragma writable_schema = on;
  update sqlite_schema set sql = 'CREATE INDEX by_a ON t (b)' where name = 'by_a';
  pragma writable_schema = reset`;
const orphan = 'insert into t (a, b, parent) values (9, 9, 77)';

/** What is found in a file that was made of a snapshot. */
async function look(changes: { before?: string; after?: string }): Promise<Sound> {
  const folder = tempFolder();
  const [snapshot, file] = [join(folder, 'cópia.db'), join(folder, 'novo.db')];
  const run = (path: string, sql: string) => {
    const db = new Database(path);
    db.unsafeMode(true);
    for (const each of ['foreign_keys = off', 'ignore_check_constraints = on']) db.pragma(each);
    db.exec(sql);
    db.close();
  };
  run(
    snapshot,
    `create table p (id integer primary key);
     create table t (a, b check (b > 0), parent references p);
     create index by_a on t (a);
     insert into t values (1, 11, null), (2, 12, null);
     ${changes.before ?? ''}`,
  );
  copyFileSync(snapshot, file);
  if (changes.after !== undefined) run(file, changes.after);
  const { result, end } = lookAside({ snapshot, file });
  onTestFinished(async () => void (await end()));
  return result;
}

it('finds a file sound that is, whatever rows are in it', async () => {
  expect(await look({})).toEqual({ damage: null, orphans: 0 });
  expect(await look({ after: 'insert into t values (3, -1, null)' })).toEqual({ damage: null, orphans: 0 });
});

it('counts the rows without a parent that came', async () => {
  expect(await look({ before: orphan, after: `${orphan}; ${orphan}` })).toEqual({ damage: null, orphans: 2 });
});

it('tells damage that the snapshot had not', async () => {
  expect((await look({ after: brokenIndex })).damage).toMatch(/missing from index by_a/);
  expect((await look({ before: brokenIndex })).damage).toBe(null);
});

it('says what went wrong where it cannot look', async () => {
  const { result, end } = lookAside({ snapshot: '/nowhere/a.db', file: '/nowhere/b.db' });
  await expect(result).rejects.toThrow(/directory does not exist|unable to open/);
  await end();
});
