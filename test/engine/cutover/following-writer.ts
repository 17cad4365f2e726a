import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

/** A process that writes to the source; `stop` waits for its end and says how many rows it wrote. */
export function writer(path: string, mode: 'wal' | 'delete') {
  const script = join(import.meta.dirname, 'following-writer.mjs');
  const child = spawn(process.execPath, [script, path, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let rows = 0;
  child.stdout.on('data', (data: Buffer) => {
    rows = Number(data.toString().trim().split('\n').at(-1));
  });
  return {
    get rows() {
      return rows;
    },
    async stop() {
      // Its last words come before this, and may come after its exit.
      const ended = once(child, 'close');
      child.stdin.end();
      const [code] = await ended;
      expect(code).toBe(0);
      return rows;
    },
  };
}
