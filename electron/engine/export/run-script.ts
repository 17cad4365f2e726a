import { latePart } from '../diff/adopted-sql.ts';
import { newChunk, type RunRow } from '../target/journal.ts';
import { quoteLiteral } from '../target/sql.ts';
import { trustJournal } from './journal-owner.ts';
import { fillLate, quietly } from './late-stage.ts';
import { scriptProof, tableProof } from './proof.ts';
import { block, echo, include, refuse, statement, when } from './psql.ts';
import type { TableData } from './table-data.ts';
import { head, look, transaction } from './transaction.ts';
import { both } from './words.ts';

/** What is needed to write run.sql and check.sql. */
export interface Written {
  run: RunRow;
  tables: readonly TableData[];
  /** Rows of the journal's objects after schema.sql, and after objects.sql. */
  objects: [prepared: number, finished: number];
}

/**
 * All of it in order. Each part is a transaction, and is passed over where the journal says that it is done: after any
 * failure the same command goes on. https://www.postgresql.org/docs/current/app-psql.html#PSQL-METACOMMAND-IF
 */
export function runScript(written: Written): string {
  const { run, tables } = written;
  const stage = (body: string) => transaction(body, run.schema);
  return [
    `-- AutoCore Migrate, ${run.id}: psql -v ON_ERROR_STOP=1 -f run.sql\n`,
    head(),
    stage(trustJournal() + knowledge(run.id) + prepare(written)),
    '\\if :autocore_finished\n',
    echo(both('done', { run: run.id })),
    '\\else\n',
    ...tables.map((table, i) => stage(loadTable(run, table, `${i + 1}/${tables.length}`))),
    ...tables.filter(({ late }) => late).map((table) => stage(fillTable(run, table))),
    stage(knowledge(run.id) + finish(written)),
    echo(both('finished', { run: run.id })),
    '\\endif\n',
  ].join('\n');
}

/** The check alone, at any time before the application writes. */
export function checkScript({ run, tables }: Written): string {
  const known = `select r.source_sha256, r.finished_at is not null as finished into there
      from autocore_migration.run r where r.id = ${quoteLiteral(run.id)}`;
  const body = [
    trustJournal(),
    block(
      `  if to_regclass('autocore_migration.run') is not null then
    ${known};
  end if;
  if there is null then
    ${refuse(quoteLiteral(both('unknown', { run: run.id })))};
  end if;
  if there.source_sha256 <> ${quoteLiteral(run.sourceSha256)} then
    ${refuse(quoteLiteral(both('movedOn', { run: run.id })))};
  end if;
  if not there.finished then
    ${refuse(quoteLiteral(both('unfinished', { run: run.id })))};
  end if;`,
      'there record;',
    ),
    ...tables.map((table) => tableProof(run, table, 'whole')),
  ].join('');
  return [head(), look(body), echo(both('checked', { count: tables.length }))].join('\n');
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

function prepare({ run, tables, objects }: Written): string {
  const made = { file: 'schema.sql', objects: objects[0], parts: tables.length, finished: false } as const;
  return `\\if :autocore_known\n\\else\n${echo(both('preparing'))}${include('schema.sql')}${scriptProof(run, made)}\\endif\n`;
}

/** Rows, exceptions and the journal's row of a table, and the look at what arrived, before any of it counts. */
function loadTable(run: RunRow, table: TableData, place: string): string {
  const { stem, rows, paths, chunk } = table;
  const body = [
    echo(both('loading', { place, table: stem, rows: rows.rows })),
    quietly(run, table, paths.map(include).join('')),
    ...(chunk ? [statement(newChunk(run.id, chunk))] : []),
    tableProof(run, table, 'loaded'),
  ];
  return when(isOpen(run, table, 0), body.join(''));
}

function fillTable(run: RunRow, table: TableData): string {
  return when(
    isOpen(run, table, latePart),
    echo(both('filling', { table: table.stem })) + fillLate(run, table),
  );
}

/** Condition: the journal does not have this part of a table yet. */
function isOpen(run: RunRow, { table }: TableData, part: number): string {
  const own = `run = ${quoteLiteral(run.id)} and source_table = ${quoteLiteral(table.source)} and part = ${part}`;
  return `not exists (select from autocore_migration.chunk where ${own})`;
}

function finish({ run, tables, objects }: Written): string {
  const made = { file: 'objects.sql', objects: objects[1], parts: tables.length, finished: true } as const;
  return `\\if :autocore_finished\n\\else\n${echo(both('objects'))}${include('objects.sql')}${scriptProof(run, made)}\\endif\n`;
}
