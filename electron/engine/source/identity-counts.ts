import type { Database, Statement } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/model/index.ts';
import type { Evidence, TableEvidence } from './identity.ts';
import { quoteName } from './sql.ts';

/** Rows of a table that are looked at: more make the shares no clearer. */
const sample = 400;
/** Rows up to which a column of names is read as a whole. */
const readable = 50_000;
/** Columns that name the thing itself, in the words of AutoCore and of others. */
const naming =
  /(^|_)(uuid|guid|chassis|chassi|vin|plate|placa|renavam|serial|serial_number|imei|mac|mac_address)$/i;

/**
 * Counts what two copies of a source with the same tables have in common. Looks rows up by their keys, some hundred a
 * table: quick, whatever the size of the file. Only a table without a key is read as a whole.
 * @param db a connection on the later copy, with the earlier one attached
 * @param earlier its name
 */
export async function evidenceOf(
  db: Database,
  earlier: string,
  tables: readonly SourceTable[],
  pause: () => Promise<void>,
): Promise<Evidence> {
  const found: TableEvidence[] = [];
  for (const table of tables) {
    found.push(tableEvidence(db, earlier, table));
    await pause();
  }
  const id = (side: string) => db.pragma(`${side}.application_id`, { simple: true }) as number;
  return { applicationId: { before: id(earlier), after: id('main') }, tables: found };
}

function tableEvidence(db: Database, earlier: string, table: SourceTable): TableEvidence {
  const [before, after] = [count(db, earlier, table), count(db, 'main', table)];
  const evidence: TableEvidence = {
    ...{ table: table.name, before, after, shared: 0, columns: [], younger: false },
    names: Math.max(before, after) > readable ? [] : namesOf(db, earlier, table),
  };
  if (before === 0 || after === 0) return evidence;
  if (keyOf(table).length === 0) return { ...evidence, ...withoutKey(db, earlier, table) };
  const columns = table.columns.filter((c) => c.generated === null && !keyOf(table).includes(c.name));
  const pairs = pairsByKey(db, earlier, table);
  const rows = columns.map(({ name }, i) => {
    const cells = pairs.map((row) => ({ before: row[2 * i] as string, after: row[2 * i + 1] as string }));
    return { name, cells };
  });
  return {
    ...evidence,
    shared: pairs.length,
    columns: rows.map(({ name, cells }) => ({ name, ...agreement(cells) })),
    younger: rows.some(({ name, cells }) => isYounger(db, earlier, table, name, cells)),
  };
}

interface Cell {
  before: string;
  after: string;
}

function agreement(cells: readonly Cell[]): { agree: number; chance: number } {
  const tally = (side: keyof Cell) => {
    const seen = new Map<string, number>();
    for (const cell of cells) seen.set(cell[side], (seen.get(cell[side]) ?? 0) + 1);
    return seen;
  };
  const later = tally('after');
  let pairs = 0;
  for (const [value, n] of tally('before')) pairs += n * (later.get(value) ?? 0);
  const agree = cells.filter((cell) => cell.before === cell.after).length;
  return { agree, chance: cells.length === 0 ? 0 : pairs / cells.length ** 2 };
}

/** A key that stays with its row: a rowid without a name of its own may be another one after VACUUM. */
function keyOf(table: SourceTable): string[] {
  return table.rowidAlias !== null ? [table.rowidAlias] : table.primaryKey;
}

/** Sampled rows that both copies have: for each column its value before and after, as far as `value` tells. */
function pairsByKey(db: Database, earlier: string, table: SourceTable): unknown[][] {
  const key = keyOf(table);
  const name = quoteName(table.name);
  // By name: a virtual table has its rowid among them, and not among all.
  const all = table.columns.map((c) => quoteName(c.name)).join(', ');
  const cells = table.columns
    .filter((c) => c.generated === null && !key.includes(c.name))
    .flatMap((c) => [value(`o.${quoteName(c.name)}`), value(`n.${quoteName(c.name)}`)]);
  const on = key.map((c) => `o.${quoteName(c)} = n.${quoteName(c)}`).join(' and ');
  const select = (from: string) =>
    db
      .prepare(`select ${cells.join(', ') || '1'} from ${from} n join ${earlier}.${name} o on ${on}`)
      .raw()
      .safeIntegers();
  if (table.rowidAlias !== null) {
    const ids = spread(db, table, table.rowidAlias, 'main', [earlier, 'main']);
    const one = select(`(select ${all} from main.${name} where ${quoteName(table.rowidAlias)} = ?)`);
    return ids.flatMap((id) => (one.all(id) as unknown[][]).slice(0, 1));
  }
  const order = key.map(quoteName);
  const end = (direction: string) =>
    `select * from (select ${all} from main.${name} order by ${order.map((c) => `${c} ${direction}`).join(', ')} limit ${sample / 2})`;
  return select(`(${end('asc')} union ${end('desc')})`).all() as unknown[][];
}

