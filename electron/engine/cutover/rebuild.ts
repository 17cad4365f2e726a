import { copyFile, open, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type pg from 'pg';
import type { WayBackAccount, WayBackChoices } from '../../../shared/contract.ts';
import type { Plan } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { refusedKeys } from '../diff/ledger.ts';
import { errorCode } from '../source/failure.ts';
import { introspect } from '../source/introspect.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { noSpace } from '../source/space.ts';
import { quoteName } from '../source/sql.ts';
import { rm } from '../system/files.ts';
import { asOfNow, withTransaction } from '../target/connect.ts';
import { quarantinedRows } from './quarantined.ts';
import { checkTables } from './rebuild-check.ts';
import { type Brought, bringTables, type Rebuilding } from './rebuild-tables.ts';
import { type AsideRow, asideRows, requireFitting } from './rebuild-unfit.ts';
import { keepCounting } from './sequences.ts';
import { lookAside } from './sound.ts';
import { createAdded } from './way/create.ts';
import { readWay, requireBrought, requireNothingMissing } from './way/read.ts';

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
  choices?: WayBackChoices;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

export interface Rebuilt extends WayBackAccount {
  /** Rows that are not as in the snapshot. */
  rows: number;
  /** Rows with a value of more digits than SQLite keeps. */
  rounded: number;
  /** Rows without a parent, beyond those of the snapshot. */
  foreignKeys: number;
}

/** With the rows that a rule of the file does not allow, whole, where they are to be kept beside it. */
export interface RebuiltFile extends Rebuilt {
  aside: AsideRow[];
}

export const nothingBeside: WayBackAccount = {
  ...{ added: [], missing: [], spelled: [], displaced: [], leftBehind: [] },
};

/**
 * Makes a SQLite file of the snapshot and everything that PostgreSQL has now, at one moment, and compares the two row by
 * row. Throws AppError restore.missing {run, missing, renamed}, restore.notBrought {run, objects}, restore.conflict
 * {run, table, key, column, reason, count, rows}, restore.differences {run, differences, table}, workspace.noSpace.
 */
export async function rebuild(input: RebuildInput): Promise<RebuiltFile> {
  try {
    await copyFile(input.snapshot, input.to);
    const result = await withTransaction(input.client, () => rebuildNow(input), asOfNow);
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

async function rebuildNow(input: RebuildInput): Promise<RebuiltFile> {
  const { client, run, choices = {} } = input;
  const snapshot = openSnapshot(input.snapshot);
  const db = new Database(input.to, { fileMustExist: true });
  try {
    const way = await readWay({ ...input, choices }, introspect(snapshot));
    requireNothingMissing(run, way.missing);
    // Nothing of an unfinished file is kept.
    db.pragma('journal_mode = memory');
    db.pragma('synchronous = off');
    db.pragma('foreign_keys = off');
    db.pragma('ignore_check_constraints = on');
    db.exec('begin');
    const triggers = dropTriggers(db);
    createAdded(db, way);
    requireBrought(run, way.added, choices);
    const rebuilding: Rebuilding = {
      ...{ db, snapshot, client, way, choices, signal: input.signal, onRows: input.onRows },
      encoding: snapshot.pragma('encoding', { simple: true }) as TextEncoding,
      schema: introspect(db),
      refused: await refusedKeys(client, run),
      quarantined: await quarantinedRows(client, run),
    };
    const brought = await bringTables(rebuilding);
    requireFitting(run, brought.unfit, choices);
    for (const sql of triggers) db.exec(sql);
    const tables = way.tables.map((t) => ({ ...t.planned, schema: t.schema }));
    const counted = await keepCounting(client, tables, db);
    const isChanged = brought.rows > 0 || counted || way.columns.length > 0 || way.newTables.length > 0;
    // A file that nothing has to be written into stays the snapshot, byte for byte.
    db.exec(isChanged ? 'commit' : 'rollback');
    const { rounded, foreignKeys } = isChanged
      ? await check(rebuilding, brought, input)
      : { rounded: 0, foreignKeys: 0 };
    db.pragma(`journal_mode = ${input.wal ? 'wal' : 'delete'}`);
    const leftBehind = brought.unfit.map(({ table, key, column, reason }) => ({
      table,
      key,
      column,
      reason,
    }));
    return {
      ...{ rows: brought.rows, rounded, foreignKeys, added: way.added, missing: way.missing },
      ...{ spelled: brought.spelled, displaced: brought.displaced, leftBehind },
      aside: asideRows(brought.unfit),
    };
  } finally {
    db.close();
    snapshot.close();
  }
}

/**
 * Rows by comparing them, the file as such on another thread meanwhile. A table without a difference is the snapshot's own,
 * which was compared just now, at the same moment.
 */
async function check(
  rebuilding: Rebuilding,
  brought: Brought,
  { run, snapshot, to }: RebuildInput,
): Promise<Pick<Rebuilt, 'rounded' | 'foreignKeys'>> {
  const look = lookAside({ snapshot, file: to });
  try {
    const rounded = await checkTables(rebuilding, brought, run);
    const { damage, orphans } = await look.result;
    if (damage !== null) throw new Error(`the rebuilt file is damaged: ${damage}`);
    return { rounded, foreignKeys: orphans };
  } finally {
    // Whatever happened, nobody has the file open afterwards.
    await look.end();
  }
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
