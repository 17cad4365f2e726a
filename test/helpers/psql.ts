import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { freshDatabase, serverUrl, type TestServer, withPg } from './postgres.ts';

const places = ['psql', '/usr/lib/postgresql/15/bin/psql'];

/** The system's psql, null where there is none; then the reason is printed. */
export function findPsql(): string | null {
  const found = places.find((place) =>
    place.startsWith('/') ? existsSync(place) : spawnSync(place, ['--version']).status === 0,
  );
  if (found) return found;
  console.log('No psql on this machine: what an export writes is not run.');
  return null;
}

export interface PsqlResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a file with psql as the page says, from a folder that is not the file's. */
export function runPsql(url: string, file: string, onStdout?: (text: string) => void): Promise<PsqlResult> {
  const { PATH = '' } = process.env;
  // psql of PostgreSQL 15 takes libpq's URLs.
  const child = spawn(findPsql() ?? 'psql', ['-v', 'ON_ERROR_STOP=1', '-f', file, url], {
    cwd: '/',
    env: { PATH, LC_ALL: 'C' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onStdout?.(stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end();
  const { promise, resolve, reject } = Promise.withResolvers<PsqlResult>();
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, stdout, stderr }));
  return promise;
}

/** A new database that belongs to a plain role of its own: the role's URL. Both are gone after the test. */
export async function ownedDatabase(server: TestServer): Promise<string> {
  const database = await freshDatabase(server);
  const role = `plain_${randomBytes(4).toString('hex')}`;
  const admin = serverUrl(server);
  onTestFinished(async () => {
    await database.drop();
    await withPg(admin, (client) => client.query(`drop role if exists ${role}`));
  });
  await withPg(admin, (client) =>
    client.query(`create role ${role} login password 'plain';
      alter database ${database.name} owner to ${role}`),
  );
  const url = new URL(database.url);
  url.username = role;
  url.password = 'plain';
  return url.href;
}
