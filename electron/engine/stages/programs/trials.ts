import type { PlanColumn, PlanTable, PlanTrigger, SourceTable } from '../../../../shared/model/index.ts';
import { conversionOf } from '../../convert/column.ts';
import { Trouble } from '../../convert/types.ts';
import type { SqlValue } from '../../convert/values.ts';
import { mustHold } from '../../load/fields.ts';
import { fold, quoteName } from '../../source/sql.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

/** One statement for both databases; the values of SQLite, and the texts of the same for PostgreSQL. */
export interface Trial {
  source: { sql: string; values: Exclude<SqlValue, null>[] };
  target: { sql: string; values: string[] };
}

/** A row of the table, by the source's names of its columns. */
export type Row = ReadonlyMap<string, SqlValue>;

const candidates: readonly SqlValue[] = [null, '', -1n, 0n, 1n, 1_000_000n, 'x', 0.5];

/**
 * Statements that fire a trigger: each column that it asks for is set to values of other rows and to such as a rule may
 * refuse, in several rows at once and in one, in rows that are there or in copies of them.
 */
export function trialsOf(
  trigger: PlanTrigger,
  table: PlanTable,
  source: SourceTable,
  schema: string,
  rows: readonly Row[],
): Trial[] {
  const columns = table.columns.filter((c) => c.generated === null && !c.absent);
  const asked = columns.filter((c) => trigger.asks.some((name) => fold(name) === fold(c.source)));
  const key = keyOf(table, columns);
  const make = { table, schema, columns, key };
  // SQLite runs a trigger after each row of a statement: only several rows show whether that matters.
  const several = rows.slice(0, 3);
  const groups = [...(several.length > 1 ? [several] : []), ...rows.slice(0, 4).map((row) => [row])];
  if (trigger.event === 'delete') return groups.flatMap((group) => deleted(make, group));
  const changes = changesOf(trigger, asked, columns, key, rows);
  if (trigger.event === 'update')
    return groups.slice(0, 3).flatMap((group) => changes.flatMap((change) => updated(make, group, change)));
  return groups.slice(0, 2).flatMap((group) =>
    [new Map<string, SqlValue>(), ...changes].flatMap((change) => {
      const fresh = group.map((row, i) => freshRow(row, source, rows, i));
      return inserted(
        make,
        fresh.map((row) => new Map([...row, ...change])),
      );
    }),
  );
}

interface Make {
  table: PlanTable;
  schema: string;
  columns: readonly PlanColumn[];
  key: readonly PlanColumn[];
}

function keyOf(table: PlanTable, columns: readonly PlanColumn[]): PlanColumn[] {
  return (table.compareKey ?? []).flatMap((name) => columns.filter((c) => c.source === name));
}

/** One column at a time; without any that is asked for, one that is set to what it is. */
function changesOf(
  trigger: PlanTrigger,
  asked: readonly PlanColumn[],
  columns: readonly PlanColumn[],
  key: readonly PlanColumn[],
  rows: readonly Row[],
): Row[] {
  const free = (c: PlanColumn) => !key.includes(c);
  const some = asked.filter(free);
  const wanted = some.length > 0 ? some : columns.filter(free).slice(0, 1);
  const others = wanted.flatMap((column) => {
    const seen = new Map(rows.map((row) => [String(row.get(column.source)), row.get(column.source) ?? null]));
    const values = [...[...seen.values()].slice(0, 3), ...candidates];
    return values.map((value) => new Map([[column.source, value]]));
  });
  // What changes nothing fires the trigger as well; of UPDATE OF, only the columns named.
  const own = trigger.columns.length === 0 ? columns.filter(free).slice(0, 1) : [];
  const same = own.map(({ source }) => new Map<string, SqlValue>([[source, rows[0]?.get(source) ?? null]]));
  // All columns take their first value, then all their second: the limit is one for all.
  const turns = others.map((change, i) => ({ change, turn: i % (others.length / wanted.length || 1) }));
  return [...same, ...turns.toSorted((a, b) => a.turn - b.turn).map(({ change }) => change)];
}

/** A copy of a row that no unique rule refuses, the n-th of several. */
function freshRow(row: Row, source: SourceTable, rows: readonly Row[], n: number): Map<string, SqlValue> {
  const fresh = new Map(row);
  const unique = new Set(
    [source.primaryKey, ...source.uniques.map((u) => u.columns)].flatMap((columns) => columns.slice(-1)),
  );
  for (const { unique: only, terms } of source.indexes) {
    const last = terms.at(-1)?.column;
    if (only && last) unique.add(last);
  }
  for (const name of unique) {
    const values = rows.map((each) => each.get(name)).filter((v) => typeof v === 'bigint');
    const own = row.get(name);
    if (typeof own === 'bigint')
      fresh.set(name, values.reduce((a, b) => (a > b ? a : b), own) + BigInt(n + 1));
    else if (typeof own === 'string') fresh.set(name, `${own}~${n}`);
  }
  return fresh;
}

