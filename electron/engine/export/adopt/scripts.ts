import type { AdoptedSchema, Plan, PlanTable } from '../../../../shared/model/index.ts';
import { movesOn } from '../../diff/adopted-sql.ts';
import { shapeSql, shapesOf } from '../../target/adopt-shape.ts';
import { fenceTriggers } from '../../target/fence.ts';
import { newObject, type RunRow } from '../../target/journal.ts';
import { liveQuery } from '../../target/live.ts';
import { qualified, quoteLiteral, withLiterals } from '../../target/sql.ts';
import { block, filled, refuse, statement } from '../psql.ts';
import { both } from '../words.ts';
import { factsSetting, readFacts } from './facts.ts';

/** Tables of a plan into which rows come that the application made. */
function ownTables(plan: Plan): PlanTable[] {
  return plan.tables.filter((table) => table.adopted);
}

/**
 * Makes sure that the application's tables stand as they were planned for, without a row, and holds them: see
 * stages/adopt/prepare.ts.
 */
export function holdTables(run: RunRow, plan: Plan, adopted: AdoptedSchema): string[] {
  const { schema } = run;
  const own = ownTables(plan);
  const lock = own.map(({ target }) => {
    const name = qualified(schema, target);
    return `  if to_regclass(${quoteLiteral(name)}) is not null then
    lock table ${name} in share row exclusive mode;
  end if;`;
  });
  return [
    refuseLive(schema),
    // Nobody writes or alters them until this is through.
    block(lock.join('\n')),
    readFacts(schema),
    requireSame(schema, own, adopted),
    ...(own.every((table) => table.adopted?.owned) ? [dropFence(schema)] : []),
  ];
}

/** What was decided to change, and what undoing needs of each table. */
export function takeTables(run: RunRow, plan: Plan, adopted: AdoptedSchema): string[] {
  const own = ownTables(plan);
  return [
    ...own.flatMap((table) => noteTable(run, table, adopted)),
    // So that the way back knows what the application had before.
    ...others(plan, adopted).map((name) =>
      statement(newObject(run.id, run.schema, { kind: 'stood', name, parent: null })),
    ),
    ...own.flatMap((table) => (table.adopted?.alters ?? []).map(({ sql }) => statement(sql))),
  ];
}

/** How many rows of the journal's objects these are. */
export function notesOf(plan: Plan, adopted: AdoptedSchema): number {
  const sequences = (table: PlanTable) => foundColumns(adopted, table).filter((c) => c.sequence?.movable);
  return ownTables(plan).reduce(
    (n, table) => n + 2 + sequences(table).length + (table.adopted?.alters.length ?? 0),
    others(plan, adopted).length,
  );
}

function others(plan: Plan, adopted: AdoptedSchema): string[] {
  const own = new Set(ownTables(plan).map(({ target }) => target));
  return adopted.tables.flatMap(({ name }) => (own.has(name) ? [] : [name]));
}

/** Rules come back that were away, and the next row gets an id that nobody has: see stages/adopt/finish.ts. */
export function endTables({ id, schema }: RunRow, plan: Plan): string[] {
  return ownTables(plan).flatMap((table) => [
    ...(table.adopted?.alters ?? []).flatMap(({ atEnd }) => (atEnd ? [statement(atEnd)] : [])),
    statement(newObject(id, schema, { kind: 'ended', name: table.target, parent: null })),
    ...movesOn(schema, table).map((query) => block(`  execute ${quoteLiteral(withLiterals(query))};`)),
  ]);
}

/** How many rows of the journal's objects these are. */
export function endsOf(plan: Plan): number {
  return ownTables(plan).length;
}

/** The application may be at work there with another run: see `holdOffLive`. */
function refuseLive(schema: string): string {
  const name = quoteLiteral(schema);
  return block(
    `  perform from autocore_migration.run where target_schema = ${name} order by id for no key update;
  select l.run into live from (${withLiterals(liveQuery)}) l where ${name} = any(l.schemas) limit 1;
  if live is not null then
    ${refuse(filled(both('live', { schema, run: '<run>' }), { run: 'live' }))};
  end if;`,
    'live text;',
  );
}

function requireSame(schema: string, own: readonly PlanTable[], adopted: AdoptedSchema): string {
  const names = own.map(({ target }) => `${quoteLiteral(target)}::text`).join(', ');
  return block(
    `  select string_agg(coalesce(a.name, b.name), ', ' order by coalesce(a.name, b.name)) into named
    from (select x.t ->> 'name' as name, x.t as shape from jsonb_array_elements(${quoteLiteral(JSON.stringify(shapesOf(adopted)))}::jsonb) as x (t)) a
    full join (select x.t ->> 'name' as name, ${shapeSql('x.t')} as shape from jsonb_array_elements(facts -> 'tables') as x (t)) b
      on b.name = a.name
    where a.shape is distinct from b.shape;
  if named is not null then
    ${refuse(filled(both('adoptChanged', { schema, tables: '<tables>' }), { tables: 'named' }))};
  end if;
  select string_agg(x.t ->> 'name', ', ' order by x.t ->> 'name') into named
    from jsonb_array_elements(facts -> 'tables') as x (t)
    where x.t ->> 'name' = any(array[${names}]) and (x.t ->> 'rows')::bigint > 0;
  if named is not null then
    ${refuse(filled(both('adoptNotEmpty', { schema, tables: '<tables>' }), { tables: 'named' }))};
  end if;`,
    `named text; facts jsonb := current_setting('${factsSetting}')::jsonb;`,
  );
}

/** What an earlier run left up after its way back would keep the rows out. */
function dropFence(schema: string): string {
  const names = fenceTriggers.map(quoteLiteral).join(', ');
  return block(
    `  for fenced in select t.tgrelid::regclass::text as name, t.tgname as trigger from pg_trigger t
      join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${quoteLiteral(schema)} and t.tgname in (${names})
  loop
    execute format('drop trigger %I on %s', fenced.trigger, fenced.name);
  end loop;`,
    'fenced record;',
  );
}

function noteTable({ id, schema }: RunRow, table: PlanTable, adopted: AdoptedSchema): string[] {
  const note = (kind: string, parent: string) =>
    statement(newObject(id, schema, { kind, name: table.target, parent }));
  const writable = foundColumns(adopted, table).filter((c) => c.generated === null);
  return [
    note('adopted', JSON.stringify(writable.map((c) => c.name))),
    note('taken', table.source),
    // Where they stand is known there alone.
    statement(`insert into autocore_migration.object (run, kind, name, parent)
select ${quoteLiteral(id)}, 'sequence', c.col #>> '{sequence,name}',
    jsonb_build_object('last', c.col #> '{sequence,last}', 'called', c.col #> '{sequence,called}', 'highest', '0')::text
  from jsonb_array_elements(current_setting('${factsSetting}')::jsonb -> 'tables') as x (t)
  cross join jsonb_array_elements(x.t -> 'columns') with ordinality as c (col, at)
  where x.t ->> 'name' = ${quoteLiteral(table.target)} and c.col #>> '{sequence,movable}' = 'true' order by c.at`),
    ...(table.adopted?.alters ?? []).map(({ undo }) => note('altered', undo)),
  ];
}

function foundColumns(adopted: AdoptedSchema, table: PlanTable) {
  return adopted.tables.find(({ name }) => name === table.target)?.columns ?? [];
}
