import { bookkeepingTables } from '../../source/bookkeeping.ts';
import * as queries from '../../target/adopt-queries.ts';
import { quoteLiteral } from '../../target/sql.ts';
import { block } from '../psql.ts';

/** Setting of the transaction in which what was found is kept: a script has no other place for it that needs no right. */
export const factsSetting = 'autocore.adopted';

/**
 * What `readAdoptedSchema` finds (target/adopt-facts.ts), as a block of PL/pgSQL for whoever has psql alone: the same
 * queries, put together to the same document, which is left in a setting. It reads, and writes nothing.
 */
export function readFacts(schema: string): string {
  const name = quoteLiteral(schema);
  return block(
    `  execute ${quoteLiteral(queries.plainQuery)} into plain;
  for tab in execute ${quoteLiteral(queries.tablesQuery)} using ${name}::text loop
    one := array[tab.oid::oid];
    counted := 0;
    versions := null;
    if tab.readable and tab.closed is null then
      execute format('select count(*) from %I.%I', ${name}, tab.name) into counted;
      select b.held into version from (values ${bookkeeping()}) as b (name, held) where b.name = ${folded('tab.name')};
      if found then
        execute format('select coalesce(json_agg(x.v order by x.v collate "C"), ''[]'') from (select to_jsonb(t) ->> $1 as v from %I.%I t) x
          where x.v is not null', ${name}, tab.name) into versions using version;
      end if;
    end if;
${columns}
    execute ${list(queries.keysQuery, `json_build_object('name', q.name, 'primary', q.primary, 'columns', q.columns)`)} into keys using one;
    execute ${list(queries.indexesQuery, 'to_json(q.columns)')} into indexes using one;
    execute ${list(queries.constraintsQuery, `json_build_object('name', q.name, 'columns', q.columns, 'expression', q.expression, 'definition', q.definition)`, `q.type = 'c'`)} into checks using one;
    execute ${list(
      queries.constraintsQuery,
      `json_build_object('name', q.name, 'columns', q.columns, 'references', q."references",
        'parent', q.parent, 'refColumns', q."refColumns", 'deferrable', q.deferrable, 'definition', q.definition)`,
      `q.type = 'f'`,
    )} into links using one;
    execute ${list(queries.triggersQuery, `json_build_object('name', q.name, 'enabled', q.enabled)`)} into triggers using one;
    tabs := array_append(tabs, json_build_object('name', tab.name, 'rows', counted, 'owner', tab.owner, 'owned', tab.owned, 'writable', tab.writable,
      'closed', tab.closed, 'columns', to_json(cols), 'keys', keys, 'indexes', indexes, 'checks', checks, 'foreignKeys', links,
      'versions', versions, 'triggers', triggers));
  end loop;
  perform set_config('${factsSetting}', json_build_object('schema', ${name}::text, 'tables', to_json(tabs))::text, true);`,
    `tab record; col record; rights record; one oid[]; plain boolean; counted bigint; version text;
  versions json; cols json[]; keys json; indexes json; checks json; links json; triggers json; sequence json;
  tabs json[] := '{}';`,
  );
}

/** The rows of a query as a list, in its order. */
function list(query: string, row: string, where = 'true'): string {
  return quoteLiteral(`select coalesce(json_agg(${row}), '[]') from (${query}) q where ${where}`);
}

function bookkeeping(): string {
  return bookkeepingTables
    .map((each) => `(${each.map((text) => `${quoteLiteral(text)}::text`).join(', ')})`)
    .join(', ');
}

/** What `fold` does: letters of ASCII alone. */
function folded(expression: string): string {
  return `translate(${expression}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`;
}

const columns = `    cols := '{}';
    for col in execute ${quoteLiteral(queries.columnsQuery)} using one, plain loop
      sequence := null;
      if col.sequence is not null then
        execute ${quoteLiteral(queries.sequenceQuery)} into rights using col.sequence;
        if rights.readable then
          execute 'select json_build_object(''name'', $1, ''last'', last_value::text, ''called'', is_called, ''owned'', $2,
            ''own'', $3, ''movable'', true) from '
            || col.sequence into sequence using col.sequence, rights.owned, col."ownSequence" is not null;
        else
          sequence := json_build_object('name', col.sequence, 'last', '', 'called', false, 'owned', false,
            'own', col."ownSequence" is not null, 'movable', false);
        end if;
      end if;
      cols := array_append(cols, json_build_object('name', col.name, 'type', col.type, 'baseType', col."baseType",
        'facts', json_build_object('name', col.base, 'kind', col.kind, 'modifier', col.modifier,
          'element', case when col.element is not null then json_build_object('name', col.element,
            'kind', col."elementKind", 'modifier', col.modifier, 'element', null,
            'labels', case when cardinality(col."elementLabels") > 0 then to_json(col."elementLabels") end,
            'collated', false) end,
          'collated', col.collated,
          'labels', case when cardinality(col.labels) > 0 then to_json(col.labels) end),
        'notNull', col."notNull", 'canBeNull', col."canBeNull", 'filled', col.filled, 'generated', col.generated, 'sequence', sequence,
        'domainChecks', to_json(col."domainChecks")));
    end loop;`;
