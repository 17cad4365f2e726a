import { copyFile, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import { profileTable } from '../audit/profile.ts';
import type { TextEncoding } from '../convert/values.ts';
import { ReverseTable } from '../diff/reverse.ts';
import { HeldRows } from '../diff/reverse-check.ts';
import { diffTable } from '../diff/table.ts';
import { refusedKeys } from '../diff/validate.ts';
import { errorCode } from '../source/failure.ts';
import { introspect } from '../source/introspect.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { noSpace } from '../source/space.ts';
import { quoteName } from '../source/sql.ts';
import { withTransaction } from '../target/connect.ts';
import { keepCounting } from './sequences.ts';
import { newOrphans, requireSound } from './sound.ts';

export interface RebuildInput {
  client: pg.Client;
  run: string;
  schema: string;
  plan: Plan;
  snapshot: string;
  /** The file to make. */
  to: string;
  /** The source was in WAL mode, and so will be the new file. */
  wal: boolean;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

export interface Rebuilt {
  /** Rows that are not as in the snapshot. */
  rows: number;
  /** Rows with a value of more digits than SQLite keeps. */
  rounded: number;
  /** Rows without a parent, beyond those of the snapshot. */
  foreignKeys: number;
}

/**
 * Makes a SQLite file of the snapshot and everything that PostgreSQL has now, at one moment, and compares the two row by
 * row. Throws AppError restore.conflict {table, key, reason}, restore.differences {run, differences, table},
 * workspace.noSpace.
 */
export async function rebuild(input: RebuildInput): Promise<Rebuilt> {
  try {
    await copyFile(input.snapshot, input.to);
    const result = await withTransaction(
      input.client,
      () => rebuildNow(input),
      'begin isolation level repeatable read read only',
    );
    const file = await open(input.to, 'r+');
    await file.sync().finally(() => file.close());
    return result;
  } catch (error) {
    await rm(input.to, { force: true });
    if (!/^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(errorCode(error))) throw error;
    const folder = dirname(input.to);
    const fs = await statfs(folder);
    throw noSpace(folder, (await stat(input.snapshot)).size, fs.bavail * fs.bsize, error);
  }
}

async function rebuildNow(input: RebuildInput): Promise<Rebuilt> {
  const { client, plan, run } = input;
  const snapshot = openSnapshot(input.snapshot);
  const db = new Database(input.to, { fileMustExist: true });
  try {
    const encoding = snapshot.pragma('encoding', { simple: true }) as TextEncoding;
    const refused = await refusedKeys(client, run);
    const refusedOf = (table: PlanTable) => refused.get(table.source) ?? new Set<string>();
    // Nothing of an unfinished file is kept.
    db.pragma('journal_mode = memory');
    db.pragma('synchronous = off');
    db.pragma('foreign_keys = off');
    db.pragma('ignore_check_constraints = on');
    db.exec('begin');
    const triggers = dropTriggers(db);
    const touched: PlanTable[] = [];
    let rows = 0;
    const tables = plan.tables.map((table) => withoutComputed(snapshot, table));
    for (const table of tables) {
      const reverse = new ReverseTable(db, snapshot, table, encoding);
      await diffTable({
        ...{ db: snapshot, client, schema: input.schema, table, encoding, refused: refusedOf(table) },
        ...{ signal: input.signal, onRows: (n) => input.onRows(table.source, n) },
        onDifference: (difference) => reverse.take(difference),
      });
      reverse.finish(refusedOf(table));
      rows += reverse.rows;
      if (reverse.rows > 0) touched.push(table);
    }
    for (const sql of triggers) db.exec(sql);
    await keepCounting(client, input.schema, tables, db);
    // A file that nothing has to be written into stays the snapshot, byte for byte.
    db.exec(rows === 0 ? 'rollback' : 'commit');
    // A table without a difference is the snapshot's own, which was compared just now, at the same moment.
    const rounded = await check(input, touched, db, encoding, refusedOf);
    requireSound(snapshot, db);
    const foreignKeys = newOrphans(snapshot, db);
    db.pragma(`journal_mode = ${input.wal ? 'wal' : 'delete'}`);
    return { rows, rounded, foreignKeys };
  } finally {
    db.close();
    snapshot.close();
  }
}

async function check(
  input: RebuildInput,
  tables: PlanTable[],
  db: Database.Database,
  encoding: TextEncoding,
  refusedOf: (table: PlanTable) => Set<string>,
): Promise<number> {
  let rounded = 0;
  const schema = introspect(db);
  for (const planned of tables) {
    const table = await measuredAnew(db, schema, planned, encoding, input.signal);
    const held = new HeldRows(db, table, encoding);
    await diffTable({
      ...{ db, client: input.client, schema: input.schema, table, encoding, refused: refusedOf(planned) },
      ...{ signal: input.signal, onRows: (n) => input.onRows(table.source, n) },
      onDifference: (difference) => held.take(difference),
    });
    const found = held.result();
    rounded += found.rounded;
    if (found.wrong > 0) {
      const params = { run: input.run, differences: found.wrong, table: table.source };
      throw new AppError('restore.differences', params);
    }
  }
  return rounded;
}

/** What the audit proved of the snapshot says nothing of the rows that came: the table is measured as it is now. */
async function measuredAnew(
  db: Database.Database,
  schema: SourceSchema,
  table: PlanTable,
  encoding: TextEncoding,
  signal: AbortSignal,
): Promise<PlanTable> {
  const source = schema.tables.find((t) => t.name === table.source);
  if (!source) throw new Error(`the rebuilt file has no table ${table.source}`);
  const pause = async (): Promise<void> => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
  };
  const { columns: facts } = await profileTable(db, source, { monthsOf: null, encoding, pause });
  const columns = table.columns.map((column) => ({ ...column, facts: facts[column.source] ?? column.facts }));
  return { ...table, columns };
}

/** What SQLite computes by itself is neither written nor compared. */
function withoutComputed(db: Database.Database, table: PlanTable): PlanTable {
  const columns = db.pragma(`table_xinfo(${quoteName(table.source)})`) as { name: string; hidden: number }[];
  const computed = new Set(columns.filter((c) => c.hidden !== 0).map((c) => c.name));
  return { ...table, columns: table.columns.filter((c) => !computed.has(c.source)) };
}

/** Triggers would answer to rows that were written long ago; they come back as they were. */
function dropTriggers(db: Database.Database): string[] {
  const found = db.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of found) db.exec(`drop trigger ${quoteName(name)}`);
  return found.map(({ sql }) => sql);
}
