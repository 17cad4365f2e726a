import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { python } from './python.ts';

const script = fileURLToPath(new URL('env-readers.py', import.meta.url));

/** Null for a file that the reader refuses. */
type Read = Record<string, string | null> | null;

type Reader = 'dotenv' | 'loaded' | 'systemd' | 'bash';

/**
 * Names come as values: V8 13.6 (Node 24) reads one object's key for another's where both end with an escape,
 * such as `{"x": 1, "\\": 1}` and then `{"x": 1, "\"": 1}`.
 */
export interface EnvReaders {
  /** What python-dotenv (as values, and loaded), systemd and bash (only these keys) read in such a file. */
  read(content: string | Buffer, keys: readonly string[]): Promise<Record<Reader, Read>>;
  close(): Promise<void>;
}

/** Null, with the reason printed, where python-dotenv or systemd's library are missing. */
export function envReaders(folder: string): EnvReaders | null {
  const tried = spawnSync(python, [script], { input: '', encoding: 'utf8' });
  if (tried.status !== 0) {
    console.log(
      `No readers of .env files, so their tests are skipped: ${tried.stderr?.trim().split('\n').at(-1)}`,
    );
    return null;
  }
  const child = spawn(python, ['-X', 'utf8', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const file = join(folder, 'file.env');
  return {
    async read(content, keys) {
      writeFileSync(file, content);
      child.stdin.write(`${JSON.stringify([file, keys])}\n`);
      const { value = 'null' } = await lines.next();
      const found: Record<Reader, [string, string | null][] | null> = JSON.parse(value);
      const read = (name: Reader): Read => found[name] && Object.fromEntries(found[name]);
      return { dotenv: read('dotenv'), loaded: read('loaded'), systemd: read('systemd'), bash: read('bash') };
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
