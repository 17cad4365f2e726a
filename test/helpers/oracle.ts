import type { Database } from 'better-sqlite3';
import type { ExceptionRecord, JsonValue, ValueForm } from '../../shared/model/index.ts';
import type { Hazard } from './hazard.ts';
import { sameJson, sameList } from './oracle-json.ts';

/**
 * A reader and a judge of its own, written from SQLite's and PostgreSQL's documentation: nothing here calls what it
 * judges. One SQLite value as its storage class and bytes; numbers also as numbers.
 */
export type Cell =
  | { storage: 'null' }
  | { storage: 'integer'; digits: string }
  | { storage: 'real'; value: number }
  /** `text` is null where the bytes are not valid in the file's encoding. */
  | { storage: 'text'; hex: string; text: string | null }
  | { storage: 'blob'; hex: string };

/** Every row of a source table by the text of its column `key`, which is unique and always an integer. */
function sourceRows(
  db: Database,
  table: string,
  columns: string[],
  key: string,
): Map<string, Record<string, Cell>> {
  const encoding = db.pragma('encoding', { simple: true }) as string;
  const rows = new Map<string, Record<string, Cell>>();
  const found = db.prepare(
    `select ${columns.map((c) => `typeof(${q(c)}), hex(cast(${q(c)} as blob)), cast(${q(c)} as real)`).join(', ')}, cast(${q(key)} as text)
     from ${q(table)}`,
  );
  for (const row of found.raw().iterate() as IterableIterator<unknown[]>) {
    const cells = columns.map((c, i) => [
      c,
      cellOf(row[3 * i] as Cell['storage'], row[3 * i + 1] as string, row[3 * i + 2] as number, encoding),
    ]);
    rows.set(row[3 * columns.length] as string, Object.fromEntries(cells));
  }
  return rows;
}

function cellOf(storage: Cell['storage'], hex: string, real: number, encoding: string): Cell {
  switch (storage) {
    case 'null':
      return { storage };
    case 'integer':
      // CAST to BLOB goes by way of TEXT: https://www.sqlite.org/lang_expr.html#castexpr
      return { storage, digits: decode(hex, encoding) ?? '' };
    case 'real':
      return { storage, value: real };
    case 'text':
      return { storage, hex, text: decode(hex, encoding) };
    case 'blob':
      return { storage, hex };
  }
}

function decode(hex: string, encoding: string): string | null {
  const name = encoding.toLowerCase();
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(Buffer.from(hex, 'hex'));
  } catch {
    return null;
  }
}

/** PostgreSQL's types by the oid that comes with a result: `select oid, typname from pg_type`. */
const typeNames: Record<number, string> = {
  16: 'boolean',
  17: 'bytea',
  20: 'integer',
  21: 'integer',
  23: 'integer',
  25: 'text',
  701: 'double',
  1043: 'text',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamp',
  1700: 'numeric',
  1009: 'list',
  2950: 'text',
  3802: 'json',
};

/** True when the target's text means exactly what the source's value is, in a column of that type. */
function sameMeaning(cell: Cell, oid: number, text: string | null): boolean {
  if (cell.storage === 'null' || text === null) return cell.storage === 'null' && text === null;
  switch (typeNames[oid]) {
    case 'boolean':
      return cell.storage === 'integer' && cell.digits === (text === 't' ? '1' : '0');
    case 'integer':
      return cell.storage === 'integer' && cell.digits === text;
    case 'numeric':
      if (cell.storage === 'integer') return cell.digits === text;
      // SQLite has no value for these: the words are kept.
      if (cell.storage === 'text') return /^(NaN|-?Infinity)$/.test(text) && cell.text === text;
      return cell.storage === 'real' && Object.is(Number(text), cell.value);
    case 'double':
      if (cell.storage === 'integer') return BigInt(Number(text)) === BigInt(cell.digits);
      if (cell.storage === 'text') return text === 'NaN' && cell.text === text;
      return cell.storage === 'real' && Object.is(Number(text), cell.value);
    case 'timestamp':
    case 'time':
      // The same characters, without the zeros at the end of the decimals.
      return cell.storage === 'text' && withoutZeros(cell.text ?? '') === text;
    case 'date':
    case 'text':
      return cell.storage === 'text' && cell.text === text;
    case 'json':
      return cell.storage === 'text' && cell.text !== null && sameJson(cell.text, text);
    case 'list':
      return cell.storage === 'text' && cell.text !== null && sameList(cell.text, text);
    case 'bytea':
      return cell.storage === 'blob' && text === `\\x${cell.hex.toLowerCase()}`;
    default:
      throw new Error(`no rule for type ${oid}`);
  }
}

/** The same for a column whose source spells its values in one other way, as the plan says. */
function sameInForm(cell: Cell, form: ValueForm, text: string | null): boolean {
  if (text === null || cell.storage === 'null') return false;
  const written = cell.storage === 'text' ? cell.text : null;
  switch (form.kind) {
    case 'number':
      return cell.storage === 'integer' && cell.digits === text;
    case 'digits':
      return written === text;
    case 'words':
      return written === (text === 't' ? form.true : form.false);
    case 'day':
      return `${written} 00:00:00` === text;
    case 'moment':
      return written !== null && microsOf(written) !== null && microsOf(written) === microsOf(text);
    case 'epoch':
      return (
        cell.storage === 'integer' &&
        BigInt(cell.digits) * (1_000_000n / BigInt(form.unit)) === microsOf(text)
      );
    default:
      return false;
  }
}

