import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import SQLite, { type Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { quoteName } from '../source/sql.ts';
import { rename } from '../system/files.ts';
import { createIndexes, createTable } from './ddl.ts';
import { type PlantedHazard, plantHazards } from './dirty/plant.ts';
import { type Era, eraShape } from './eras.ts';
import { fillEvents, fillSmallTables, fillTelemetry } from './fill.ts';
import { removeUnfinished, unfinishedPath } from './unfinished.ts';

export interface SampleInput {
  /** Path of the file to write. */
  out: string;
  /** telemetry_data rows; event_logs gets a tenth as many more. */
  rows: number;
  /** Whole number; the same seed and rows give the same values in every row. */
  seed?: number;
  /** Adds at least one of every hazard of a database from the field; see dirty/plant.ts. */
  dirty?: boolean;
  era?: Era;
  /** Overwrite an existing file. */
  force?: boolean;
  signal?: AbortSignal;
  onRows?: (done: number, total: number) => void;
}

export interface SampleResult {
  bytes: number;
  tables: { name: string; rows: number }[];
  hazards: PlantedHazard[];
}

/**
 * Writes an AutoCore-shaped SQLite database. It appears under its name only when it is complete.
 * Errors: output.exists, output.unwritable, interrupted.
 */
export async function writeSample(input: SampleInput): Promise<SampleResult> {
  const { out, force = false } = input;
  if (!force && statSync(out, { throwIfNoEntry: false })) throw new AppError('output.exists', { path: out });
  const unfinished = unfinishedPath(out);
  try {
    accessSync(dirname(out), constants.W_OK);
    removeUnfinished(out);
    const result = await build(new SQLite(unfinished), input);
    await rename(unfinished, out);
    return { bytes: statSync(out).size, ...result };
  } catch (cause) {
    if (!isStorageError(cause)) throw cause;
    throw new AppError('output.unwritable', { path: out, reason: cause.message }, { cause });
  } finally {
    removeUnfinished(out);
  }
}

/** A missing folder, a full disk, no right to write: not the program's fault. */
function isStorageError(error: unknown): error is NodeJS.ErrnoException {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return /^(E[A-Z]+|SQLITE_(CANTOPEN|FULL|IOERR|READONLY|PERM)\w*)$/.test(code);
}

async function build(db: Database, input: SampleInput): Promise<Omit<SampleResult, 'bytes'>> {
  const { rows, seed = 1, dirty = false, era = '14', signal, onRows } = input;
  const shape = eraShape(era);
  const events = Math.floor(rows / 10);
  try {
    // Nothing of an unfinished file is kept, so nothing needs to survive a crash.
    db.pragma('journal_mode = off');
    db.pragma('synchronous = off');
    db.pragma('cache_size = -65536');
    db.pragma('foreign_keys = off');
    db.pragma('ignore_check_constraints = on');
    db.exec('begin');
    for (const sql of [...shape.tables.map(createTable), ...shape.alterations]) db.exec(sql);
    const devices = fillSmallTables(db, shape, seed);
    for (const done of fillTelemetry(db, devices, rows, seed)) await breathe(done);
    for (const done of fillEvents(db, events, rows, devices.length, seed)) await breathe(rows + done);
    for (const sql of shape.leftovers) db.exec(sql);
    for (const sql of shape.tables.flatMap(createIndexes)) {
      db.exec(sql);
      await breathe(rows + events);
    }
    db.exec('commit');
    const hazards = dirty ? plantHazards(db, shape) : [];
    return { tables: countTables(db), hazards };
  } finally {
    db.close();
  }

  /** Lets messages in (a cancellation among them) and says how far the work is. */
  async function breathe(done: number): Promise<void> {
    onRows?.(done, rows + events);
    await setImmediate();
    if (signal?.aborted) throw new AppError('interrupted');
  }
}

function countTables(db: Database): SampleResult['tables'] {
  const names = db
    .prepare<[], string>(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'",
    )
    .pluck()
    .all();
  return names.sort().map((name) => ({
    name,
    rows:
      db
        .prepare<[], number>(`select count(*) from ${quoteName(name)}`)
        .pluck()
        .get() ?? 0,
  }));
}
