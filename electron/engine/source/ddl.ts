import { Cursor } from './cursor.ts';

/**
 * What only the text of a CREATE TABLE tells. The text comes from sqlite_schema, so SQLite has accepted it: this reads
 * clauses by SQLite's grammar (https://www.sqlite.org/lang_createtable.html) and steps over expressions. A parser of
 * complete statements is of no use here: legal files hold more than the documented grammar (constraints without commas
 * or with two names, names in single quotes, types in quotes, keywords as names), and structure comes from pragmas.
 */
export interface TableDdl {
  columns: ColumnDdl[];
  checks: { name: string | null; expression: string }[];
  uniques: { name: string | null; columns: string[] }[];
  /** In the order of the text. */
  foreignKeys: ForeignKeyDdl[];
  autoincrement: boolean;
}

export interface ColumnDdl {
  name: string;
  collation: string | null;
  generated: string | null;
}

export interface ForeignKeyDdl {
  name: string | null;
  columns: string[];
  references: string;
  deferred: boolean;
}

const columnClauses = new Set([
  'CONSTRAINT',
  'DEFAULT',
  'NULL',
  'NOT',
  'PRIMARY',
  'UNIQUE',
  'CHECK',
  'REFERENCES',
  'DEFERRABLE',
  'COLLATE',
  'AS',
]);
const tableClauses = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);

/** Reads a CREATE TABLE statement. Throws UnreadableSql. */
export function readCreateTable(sql: string): TableDdl {
  const statement = new Cursor(sql);
  while (!statement.accept('TABLE')) statement.next();
  statement.accept('IF', 'NOT', 'EXISTS');
  statement.name();
  if (statement.accept('.')) statement.name();
  const ddl: TableDdl = { columns: [], checks: [], uniques: [], foreignKeys: [], autoincrement: false };
  for (const part of statement.group().parts()) {
    const first = part.peek();
    if (first?.kind === 'word' && tableClauses.has(first.value)) tableConstraints(part, ddl);
    else column(part, ddl);
  }
  return ddl;
}

function column(part: Cursor, ddl: TableDdl): void {
  const found: ColumnDdl = { name: part.name(), collation: null, generated: null };
  ddl.columns.push(found);
  // The type: any words, and numbers in parentheses. `generated` is a word like others unless `always as` follows.
  while (!part.done && !startsClause(part)) {
    if (part.sees('(')) part.group();
    else part.name();
  }
  let name: string | null = null;
  while (!part.done) {
    if (part.accept('CONSTRAINT')) {
      name = part.name();
      continue;
    }
    columnConstraint(part, found, name, ddl);
    name = null;
  }
}

function startsClause(part: Cursor): boolean {
  const token = part.peek();
  return part.sees('GENERATED', 'ALWAYS') || (token?.kind === 'word' && columnClauses.has(token.value));
}

function columnConstraint(part: Cursor, found: ColumnDdl, name: string | null, ddl: TableDdl): void {
  if (part.accept('DEFAULT')) skipDefault(part);
  else if (part.accept('NULL') || part.accept('NOT', 'NULL')) skipConflict(part);
  else if (part.accept('PRIMARY', 'KEY')) {
    if (!part.accept('ASC')) part.accept('DESC');
    skipConflict(part);
    if (part.accept('AUTOINCREMENT')) ddl.autoincrement = true;
  } else if (part.accept('UNIQUE')) {
    ddl.uniques.push({ name, columns: [found.name] });
    skipConflict(part);
  } else if (part.accept('CHECK')) check(part, name, ddl);
  else if (part.accept('REFERENCES')) ddl.foreignKeys.push(references(part, name, [found.name]));
  else if (part.accept('COLLATE')) found.collation = part.name();
  else if (part.accept('GENERATED', 'ALWAYS', 'AS') || part.accept('AS')) {
    found.generated = part.group().text();
    if (!part.accept('STORED')) part.accept('VIRTUAL');
  } else deferral(part, ddl);
}

/** One table constraint or several: the comma between them may be missing. */
function tableConstraints(part: Cursor, ddl: TableDdl): void {
  let name: string | null = null;
  while (!part.done) {
    if (part.accept('CONSTRAINT')) {
      name = part.name();
      continue;
    }
    tableConstraint(part, name, ddl);
    name = null;
  }
}

function tableConstraint(part: Cursor, name: string | null, ddl: TableDdl): void {
  if (part.accept('PRIMARY', 'KEY')) {
    const [last] = part.group().last(1);
    if (last?.value === 'AUTOINCREMENT') ddl.autoincrement = true;
    skipConflict(part);
  } else if (part.accept('UNIQUE')) {
    ddl.uniques.push({ name, columns: names(part) });
    skipConflict(part);
  } else if (part.accept('CHECK')) check(part, name, ddl);
  else if (part.accept('FOREIGN', 'KEY')) {
    const columns = names(part);
    part.expect('REFERENCES');
    ddl.foreignKeys.push(references(part, name, columns));
  } else deferral(part, ddl);
}

function check(part: Cursor, name: string | null, ddl: TableDdl): void {
  ddl.checks.push({ name, expression: part.group().text() });
  skipConflict(part);
}

/** After REFERENCES: table, columns, actions. The actions themselves come from a pragma. */
function references(part: Cursor, name: string | null, columns: string[]): ForeignKeyDdl {
  const parent = part.name();
  if (part.sees('(')) part.group();
  for (;;) {
    if (part.accept('MATCH')) part.name();
    else if (part.accept('ON')) {
      part.next();
      if (part.accept('SET') || part.accept('NO')) part.next();
      else part.next();
    } else return { name, columns, references: parent, deferred: false };
  }
}

/** https://www.sqlite.org/foreignkeys.html#fk_deferred: only DEFERRABLE INITIALLY DEFERRED waits for the commit. */
function deferral(part: Cursor, ddl: TableDdl): void {
  const never = part.accept('NOT');
  part.expect('DEFERRABLE');
  const initially = part.accept('INITIALLY') ? part.next().value : 'IMMEDIATE';
  const key = ddl.foreignKeys.at(-1);
  if (key) key.deferred = !never && initially === 'DEFERRED';
}

function skipDefault(part: Cursor): void {
  if (part.sees('(')) {
    part.group();
    return;
  }
  if (!part.accept('-')) part.accept('+');
  part.next();
}

function skipConflict(part: Cursor): void {
  if (part.accept('ON', 'CONFLICT')) part.next();
}

/** Column names of a list; collation and order behind a name do not matter. */
function names(part: Cursor): string[] {
  return part
    .group()
    .parts()
    .map((each) => each.name());
}