/** Rowids of one copy, spread over the range that all of `sides` have. */
function spread(
  db: Database,
  table: SourceTable,
  rowid: string,
  of: string,
  sides: readonly string[],
): bigint[] {
  const [name, id] = [quoteName(table.name), quoteName(rowid)];
  const ends = sides.map(
    (side) =>
      db
        .prepare(`select (select min(${id}) from ${side}.${name}), (select max(${id}) from ${side}.${name})`)
        .raw()
        .safeIntegers()
        .get() as [bigint, bigint],
  );
  const low = ends.map(([least]) => least).reduce((a, b) => (a > b ? a : b));
  const high = ends.map(([, most]) => most).reduce((a, b) => (a < b ? a : b));
  if (low > high) return [];
  const next = db.prepare(`select min(${id}) from ${of}.${name} where ${id} >= ? and ${id} <= ?`);
  const at: Statement = next.pluck().safeIntegers();
  const ids = new Set<bigint>();
  for (let i = 0n; i < BigInt(sample); i++) {
    const found = at.get(low + ((high - low) * i) / BigInt(sample - 1), high) as bigint | null;
    if (found !== null) ids.add(found);
  }
  return [...ids];
}

/** Tables without a key: which of some earlier values of each column are still there, where they tell rows apart. */
function withoutKey(
  db: Database,
  earlier: string,
  table: SourceTable,
): Pick<TableEvidence, 'shared' | 'columns' | 'younger'> {
  const columns = table.columns.filter((c) => c.generated === null);
  const id = table.rowidName;
  if (id === null) return { shared: 0, columns: [], younger: false };
  const cells = columns.map((c) => value(quoteName(c.name))).join(', ');
  const from = (side: string) => `select ${cells} from ${side}.${quoteName(table.name)}`;
  const one = db.prepare(`${from(earlier)} where ${quoteName(id)} = ?`).raw();
  const picked = spread(db, table, id, earlier, [earlier]).map((at) => one.get(at) as string[]);
  const wanted = columns.map((_, i) => new Set(picked.map((row) => row[i] as string)));
  const missing = wanted.map((values) => new Set(values));
  for (const row of db.prepare(from('main')).raw().iterate() as Iterable<string[]>) {
    for (const [i, values] of missing.entries()) values.delete(row[i] as string);
    if (missing.every((values) => values.size === 0)) break;
  }
  const told = columns.map(({ name }, i) => {
    const agree = picked.filter((row) => !missing[i]?.has(row[i] as string)).length;
    // A value that most rows have is there in any file.
    const chance = (wanted[i]?.size ?? 0) > picked.length / 2 ? 0 : 1;
    return { name, agree, chance };
  });
  const first = (name: string) => {
    const sql = `select ${value(`min(${quoteName(name)})`)} from main.${quoteName(table.name)}`;
    return [{ before: '', after: db.prepare(sql).pluck().get() as string }];
  };
  const younger = columns.some(({ name }) => isYounger(db, earlier, table, name, first(name)));
  return { shared: picked.length, columns: told, younger };
}

/** A value with its type and length, cut where it is long: as text, so that it can be counted. */
function value(column: string): string {
  return `typeof(${column}) || ':' || coalesce(length(${column}), '') || ':' || coalesce(case typeof(${column})
    when 'blob' then hex(substr(${column}, 1, 48)) else substr(${column}, 1, 48) end, '')`;
}

/** True for a column of times where what changed is later than everything the earlier copy had. */
function isYounger(
  db: Database,
  earlier: string,
  table: SourceTable,
  column: string,
  cells: readonly Cell[],
): boolean {
  const changed = cells.filter((cell) => cell.before !== cell.after).map((cell) => timeOf(cell.after));
  if (changed.length === 0 || changed.includes(null)) return false;
  const name = quoteName(column);
  const last = db
    .prepare(`select ${value(`max(${name})`)} from ${earlier}.${quoteName(table.name)}`)
    .pluck()
    .get() as string;
  const end = timeOf(last);
  return end !== null && changed.every((time) => time !== null && typeof time === typeof end && time > end);
}

/** The text of a date, or seconds or milliseconds since 1970; null for anything else. */
function timeOf(cell: string): string | number | null {
  const [type, , ...rest] = cell.split(':');
  const text = rest.join(':');
  if (type === 'text') return /^\d{4}-\d\d-\d\d/.test(text) ? text : null;
  const n = Number(text);
  return (type === 'integer' || type === 'real') && n > 1e9 && n < 5e12 ? n : null;
}

function namesOf(db: Database, earlier: string, table: SourceTable): TableEvidence['names'] {
  return table.columns
    .filter((c) => naming.test(c.name) && c.generated === null)
    .map(({ name }) => {
      const values = (side: string) => {
        const column = quoteName(name);
        const sql = `select distinct ${value(column)} from ${side}.${quoteName(table.name)}
          where ${column} is not null and ${column} <> ''`;
        return new Set(db.prepare(sql).pluck().all() as string[]);
      };
      const [old, now] = [values(earlier), values('main')];
      const both = [...old].filter((v) => now.has(v)).length;
      return { column: name, before: old.size, after: now.size, both };
    });
}

function count(db: Database, side: string, table: SourceTable): number {
  const sql = `select count(*) from ${side}.${quoteName(table.name)}`;
  return db.prepare(sql).pluck().get() as number;
}