function deleted({ table, schema, key }: Make, rows: readonly Row[]): Trial[] {
  const where = whereOf(key, rows, 0);
  if (!where) return [];
  return [
    {
      source: { sql: `delete from ${quoteName(table.source)} where ${where.source}`, values: where.values },
      target: {
        sql: `delete from ${qualified(schema, table.target)} where ${where.target}`,
        values: where.texts,
      },
    },
  ];
}

function updated({ table, schema, columns, key }: Make, rows: readonly Row[], change: Row): Trial[] {
  const [entry] = [...change];
  const column = columns.find((c) => c.source === entry?.[0]);
  if (!entry || !column) return [];
  const [, value] = entry;
  const crossed = cross(column, value);
  const where = whereOf(key, rows, crossed === null ? 0 : 1);
  if (!where || crossed === undefined) return [];
  const mark = value === null ? 'null' : '?';
  const set = crossed === null ? 'null' : `$1::text::${column.type}`;
  return [
    {
      source: {
        sql: `update ${quoteName(table.source)} set ${quoteName(column.source)} = ${mark} where ${where.source}`,
        values: [...(value === null ? [] : [value]), ...where.values],
      },
      target: {
        sql: `update ${qualified(schema, table.target)} set ${quoteIdent(column.target)} = ${set} where ${where.target}`,
        values: [...(crossed === null ? [] : [crossed]), ...where.texts],
      },
    },
  ];
}

function inserted({ table, schema, columns }: Make, rows: readonly Row[]): Trial[] {
  // What is NULL in the first row is left out of all, so that defaults are tried as well.
  const given = columns.filter((column) => (rows[0]?.get(column.source) ?? null) !== null);
  const values = rows.map((row) => given.map(({ source }) => row.get(source) ?? null));
  const texts = values.map((row) => row.map((value, i) => cross(given[i] as PlanColumn, value)));
  if (given.length === 0 || texts.flat().some((text) => typeof text !== 'string')) return [];
  const list = (names: readonly string[]) => names.join(', ');
  const marks = list(given.map(() => '?'));
  const numbered = (row: number) =>
    list(given.map(({ type }, i) => `$${row * given.length + i + 1}::text::${type}`));
  return [
    {
      source: {
        sql: `insert into ${quoteName(table.source)} (${list(given.map((c) => quoteName(c.source)))}) values ${list(rows.map(() => `(${marks})`))}`,
        values: values.flat() as Exclude<SqlValue, null>[],
      },
      target: {
        sql: `insert into ${qualified(schema, table.target)} (${list(given.map((c) => quoteIdent(c.target)))}) values ${list(rows.map((_, row) => `(${numbered(row)})`))}`,
        values: texts.flat() as string[],
      },
    },
  ];
}

/** The rows by their key; null where one has none. */
function whereOf(
  key: readonly PlanColumn[],
  rows: readonly Row[],
  before: number,
): { source: string; values: Exclude<SqlValue, null>[]; target: string; texts: string[] } | null {
  const values = rows.map((row) => key.map((column) => row.get(column.source) ?? null));
  const texts = values.map((row) => row.map((value, i) => cross(key[i] as PlanColumn, value)));
  if (key.length === 0 || texts.flat().some((text) => typeof text !== 'string')) return null;
  const any = (one: (row: number) => string) => rows.map((_, row) => `(${one(row)})`).join(' or ');
  return {
    source: any(() => key.map(({ source }) => `${quoteName(source)} = ?`).join(' and ')),
    values: values.flat() as Exclude<SqlValue, null>[],
    target: any((row) =>
      key
        .map(
          ({ target, type }, i) =>
            `${quoteIdent(target)} = $${before + row * key.length + i + 1}::text::${type}`,
        )
        .join(' and '),
    ),
    texts: texts.flat() as string[],
  };
}

/** A value as the text that the target takes; undefined where it does not cross as it is. */
function cross(column: PlanColumn, value: SqlValue): string | null | undefined {
  if (value === null) return mustHold(column) ? undefined : null;
  const text = conversionOf(column).encode(value);
  return text instanceof Trouble ? undefined : text;
}
