import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { hasPython, python } from '../../helpers/python.ts';

/** A skip says why. */
export const canWrite = hasPython('psycopg2');
if (!canWrite)
  console.log("Tests with a living application are skipped: Debian's python3-psycopg2 is missing.");

const program = fileURLToPath(new URL('living.py', import.meta.url));

export interface LivingApplication {
  /** Tokens of the rows that it was told are committed. */
  committed(): string[];
  /** Writes that were refused, with what it was told. */
  refused(): string[];
  /** Waits until that many more rows are committed (or, with `refusals`, refused). */
  more(n: number, refusals?: boolean): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts an application that writes a row every 10 ms to wherever its .env file says.
 * @param mode `keep`: one connection for all rows; `each`: one for each row.
 */
export async function startApplication(
  scene: { folder: string; source: string; file: string },
  mode: 'keep' | 'each',
  name = 'w',
): Promise<LivingApplication> {
  const notes = join(scene.folder, `notes-${name}`);
  const child: ChildProcess = spawn(python, [program, scene.file, scene.source, notes, mode, name], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.stdin?.end();
    await once(child, 'exit');
  };
  onTestFinished(stop);
  const lines = (sign: string): string[] => {
    if (!existsSync(notes)) return [];
    const whole = readFileSync(notes, 'utf8').split('\n').slice(0, -1);
    return whole.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(2));
  };
  const app: LivingApplication = {
    committed: () => lines('+'),
    refused: () => lines('-'),
    async more(n, refusals = false) {
      const count = () => lines(refusals ? '-' : '+').length;
      for (const wanted = count() + n; count() < wanted; await delay(20)) {
        if (child.exitCode !== null) throw new Error(`the application ended with ${child.exitCode}`);
      }
    },
    stop,
  };
  await app.more(1);
  return app;
}

/** Tokens in the SQLite file. */
export function inSqlite(path: string): Set<string> {
  const db = new Database(path, { readonly: true });
  try {
    const rows = db.prepare(`select payload from event_logs where source = 'writer'`).pluck().all();
    return new Set(rows as string[]);
  } finally {
    db.close();
  }
}

/** Those of the application's committed rows that are not there. */
export function lost(app: LivingApplication, there: ReadonlySet<string>): string[] {
  return app.committed().filter((token) => !there.has(token));
}
