import type { Database, Statement } from 'better-sqlite3';
import type { SpelledAs } from '../../../shared/contract.ts';
import type { PlanColumn, PlanTable, SourceTable } from '../../../shared/model/index.ts';
import { decodeColumn } from '../convert/column.ts';
import type { TimeSpelling } from '../convert/decode.ts';
import { isFarTime } from '../convert/far-time.ts';
import { Trouble } from '../convert/types.ts';
import { exactColumns, exactValue, type SqlValue, type TextEncoding } from '../convert/values.ts';
import { encodeValue } from '../load/fields.ts';
import { spellingOf } from './reverse-spelling.ts';
import { sameValue } from './same-value.ts';

/** The value for SQLite, the text that it is for PostgreSQL again, and what is unusual about its spelling. */
export interface Fit {
  value: SqlValue;
  /** Null where the plan makes nothing of it. */
  text: string | null;
  as: SpelledAs | null;
}

/** What to do with numbers of more digits than SQLite's: keep every digit as bytes, or take the nearest number. */
export type Numbers = 'exact' | 'nearest';

interface Place {
  affinity: string;
  /** Type of a STRICT table's column, which refuses what is not of it. */
  strict: string | null;
}

/**
 * Finds for a value of PostgreSQL the value in a column of SQLite that is the same when it is migrated again. The
 * column's affinity may change what is written, so SQLite itself is asked wherever that cannot be ruled out.
 * https://www.sqlite.org/datatype3.html#type_affinity
 */
export class Fitting {
  readonly #db: Database;
  readonly #table: PlanTable;
  readonly #encoding: TextEncoding;
  readonly #numbers: Numbers;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #isKey: (column: PlanColumn) => boolean;
  readonly #spelling: (column: PlanColumn) => TimeSpelling;
  readonly #trials = new Map<PlanColumn, { put: Statement; get: Statement; clear: Statement }>();