/** Microseconds since 1970 (a Date has milliseconds), in UTC where no zone is named; null for what is no point in time. */
function microsOf(text: string): bigint | null {
  const [, day, time, decimals = '', sign = '+', hours = '00', minutes = '00'] =
    /^([\d-]{10})[ T]([\d:]{8})(?:\.(\d{1,6})0*)?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)?))?$/i.exec(text) ?? [];
  const ms = Date.parse(`${day}T${time}${sign}${hours}:${minutes}`);
  if (Number.isNaN(ms)) return null;
  return BigInt(ms) * 1000n + BigInt(decimals.padEnd(6, '0'));
}

function withoutZeros(text: string): string {
  return /^[\d :-]+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** True when a value of an exception is exactly the value of the source. */
function sameOriginal(cell: Cell, json: JsonValue | undefined): boolean {
  if (json === undefined) return false;
  if (json === null) return cell.storage === 'null';
  if (typeof json === 'string') return cell.storage === 'text' && cell.text === json;
  if (typeof json === 'number') {
    return Number.isSafeInteger(json)
      ? cell.storage === 'integer' && cell.digits === String(json)
      : cell.storage === 'real' && cell.value === json;
  }
  if ('integer' in json) return cell.storage === 'integer' && cell.digits === json.integer;
  if ('real' in json) return cell.storage === 'real' && Object.is(cell.value, Number(json.real));
  const hex = Buffer.from(json.base64, 'base64').toString('hex').toUpperCase();
  return (cell.storage === 'blob' || (cell.storage === 'text' && cell.text === null)) && cell.hex === hex;
}

/**
 * Holds every value of a table against the target and the ledger, and the account against both. Returns what is wrong
 * in words. `key` is a column that is unique and always an integer.
 */
export async function problemsOf(h: Hazard, table: string, key = 'n'): Promise<string[]> {
  const planned = h.table(table);
  const names = planned.columns.map((c) => c.source);
  const source = sourceRows(h.source, table, names, key);
  const { fields, rows } = await h.target.query({
    text: `select ${planned.columns.map((c) => q(c.target)).join(', ')} from ${q(planned.target)}`,
    rowMode: 'array',
  });
  const at = names.indexOf(key);
  const target = new Map((rows as (string | null)[][]).map((row) => [row[at] as string, row]));
  const ledger = Map.groupBy(h.ledger(table), (e) => String(idOf(e, key)));
  const problems: string[] = [];
  const counts = { repaired: 0, nulled: 0, quarantined: 0 };
  for (const e of h.ledger(table)) counts[e.action]++;
  if (target.size !== rows.length) problems.push(`${rows.length - target.size} rows are there twice`);
  for (const [n, cells] of source) {
    const records = ledger.get(n) ?? [];
    for (const e of records) {
      const wrong = names.filter((name) => !sameOriginal(cells[name] as Cell, e.row[name]));
      if (wrong.length > 0)
        problems.push(`${n}: the ledger has another ${wrong.join()}: ${show(cells[wrong[0] as string])}`);
    }
    const row = target.get(n);
    if (!row) {
      const kept = records.length === 1 && records[0]?.action === 'quarantined';
      if (!kept) problems.push(`${n}: not in the target, and ${records.length} exceptions`);
      continue;
    }
    names.forEach((name, i) => {
      const cell = cells[name] as Cell;
      const text = row[i] ?? null;
      const own = records.filter((e) => e.column === name);
      const type = `${name} ${planned.columns[i]?.type}`;
      const form = planned.columns[i]?.form;
      const same =
        sameMeaning(cell, fields[i]?.dataTypeID ?? 0, text) ||
        (form !== undefined && sameInForm(cell, form, text));
      // What looks like the column's other spelling would come back as that: its original is kept.
      const isAmbiguous = form !== undefined && own.length === 1 && own[0]?.code === 'form.other';
      if (same && own.length > 0 && !isAmbiguous)
        problems.push(`${n}: ${type}: ${show(cell)} is exact, yet an exception`);
      if (same) return;
      const [only] = own;
      if (own.length !== 1 || !only)
        problems.push(`${n}: ${type}: ${show(cell)} became ${text?.slice(0, 80)}, ${own.length} exceptions`);
      else if (only.action !== (text === null ? 'nulled' : 'repaired'))
        problems.push(`${n}: ${type}: ${only.action}, yet ${text}`);
    });
    if (records.some((e) => e.action === 'quarantined'))
      problems.push(`${n}: in the target and in quarantine`);
  }
  for (const n of target.keys()) if (!source.has(n)) problems.push(`${n}: not in the source`);
  const account = { source: source.size, migrated: rows.length, ...counts };
  const { digest, name, target: renamed, ...kept } = h.account(table);
  for (const [what, n] of Object.entries(account)) {
    const said = kept[what as keyof typeof kept];
    if (said !== n) problems.push(`account of ${name} (${renamed}): ${said} ${what}, there are ${n}`);
  }
  if (digest === null || digest.source !== digest.target) problems.push(`${name}: digests differ`);
  return problems;
}

function idOf(e: ExceptionRecord, key: string): JsonValue {
  const n = e.row[key] ?? null;
  return typeof n === 'object' && n !== null && 'integer' in n ? n.integer : n;
}

function show(cell: Cell | undefined): string {
  return JSON.stringify(cell, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v)).slice(
    0,
    200,
  );
}

function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
