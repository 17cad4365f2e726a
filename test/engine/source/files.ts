import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test; `dispose` removes it. */
export function tempFolder(): { path: string; at(name: string): string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'autocore source '));
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Writes a database with a table t(id, a) of `rows` rows. */
export function makeDatabase(path: string, { rows = 3, mode = 'delete' } = {}): string {
  mkdirSync(join(path, '..'), { recursive: true });
  const db = new Database(path);
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t(id integer primary key, a text)');
  const insert = db.prepare('insert into t(a) values (?)');
  db.transaction(() => {
    for (let i = 0; i < rows; i += 1) insert.run(`row ${i} ${'x'.repeat(100)}`);
  })();
  db.close();
  return path;
}

/** Overwrites the beginning of the sixth page of a database, which must have as many. */
export function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 5 * 4096, 5 * 4096 + 200);
  writeFileSync(path, bytes);
}

/** Everything about a folder that a reader must leave as it is. */
export function fingerprint(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => {
        const stats = statSync(join(folder, name), { bigint: true });
        return [name, `${stats.mtimeNs} ${readFileSync(join(folder, name)).toString('base64')}`];
      }),
  );
}

/** A program of its own, as AutoCore's services are, that talks a line at a time. */
export interface OtherProgram {
  /** The next line it prints. */
  line(): Promise<string>;
  say(text: string): void;
  kill(): Promise<void>;
}

/**
 * Runs an ES module in a process of its own; `Database`, `path` and `lines` (what it is told) are there for it.
 * `uid` makes it a user without rights. It ends with the test at the latest.
 */
export function otherProgram(path: string, script: string, uid?: number): OtherProgram {
  const sqlite = import.meta.resolve('better-sqlite3');
  const source = `
    import Database from ${JSON.stringify(sqlite)};
    import { createInterface } from 'node:readline';
    const path = ${JSON.stringify(path)};
    const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  });
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise<void>((done) => child.on('exit', () => done()));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  return {
    line: async () => {
      const { value, done } = await output.next();
      if (done) throw new Error('the other program has ended');
      return value;
    },
    say: (text) => child.stdin.write(`${text}\n`),
    kill,
  };
}

/** What a refusal says: code and params. */
export async function refusal(attempt: () => unknown): Promise<{ code: string; params: object }> {
  try {
    await attempt();
  } catch (error) {
    const { code, params } = error as { code: string; params: object };
    if (!params) throw error;
    return { code, params };
  }
  throw new Error('nothing was refused');
}
