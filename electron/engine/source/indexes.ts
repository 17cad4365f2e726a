import type { SourceIndex } from '../../../shared/model/index.ts';
import { UnreadableSql } from './cursor.ts';
import { type IndexDdl, readCreateIndex } from './ddl-index.ts';
import type { IndexListRow, IndexXinfoRow, SchemaRow } from './pragmas.ts';

/** One CREATE INDEX: columns, order and collations from the pragma, expressions and WHERE from its text. */
export function indexOf(row: SchemaRow, info: IndexListRow, terms: IndexXinfoRow[]): SourceIndex {
  const sql = row.sql ?? '';
  const { ddl, unparsed } = read(sql, terms.length, info.partial === 1);
  return {
    name: row.name,
    sql,
    unique: info.unique === 1,
    terms: terms.map((term, i) => ({
      column: term.cid >= 0 ? term.name : null,
      expression: term.cid >= 0 ? null : (ddl?.terms[i] ?? ''),
      desc: term.desc === 1,
      collation: term.coll.toUpperCase(),
    })),
    where: info.partial === 1 ? (ddl?.where ?? '') : null,
    unparsed,
  };
}

function read(
  sql: string,
  terms: number,
  partial: boolean,
): { ddl: IndexDdl | null; unparsed: string | null } {
  try {
    const ddl = readCreateIndex(sql);
    if (ddl.terms.length === terms && (ddl.where !== null) === partial) return { ddl, unparsed: null };
    return { ddl: null, unparsed: 'the text of the index does not match its structure' };
  } catch (error) {
    if (error instanceof UnreadableSql) return { ddl: null, unparsed: error.message };
    throw error;
  }
}
