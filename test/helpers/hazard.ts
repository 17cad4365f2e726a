import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import pg from 'pg';
import { migrate } from '../../electron/engine/commands/migrate.ts';
import { noChoices } from '../../electron/engine/plan/choices.ts';
import type { RunFolder } from '../../electron/engine/run/paths.ts';
import type { Tuning } from '../../electron/engine/run/tuning.ts';
import { openWorkspace } from '../../electron/engine/run/workspace.ts';
import type {
  Audit,
  Certificate,
  Choices,
  ExceptionRecord,
  Finding,
  Plan,
  PlanColumn,
  PlanTable,
  Profile,
  RunState,
  TableAccount,
} from '../../shared/model/index.ts';
import { silentLog } from './log.ts';
import { freshDatabase, type TestServer } from './postgres.ts';

export interface HazardOptions {
  server?: TestServer;
  profile?: Profile;
  /** Off by default: what the source does not have takes time and says nothing of its values. */
  extras?: boolean;
  /** What a person chose, nothing by default. */
  choices?: Choices;
  tuning?: Partial<Tuning>;
}

/** A SQLite file that has been migrated, with both sides open to look at. */
export interface Hazard {
  state: RunState;
  plan: Plan;
  /** plan.json as it lies in the run's folder. */
  planText: string;
  audit: Audit;
  certificate: Certificate;
  exceptions: ExceptionRecord[];
  source: Database;
  /** A plain client: every value is the text that the server sends. */
  target: pg.Client;
  url: string;
  workspace: string;
  files: RunFolder;
  account(table: string): TableAccount;
  table(name: string): PlanTable;
  column(table: string, column: string): PlanColumn;
  /** Exceptions of a table, or of one of its columns. */
  ledger(table: string, column?: string | null): ExceptionRecord[];
  /** Findings about a table, or about one of its columns. */
  findings(table: string, column?: string): Finding[];
  /** Rows of a query on the target, as arrays of texts. */
  rows(sql: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** The source as SQL, as a function that fills it, or as one that writes the whole file. */
export type Make = string | ((db: Database) => void) | { write(path: string): Promise<unknown> };

/** Text that is whatever the server says: no driver turns it into anything. */
const rawTypes: pg.CustomTypesConfig = {
  getTypeParser: (() => (value: unknown) => value) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Builds a SQLite file and migrates it into a database of its own. `close` takes all of it
 * away again: return it from `beforeAll`, or hand it to `onTestFinished`.
 */
export async function migrated(
  make: Make,
  {
    server = 'pg18',
    profile = 'compatible',
    extras = false,
    choices = noChoices,
    tuning = {},
  }: HazardOptions = {},
): Promise<Hazard> {
  const folder = mkdtempSync(join(tmpdir(), 'autocore-hazard-'));
  const path = join(folder, 'autocore.db');
  const database = await freshDatabase(server);
  const undo = async (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  };
  try {
    if (typeof make === 'object') await make.write(path);
    else writeSource(path, make);
    const workspace = join(folder, 'workspace');
    const state = await migrate(
      {
        workspace,
        source: path,
        target: database.url,
        env: { AUTOCORE_MIGRATE_TUNING: JSON.stringify(tuning) },
        schema: null,
        plan: null,
        profile,
        extras,
        choices,
        ifNotEmpty: 'abort',
        rehearse: false,
        acceptDefaults: true,
        language: 'en',
      },
      { signal: new AbortController().signal, onProgress: () => {}, log: silentLog },
    );
    const run = openWorkspace(workspace, {}).runFolder(state.id);
    const read = (file: string) => readFileSync(file, 'utf8');
    const source = new SQLite(path, { readonly: true });
    const target = new pg.Client({ connectionString: database.url, types: rawTypes });
    target.on('error', () => {});
    await target.connect();
    const plan: Plan = JSON.parse(read(run.plan));
    const audit: Audit = JSON.parse(read(run.audit));
    const exceptions = read(run.exceptions)
      .split('\n')
      .slice(0, -1)
      .map((line): ExceptionRecord => JSON.parse(line));
    const table = (name: string) => found(plan.tables, (t) => t.source === name, name);
    return {
      state,
      plan,
      planText: read(run.plan),
      audit,
      certificate: JSON.parse(read(run.certificateJson)),
      exceptions,
      source,
      target,
      url: database.url,
      workspace,
      files: run,
      account: (name) => found(state.tables, (t) => t.name === name, name),
      table,
      column: (name, column) => found(table(name).columns, (c) => c.source === column, column),
      ledger: (name, column) =>
        exceptions.filter((e) => e.table === name && (column === undefined || e.column === column)),
      findings: (name, column) =>
        audit.findings.filter((f) => f.table === name && (column === undefined || f.column === column)),
      rows: async (sql) => (await target.query({ text: sql, rowMode: 'array' })).rows,
      close: async () => {
        source.close();
        await target.end();
        await undo();
      },
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

function writeSource(path: string, make: string | ((db: Database) => void)): void {
  const db = new SQLite(path);
  try {
    db.pragma('synchronous = off');
    db.pragma('journal_mode = memory');
    // AutoCore never enforces them.
    db.pragma('foreign_keys = off');
    if (typeof make === 'string') db.exec(make);
    else make(db);
  } finally {
    db.close();
  }
}

function found<T>(list: T[], is: (item: T) => boolean, name: string): T {
  const item = list.find(is);
  if (item === undefined) throw new Error(`there is no ${name}`);
  return item;
}
