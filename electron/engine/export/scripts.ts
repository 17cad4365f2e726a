import type { AdoptedSchema, Plan } from '../../../shared/model/index.ts';
import { partRow } from '../load/parts.ts';
import {
  functionStatements,
  keyStatements,
  objectOf,
  otherStatements,
  type Statement,
  tableStatements,
} from '../plan/ddl.ts';
import { caseless, needsCaseless } from '../plan/nocase.ts';
import { buildSettings } from '../plan/schedule.ts';
import { finishRun, journalTables, newObject, newParts, newRun, type RunRow } from '../target/journal.ts';
import { journalLock } from '../target/journal-guard.ts';
import { schemaObjectsQuery } from '../target/schema-objects.ts';
import { qualified, quoteIdent, quoteLiteral, withLiterals } from '../target/sql.ts';
import { partitionedTables, upkeepFunctions } from '../target/upkeep.ts';
import { endsOf, endTables, holdTables, notesOf, takeTables } from './adopt/scripts.ts';
import { attempt } from './attempt.ts';
import { trustJournal } from './journal-owner.ts';
import { block, filled, refuse, statement } from './psql.ts';
import type { TableData } from './table-data.ts';
import { both } from './words.ts';

/** Rows of the journal's objects when schema.sql is through, and when objects.sql is. The journal is one itself. */
export function objectsOf(plan: Plan, schema: string, adopted: AdoptedSchema | null): [number, number] {
  const first = 1 + firstStatements(plan, schema).length + (adopted ? notesOf(plan, adopted) : 0);
  return [first, first + lastStatements(plan, schema).length + endsOf(plan)];
}

/** What is made before the rows come: all of it, or nothing. */
function firstStatements(plan: Plan, schema: string): Statement[] {
  return [...tableStatements(plan, schema), ...functionStatements(plan, schema)];
}

/** What is made when the rows are in: what the server refuses for what the rows hold is reported. */
function lastStatements(plan: Plan, schema: string): Statement[] {
  return [...keyStatements(plan, schema), ...otherStatements(plan, schema)];
}

/** Journal, schema, tables and functions: the first transaction, as the load's own (stages/prepare.ts). */
export function schemaScript(
  run: RunRow,
  plan: Plan,
  tables: readonly TableData[],
  adopted: AdoptedSchema | null,
): string {
  const { id, schema } = run;
  const parts = tables.map(({ table, chunk }) =>
    partRow({ table, part: 0, after: null, upTo: null, rows: chunk?.read ?? 0 }),
  );
  return [
    block(`  perform pg_advisory_xact_lock(${journalLock});`),
    // Somebody may have made it since run.sql looked: from here on nobody can.
    trustJournal(),
    ...(adopted ? [] : [refuseContent(schema)]),
    statement(journalTables),
    statement(upkeepFunctions),
    ...newRun(run).map(statement),
    ...(adopted ? holdTables(run, plan, adopted) : [makeSchema(run)]),
    ...(needsCaseless(plan) ? [makeExtension(run, caseless)] : []),
    ...firstStatements(plan, schema).map(
      (each) => statement(each.sql) + statement(newObject(id, schema, objectOf(each))),
    ),
    ...(adopted ? takeTables(run, plan, adopted) : []),
    statement(newParts(id, parts)),
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

/** An extension in the schema, as target/extension.ts has it. */
function makeExtension({ id, schema }: RunRow, name: string): string {
  const own = quoteLiteral(name);
  const elsewhere = filled(both('extensionElsewhere', { name, schema, place: '<place>' }), {
    place: 'there',
  });
  const object = newObject(id, schema, { kind: 'extension', name, parent: null });
  return block(
    `  select n.nspname::text into there from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace where e.extname = ${own};
  if there <> ${quoteLiteral(schema)} then
    ${refuse(elsewhere)};
  end if;
  if there is null then
    if not exists (select from pg_available_extensions where name = ${own}) then
      ${refuse(quoteLiteral(both('noExtension', { name })))};
    end if;
    create extension ${quoteIdent(name)} with schema ${quoteIdent(schema)};
    ${withLiterals(object)};
  end if;`,
    'there text;',
  );
}

/** Keys, indexes, constraints, extras, upkeep and statistics, and the end of the run in the journal. */
export function objectsScript(run: RunRow, plan: Plan): string {
  const { id, schema } = run;
  return [
    statement(`set local maintenance_work_mem = '${buildSettings(1, null).memory}'`),
    ...lastStatements(plan, schema).map((each) => attempt(run, each)),
    ...endTables(run, plan),
    ...partitionedTables(id, schema, plan).map(statement),
    block('  perform autocore_migration.maintain_partitions();'),
    ...plan.tables
      .filter((table) => table.adopted?.owned ?? true)
      .map(({ target }) => statement(`analyze ${qualified(schema, target)}`)),
    statement(finishRun(id)),
  ].join('\n');
}
