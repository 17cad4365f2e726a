import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { expect } from 'vitest';
import { withPg } from './postgres.ts';

/**
 * Compares a SQLite file with a schema in PostgreSQL without any of the engine's own code: plain SQL on both sides,
 * number of rows, number of different ids, and a digest over all values. For samples without hazards.
 */
export async function expectSameRows(file: string, url: string, schema = 'public'): Promise<void> {
  const db = new Database(file, { readonly: true });
  try {
    const names = db
      .prepare(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`,
      )
      .pluck()
      .all() as string[];
    await withPg(url, async (client) => {
      for (const name of names) {
        const [source, target] = [ofSqlite(db, name), await ofPostgres(client, schema, name)];
        expect(target, `table ${name}`).toEqual(source);
      }
    });
  } finally {
    db.close();
  }
}

interface Content {
  rows: number;
  ids: number | null;
  digest: string;
}

function ofSqlite(db: Database.Database, table: string): Content {
  const rows = db.prepare(`select * from "${table}"`).raw().all() as unknown[][];
  const columns = db.prepare(`select * from "${table}"`).columns();
  const hasId = columns.some((c) => c.name === 'id');
  const ids = hasId ? db.prepare(`select count(distinct id) from "${table}"`).pluck().get() : null;
  return { rows: rows.length, ids: ids as number | null, digest: digest(rows) };
}

async function ofPostgres(client: pg.Client, schema: string, table: string): Promise<Content> {
  const place = `"${schema}"."${table}"`;
  const types = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig;
  const { rows, fields } = await client.query<unknown[]>({
    text: `select * from ${place}`,
    rowMode: 'array',
    types,
  });
  const booleans = new Set(fields.flatMap((f, i) => (f.dataTypeID === 16 ? [i] : [])));
  const plain = rows.map((row) =>
    row.map((value, i) => (booleans.has(i) && value !== null ? (value === 't' ? 1 : 0) : value)),
  );
  const hasId = fields.some((f) => f.name === 'id');
  const counted = hasId ? await client.query(`select count(distinct id)::int as n from ${place}`) : null;
  return { rows: rows.length, ids: counted?.rows[0].n ?? null, digest: digest(plain) };
}

/** Over the rows in the order of their own text, so that the order of the tables does not matter. */
function digest(rows: unknown[][]): string {
  const lines = rows.map((row) => JSON.stringify(row.map(plainText))).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** Both sides' spelling of a value: numbers without superfluous digits, times without superfluous zeros. */
function plainText(value: unknown): string | null {
  if (value === null) return null;
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/.test(text)) return text.replace(/\.?0+$/, '');
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
    ? String(Number(text))
    : text;
}
