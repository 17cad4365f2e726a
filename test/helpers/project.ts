import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operations } from '../../electron/engine/operations.ts';
import { tempFolder } from './folder.ts';
import { quiet } from './migrated.ts';
import { python, run } from './python.ts';

const original = fileURLToPath(new URL('../application/project', import.meta.url));

/** A copy of the AutoCore-like project with its .env files and a database that its own Alembic has marked. */
export async function copyProject(rows = 100): Promise<string> {
  const folder = join(tempFolder(), "auto'core ç");
  cpSync(original, folder, { recursive: true });
  await operations.sample({ rows, out: join(folder, 'database', 'autocore.db') }, quiet);
  for (const place of ['', 'gateway', 'config-app/backend']) {
    mkdirSync(join(folder, place), { recursive: true });
    // Without an end of line, as editors leave it.
    writeFileSync(join(folder, place, '.env'), 'MQTT_BROKER=localhost\nLOG_LEVEL=INFO');
  }
  await alembic(folder, ['stamp', 'head']);
  return folder;
}

/** Alembic in the project, as its developer calls it. */
export function alembic(project: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  return run(python, ['-m', 'alembic', ...args], { cwd: join(project, 'database'), env });
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
