import { lockId } from '../target/connect.ts';
import type { RunRow } from '../target/journal.ts';
import { ownerQuery } from '../target/journal-guard.ts';
import { quoteLiteral } from '../target/sql.ts';
import { block, echo, filled, head, include, refuse, transaction } from './psql.ts';
import type { TableData } from './table-data.ts';
import { both } from './words.ts';

/**
 * All of it in order. Each part is a transaction, and is passed over where the journal says that it is done: after any
 * failure the same command goes on. https://www.postgresql.org/docs/current/app-psql.html#PSQL-METACOMMAND-IF
 */
export function runScript(run: RunRow, tables: readonly TableData[]): string {
  return [
    `-- AutoCore Migrate, ${run.id}: psql -v ON_ERROR_STOP=1 -f run.sql\n`,
    head(),
    holdSchema(run.schema),
    trustJournal(),
    knowledge(run.id),
    '\\if :autocore_finished\n',
    echo(both('done', { run: run.id })),
    '\\else\n',
    '\\if :autocore_known\n\\else\n',
    echo(both('preparing')),
    transaction(include('schema.sql')),
    '\\endif\n',
    ...tables.map((table, i) => loadTable(run.id, table, `${i + 1}/${tables.length}`)),
    echo(both('objects')),
    transaction(include('objects.sql')),
    echo(both('finished', { run: run.id })),
    '\\endif\n',
  ].join('\n');
}

/** The check alone, at any time before the application writes. */
export function checkScript(run: RunRow, tables: readonly TableData[]): string {
  const known = `select r.source_sha256 into there from autocore_migration.run r where r.id = ${quoteLiteral(run.id)}`;
  const checks = tables.map(({ stem }) => include(`check/${stem}.sql`));
  const body = [
    block(
      `  if to_regclass('autocore_migration.run') is not null then
    ${known};
  end if;
  if there is null then
    ${refuse(quoteLiteral(both('unknown', { run: run.id })))};
  end if;
  if there <> ${quoteLiteral(run.sourceSha256)} then
    ${refuse(quoteLiteral(both('movedOn', { run: run.id })))};
  end if;`,
      'there text;',
    ),
    ...checks,
  ].join('');
  return [
    head(),
    trustJournal(),
    transaction(body, 'begin isolation level repeatable read read only'),
    echo(both('checked', { count: tables.length })),
  ].join('\n');
}

/** Two at once would be in each other's way; the end of the session gives the lock back. */
function holdSchema(schema: string): string {
  return block(`  if not pg_try_advisory_lock(${lockId(`schema:${schema}`)}) then
    ${refuse(quoteLiteral(both('busy', { schema })))};
  end if;`);
}

/** What stands in the journal is run (journal-guard.ts): it must be nobody else's. */
function trustJournal(): string {
  return block(
    `  select q.owner into stranger from (${ownerQuery}) q where not q.trusted;
  if stranger is not null then
    ${refuse(filled(both('foreignJournal', { owner: '<owner>' }), { owner: 'stranger' }))};
  end if;`,
    'stranger text;',
  );
}

/** Variables of psql that say how far the run is here. The journal may not be there yet: then nothing may ask it. */
function knowledge(run: string): string {
  const own = (more: string) =>
    `exists (select from autocore_migration.run where id = ${quoteLiteral(run)}${more})`;
  return `select to_regclass('autocore_migration.run') is not null as autocore_known \\gset
\\set autocore_finished off
\\if :autocore_known
select ${own('')} as autocore_known, ${own(' and finished_at is not null')} as autocore_finished \\gset
\\endif
`;
}

function loadTable(run: string, { table, stem, rows }: TableData, place: string): string {
  return `select not exists (
  select from autocore_migration.chunk where run = ${quoteLiteral(run)} and source_table = ${quoteLiteral(table.source)}
) as autocore_todo \\gset
\\if :autocore_todo
${echo(both('loading', { place, table: stem, rows: rows.rows }))}${transaction(include(`tables/${stem}.sql`))}\\endif
`;
}
