import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { operations } from '../../electron/engine/operations.ts';
import { tempFolder } from './folder.ts';
import { quiet } from './migrated.ts';
import { python, run } from './python.ts';

const original = fileURLToPath(new URL('../application/project', import.meta.url));

/** The last revision of the project's own Alembic. */
export const head = '8c2d3e4f5061';

/** A copy of the AutoCore-like project with its .env files and a database that stands at the last revision. */
export async function copyProject(rows = 100): Promise<string> {
  const folder = join(tempFolder(), "auto'core ç");
  cpSync(original, folder, { recursive: true });
  await operations.sample({ rows, out: join(folder, 'database', 'autocore.db') }, quiet);
  for (const place of ['', 'gateway', 'config-app/backend']) {
    mkdirSync(join(folder, place), { recursive: true });
    // Without an end of line, as editors leave it.
    writeFileSync(join(folder, place, '.env'), 'MQTT_BROKER=localhost\nLOG_LEVEL=INFO');
  }
  const db = new Database(join(folder, 'database', 'autocore.db'));
  // As Alembic does, without a start of it.
  db.exec(`create table alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num));
    insert into alembic_version values ('${head}')`);
  db.close();
  return folder;
}

/** What the application's environment says of a database. */
export function settingsOf(url: string) {
  const { username, password, hostname, port, pathname } = new URL(url);
  return {
    DATABASE_TYPE: 'postgresql',
    DB_USER: username,
    DB_PASSWORD: decodeURIComponent(password),
    DB_HOST: hostname,
    DB_PORT: port,
    DB_NAME: decodeURIComponent(pathname.slice(1)),
  };
}

/** Commands of Alembic in the project, one after the other in one process: to start it takes most of their time. */
export function alembic(
  project: string,
  commands: string[][],
  env: Record<string, string> = {},
): Promise<string> {
  const program =
    'import json, sys\nfrom alembic.config import main\nfor each in json.loads(sys.argv[1]): main(each)';
  const args = ['-c', program, JSON.stringify(commands)];
  return run(python, args, { cwd: join(project, 'database'), env });
}

/** Names of programs as a page says them, before all others on the PATH. */
export function programs(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const launcher = fileURLToPath(new URL('../../electron/hosts/cli/bin.mjs', import.meta.url));
  const put = (name: string, line: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
  put('autocore-migrate', `'${process.execPath}' '${launcher}'`);
  put('alembic', `${python} -m alembic`);
  put('python3', python);
  return folder;
}

/** The commands of a page, one text for each of its blocks of `sh`. */
export function commandsOf(page: string): string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
}
