import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { type ExportInput, exportSource } from '../../../electron/engine/commands/export.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { validateRun } from '../../../electron/engine/commands/validate.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { servers as everyServer } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import type { TestServer } from '../../helpers/postgres.ts';
import { ownedDatabase, runPsql } from '../../helpers/psql.ts';

export const servers = everyServer();

export interface Place {
  folder: string;
  workspace: string;
  source: string;
  /** Spaces, accents and quotes: whoever names a folder thinks of people. */
  out: string;
  /** Changes the source. */
  change(work: (db: Database) => void): void;
  export(given?: Partial<ExportInput>, ctx?: typeof quiet): ReturnType<typeof exportSource>;
}

/** A sample, or a file that SQL makes, and where it is to be exported. */
export async function place(make: { rows: number; dirty?: boolean } | { sql: string }): Promise<Place> {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  const workspace = join(folder, 'workspace');
  const out = join(folder, "Pasta do João 'nova'", 'exportação');
  const change = (work: (db: Database) => void): void => {
    const db = new SQLite(source);
    db.pragma('foreign_keys = off');
    db.pragma('ignore_check_constraints = on');
    work(db);
    db.close();
  };
  if ('sql' in make) change((db) => db.exec(make.sql));
  else await writeSample({ out: source, ...make });
  return {
    ...{ folder, workspace, source, out, change },
    export: (given = {}, ctx = quiet) =>
      exportSource(
        {
          ...{ workspace, source, out, env: {}, schema: null, plan: null, profile: 'compatible' },
          ...{ extras: true, set: [], acceptDefaults: true, language: 'en', ...given },
        },
        ctx,
      ),
  };
}

export interface ServerSide {
  url: string;
  psql(file?: string, onStdout?: (text: string) => void): ReturnType<typeof runPsql>;
  /** Any file at all. */
  run(path: string): ReturnType<typeof runPsql>;
}

/** A server to which only psql gets, as a plain role that owns its database. */
export async function serverSide(server: TestServer, { out }: Place): Promise<ServerSide> {
  const url = await ownedDatabase(server);
  const run = (path: string, onStdout?: (text: string) => void) => runPsql(url, path, onStdout);
  return { url, run, psql: (file = 'run.sql', onStdout) => run(join(out, file), onStdout) };
}

/** What is done with the run afterwards. Without `target` it must know by itself. */
export function afterwards({ workspace }: Place, run: string, password: string) {
  const env = { PGPASSWORD: password };
  const common = (target: string | null) => ({ workspace, run, target, env, language: 'en' as const });
  return {
    validate: (target: string | null = null) => validateRun({ ...common(target), level: 'rows' }, quiet),
    sync: (target: string | null = null) => syncRun(common(target), quiet),
    rollback: (target: string | null = null) => rollbackRun({ ...common(target), confirm: true }, quiet),
  };
}
