import { linesSql } from '../diff/segment-sql.ts';
import { loadedColumns } from '../load/chunk.ts';
import type { RunRow } from '../target/journal.ts';
import { qualified, quoteIdent, quoteLiteral } from '../target/sql.ts';
import { lineSumSql } from './line-sum.ts';
import { block, filled, refuse } from './psql.ts';
import type { TableData } from './table-data.ts';
import { both } from './words.ts';

/**
 * What must be true before a stage counts. These blocks stand in run.sql itself: a file that was lost, emptied, cut or
 * taken for another on the way does not bring its own proof along.
 */

/**
 * Refuses a table, by its name, that does not hold what was written here: its rows and what the ledger has of it.
 * @param as `whole`: with the columns that are filled when all tables are in
 */
export function tableProof({ id, schema }: RunRow, data: TableData, as: 'loaded' | 'whole'): string {
  const { table, exceptions, stem } = data;
  const rows = as === 'whole' && data.late ? data.late.rows : data.rows;
  const own = `autocore_migration.exception e where e.run = ${quoteLiteral(id)} and e.source_table = ${quoteLiteral(table.source)}`;
  const isThere = !table.adopted || table.adopted.use === 'load';
  const lines = linesSql(loadedColumns(table), `from ${qualified(schema, table.target)} t`);
  const checks = [
    ...(isThere ? [{ sql: lineSumSql('l.line', `(${lines}) l`), expected: rows, text: 'rowsDiffer' }] : []),
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

/** What a script of its own has made when it is through. */
export interface Made {
  file: 'schema.sql' | 'objects.sql';
  /** Rows of the journal's objects, all scripts so far together. */
  objects: number;
  /** Parts of tables in the journal. */
  parts: number;
  finished: boolean;
}

/** Refuses a script, by its name, that did not do all that was written here. */
export function scriptProof(run: RunRow, { file, objects, parts, finished }: Made): string {
  const own = [
    `r.id = ${quoteLiteral(run.id)}`,
    `r.source_sha256 = ${quoteLiteral(run.sourceSha256)}`,
    `r.plan_sha256 = ${quoteLiteral(run.planSha256)}`,
    `r.finished_at is ${finished ? 'not ' : ''}null`,
  ];
  return block(
    `  if to_regclass('autocore_migration.run') is not null then
    select (select count(*) from autocore_migration.object o where o.run = r.id and ${isThere(run.schema)})
        || ' ' || (select count(*) from autocore_migration.part p where p.run = r.id) into there
      from autocore_migration.run r where ${own.join(' and ')};
  end if;
  if there is distinct from '${objects} ${parts}' then
    ${refuse(quoteLiteral(both('scriptDiffers', { file })))};
  end if;`,
    'there text;',
  );
}

/** Condition on an object of the journal: the schema has it. Whether the schema itself, or an extension, was there nobody knew before. */
function isThere(schema: string): string {
  const space = `to_regnamespace(${quoteLiteral(quoteIdent(schema))})`;
  const places = [
    ['pg_class', 'relnamespace', 'relname'],
    ['pg_constraint', 'connamespace', 'conname'],
    ['pg_proc', 'pronamespace', 'proname'],
    ['pg_statistic_ext', 'stxnamespace', 'stxname'],
  ].map(
    ([of, place, name]) => `select from ${of} x where x.${place} = ${space} and x.${name} = o.name::name`,
  );
  // The others are notes, not things of the schema.
  const things =
    "'table', 'primary key', 'unique', 'check', 'foreign key', 'index', 'view', 'function', 'statistics'";
  return `o.kind not in ('schema', 'extension') and (o.kind not in (${things}) or exists (${places.join('\n union all ')}))`;
}
