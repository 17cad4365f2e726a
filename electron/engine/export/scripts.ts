import type { Plan } from '../../../shared/model/index.ts';
import { lineSql } from '../diff/segment-sql.ts';
import { loadedColumns } from '../load/chunk.ts';
import { partRow } from '../load/parts.ts';
import {
  functionStatements,
  keyStatements,
  objectOf,
  otherStatements,
  type Statement,
  tableStatements,
} from '../plan/ddl.ts';
import { sortMemory } from '../plan/schedule.ts';
import {
  finishRun,
  journalTables,
  newChunk,
  newObject,
  newParts,
  newRun,
  type RunRow,
} from '../target/journal.ts';
import { journalLock } from '../target/journal-guard.ts';
import { schemaObjectsQuery } from '../target/schema-objects.ts';
import { qualified, quoteIdent, quoteLiteral, withLiterals } from '../target/sql.ts';
import { partitionedTables, upkeepFunctions } from '../target/upkeep.ts';
import { lineSumSql } from './line-sum.ts';
import { block, filled, include, refuse, statement } from './psql.ts';
import type { TableData } from './table-data.ts';
import { both } from './words.ts';

/** Journal, schema, tables and functions: the first transaction, as the load's own (stages/prepare.ts). */
export function schemaScript(run: RunRow, plan: Plan, tables: readonly TableData[]): string {
  const { schema } = run;
  const parts = tables.map(({ table, chunk }) =>
    partRow({ table, part: 0, after: null, upTo: null, rows: chunk?.read ?? 0 }),
  );
  return [
    block(`  perform pg_advisory_xact_lock(${journalLock});`),
    refuseContent(schema),
    statement(journalTables),
    statement(upkeepFunctions),
    ...newRun(run).map(statement),
    makeSchema(run),
    ...made(run, [...tableStatements(plan, schema), ...functionStatements(plan, schema)]),
    statement(newParts(run.id, parts)),
  ].join('\n');
}

/** What is there is somebody's: it is neither filled nor moved. */
function refuseContent(schema: string): string {
  const found = `select o.name from (${withLiterals(schemaObjectsQuery(schema))}) o where not o.part order by 1 limit 5`;
  return block(
    `  select string_agg(f.name, ', ') into there from (${found}) f;
  if there is not null then
    ${refuse(filled(both('notEmpty', { schema, names: '<names>' }), { names: 'there' }))};
  end if;`,
    'there text;',
  );
}

function makeSchema({ id, schema }: RunRow): string {
  const object = newObject(id, schema, { kind: 'schema', name: schema, parent: null });
  return block(`  if to_regnamespace(${quoteLiteral(quoteIdent(schema))}) is null then
    create schema ${quoteIdent(schema)};
    ${withLiterals(object)};
  end if;`);
}

/** Statements, each with its row of the journal. */
function made({ id, schema }: RunRow, statements: Statement[]): string[] {
  return statements.map((each) => statement(each.sql) + statement(newObject(id, schema, objectOf(each))));
}

/** One table: rows, exceptions and the journal's row, and the look at what arrived, before any of it counts. */
export function tableScript(run: RunRow, { chunk, paths, stem }: TableData): string {
  return [
    ...paths.map((path) => include(`../${path}`)),
    ...(chunk ? [statement(newChunk(run.id, chunk))] : []),
    include(`../check/${stem}.sql`),
  ].join('');
}

/** Keys, indexes, constraints, extras, upkeep and statistics, and the end of the run in the journal. */
export function objectsScript(run: RunRow, plan: Plan): string {
  const { id, schema } = run;
  return [
    statement(`set local maintenance_work_mem = '${sortMemory}'`),
    ...made(run, [...keyStatements(plan, schema), ...otherStatements(plan, schema)]),
    ...partitionedTables(id, schema, plan).map(statement),
    block('  perform autocore_migration.maintain_partitions();'),
    ...plan.tables.map(({ target }) => statement(`analyze ${qualified(schema, target)}`)),
    statement(finishRun(id)),
  ].join('\n');
}

/** Refuses a table, by its name, that does not hold what was written here: its rows and what the ledger has of it. */
export function tableCheck({ id, schema }: RunRow, { table, rows, exceptions, stem }: TableData): string {
  const own = `autocore_migration.exception e where e.run = ${quoteLiteral(id)} and e.source_table = ${quoteLiteral(table.source)}`;
  const checks = [
    {
      sql: lineSumSql(lineSql(loadedColumns(table)), `${qualified(schema, table.target)} t`),
      expected: rows,
      text: 'rowsDiffer',
    },
    { sql: lineSumSql('e.record', own), expected: exceptions, text: 'exceptionsDiffer' },
  ];
  const body = checks.map(({ sql, expected, text }) => {
    const words = both(text, {
      table: table.target,
      expected: expected.rows,
      found: '<found>',
      file: `data/${stem}*`,
    });
    return `  select c.rows, c.digest into strict there from (${sql}) c;
  if there.rows <> ${expected.rows} or there.digest <> '${expected.digest}' then
    ${refuse(filled(words, { found: 'there.rows' }))};
  end if;`;
  });
  return block(body.join('\n'), 'there record;');
}