  /** `db`: the file to write; `snapshot`: what tells how the application spells time, where the column was there. */
  constructor(
    db: Database,
    snapshot: Database,
    source: SourceTable,
    table: PlanTable,
    encoding: TextEncoding,
    numbers: Numbers,
  ) {
    this.#db = db;
    this.#table = table;
    this.#encoding = encoding;
    this.#numbers = numbers;
    this.#places = new Map(
      source.columns.map((c) => [
        c.name,
        { affinity: c.affinity, strict: source.strict ? c.type.toUpperCase() : null },
      ]),
    );
    this.#isKey = (column) => column.source === source.rowidAlias;
    const known = new Map<string, TimeSpelling>();
    this.#spelling = (column) => {
      const isTime = /^(timestamp|timestamptz|time)$/.test(column.conversion);
      if (!isTime || column.absent) return { sixDecimals: true, alwaysDecimals: false };
      const found = known.get(column.source) ?? spellingOf(snapshot, table, column);
      known.set(column.source, found);
      return found;
    };
  }

  /** Null where SQLite has no value for it in this column. */
  fit(column: PlanColumn, text: string): Fit | null {
    const place = this.#places.get(column.source);
    if (!place) throw new Error(`the file has no column ${this.#table.source}.${column.source}`);
    const { conversion } = column;
    const value = decodeColumn(column, text, this.#spelling(column));
    if (isKept(value, place)) {
      if (conversion === 'text' && !column.fit && !column.form) return { value, text, as: null };
      const again = readAgain(column, value);
      if (again !== null && sameValue(conversion, again, text))
        return { value, text: again, as: unusual(column, value) };
    }
    const number = Number(text);
    const isNumber = /^(double|real|numeric)$/.test(conversion);
    const candidates: [SqlValue, SpelledAs | null][] = [
      [value, unusual(column, value)],
      [text, unusual(column, text)],
    ];
    if (isNumber && Object.is(number, -0)) candidates.push([0, 'zero']);
    if (isNumber && this.#numbers === 'nearest' && Number.isFinite(number))
      candidates.push([number, 'nearest']);
    if (!this.#isKey(column)) candidates.push([Buffer.from(text), 'bytes']);
    for (const [candidate, as] of candidates) {
      const held = this.#through(column, place, candidate);
      if (held === undefined || held === null) continue;
      const again = readAgain(column, held);
      if (again === null) continue;
      if (as === 'nearest' || as === 'zero' || sameValue(conversion, again, text))
        return { value: candidate, text: again, as };
    }
    // Nothing that is read again by itself: the text as it is, where SQLite leaves it alone.
    const isWhole = column.nullable && this.#through(column, place, text) === text;
    return isWhole ? { value: text, text: null, as: 'literal' } : null;
  }

  /** What SQLite makes of a value in this column; undefined where it refuses it. */
  #through(column: PlanColumn, { affinity, strict }: Place, value: SqlValue): SqlValue | undefined {
    const trial = this.#trials.get(column) ?? this.#trial(column, affinity, strict);
    try {
      trial.put.run(value);
    } catch (error) {
      if (/^SQLITE_(CONSTRAINT|MISMATCH)/.test((error as { code?: string }).code ?? '')) return undefined;
      throw error;
    }
    const [storage, raw] = trial.get.get() as [string, unknown];
    trial.clear.run();
    return exactValue(storage, raw, this.#encoding);
  }

  #trial(column: PlanColumn, affinity: string, strict: string | null) {
    const name = `temp.autocore_trial_${this.#table.columns.indexOf(column)}`;
    // A column without a type keeps everything as it is; so does ANY where types are strict.
    const type = this.#isKey(column)
      ? 'INTEGER PRIMARY KEY'
      : (strict ?? (affinity === 'BLOB' ? '' : affinity));
    this.#db.exec(`drop table if exists ${name};
      create table ${name} (v ${type})${strict === null ? '' : ' strict'}`);
    const trial = {
      put: this.#db.prepare(`insert into ${name} values (?)`),
      get: this.#db.prepare(`select ${exactColumns('v')} from ${name}`).raw(),
      clear: this.#db.prepare(`delete from ${name}`),
    };
    this.#trials.set(column, trial);
    return trial;
  }
}

/** The text that the plan makes of a value, null where it makes none. */
function readAgain(column: PlanColumn, value: SqlValue): string | null {
  if (value === null) return null;
  const encoded = encodeValue(column, value);
  return encoded instanceof Trouble ? encoded.text : encoded;
}

/** True where SQLite surely keeps the value as it is, or as a number that is equal. */
function isKept(value: SqlValue, { affinity, strict }: Place): boolean {
  if (strict !== null && strict !== 'ANY') return typeof value === strictTypes[strict];
  if (strict === 'ANY' || affinity === 'BLOB') return true;
  if (typeof value === 'string') return affinity === 'TEXT' || !/^\s*[+-]?[.\d]/.test(value);
  if (typeof value === 'bigint') return affinity === 'INTEGER' || affinity === 'NUMERIC';
  if (typeof value === 'number') return affinity !== 'TEXT' && !Object.is(value, -0);
  return true;
}

const strictTypes: Record<string, string> = {
  INT: 'bigint',
  INTEGER: 'bigint',
  REAL: 'number',
  TEXT: 'string',
};

/** What a program that reads the file may not expect in such a column. */
function unusual({ conversion, form }: PlanColumn, value: SqlValue): SpelledAs | null {
  if (typeof value !== 'string' || form !== undefined) return null;
  switch (conversion) {
    case 'timestamp':
    case 'timestamptz':
    case 'date':
      return isFarTime(conversion === 'date' ? 'date' : 'timestamp', value) ||
        !/^\d{4}-\d\d-\d\d( [\d:.]+)?$/.test(value)
        ? 'beyond'
        : null;
    case 'time':
      return value.startsWith('24') ? 'beyond' : null;
    case 'double':
    case 'real':
    case 'numeric':
      return /^(NaN|-?Infinity)$/.test(value) ? 'notNumber' : null;
    case 'textArray':
    case 'array':
      return value.startsWith('[') && !value.endsWith('}') ? null : 'literal';
    default:
      return null;
  }
}
