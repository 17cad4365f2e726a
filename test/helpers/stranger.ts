import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { quoteIdent } from '../../electron/engine/target/sql.ts';
import { withPg } from './postgres.ts';

export interface Stranger {
  /** Role that may create in the schemas, and nothing else. */
  role: string;
  /** Puts traps into a schema, as far as they are not there yet: they fail when they are called, and are counted. */
  plant(schema: string): Promise<void>;
  /** What was called; a call whose transaction was rolled back counts too. */
  sprung(): Promise<number>;
}

/**
 * A role that plants, under the names of what PostgreSQL brings along, its own functions, operators, types, relations
 * and collations, with the same argument types and with such as fit better. Whatever looks names up there calls them.
 * @param url superuser of the database.
 */
export async function stranger(url: string): Promise<Stranger> {
  const role = `stranger_${randomBytes(4).toString('hex')}`;
  await withPg(url, (client) =>
    client.query(`
      create role ${role} login password '${role}';
      create schema trap authorization ${role};
      create sequence trap.calls;
      alter sequence trap.calls owner to ${role};
      grant usage on schema trap to public;
      grant usage on sequence trap.calls to public;
      create function trap.sprung(what pg_catalog.text) returns pg_catalog.bool language plpgsql immutable
        set search_path = pg_catalog, pg_temp as $$
        begin
          perform nextval('trap.calls');
          raise exception 'TRAP % called by %', what, current_user;
        end $$;`),
  );
  onTestFinished(() =>
    withPg(url, async (client) => {
      await client.query(`drop owned by ${role} cascade; drop role ${role}`);
    }),
  );
  return {
    role,
    plant: (schema) =>
      withPg(url, async (client) => {
        await client.query(
          `grant create, usage on schema ${quoteIdent(schema)} to ${role}; set role ${role}`,
        );
        await client.query('set search_path = pg_catalog, pg_temp; set client_min_messages = error');
        await client.query(traps(schema));
      }),
    sprung: () =>
      withPg(url, async (client) => {
        const sql = 'select case when is_called then last_value else 0 end as n from trap.calls';
        return Number((await client.query(sql)).rows[0].n);
      }),
  };
}

/** Types under whose names there are domains that refuse everything. */
const typeNames = [
  ...[
    'text',
    'jsonb',
    'json',
    'uuid',
    'regclass',
    'regnamespace',
    'regconfig',
    'name',
    'oid',
    'tid',
    'bytea',
  ],
  ...['date', 'int4', 'int8', 'float8', 'bool', 'varchar', 'timestamptz', 'tsvector'],
];
const relationNames = [
  ...['pg_class', 'pg_namespace', 'pg_proc', 'pg_type', 'pg_settings', 'pg_roles', 'pg_database', 'pg_locks'],
  ...[
    'pg_depend',
    'pg_stat_activity',
    'pg_inherits',
    'pg_constraint',
    'pg_sequence',
    'pg_extension',
    'pg_opclass',
  ],
  ...[
    'pg_stat_all_tables',
    'pg_partitioned_table',
    'pg_collation',
    'pg_statistic_ext',
    'pg_attribute',
    'pg_index',
  ],
];

function traps(schema: string): string {
  const name = quoteIdent(schema);
  return `do $plant$
  declare
    it record;
    args text[];
    variant text;
    body text;
  begin
    for it in select proname, proargtypes::oid[]::regtype[]::text[] as args, format_type(prorettype, null) as result
      from pg_proc p
      where pronamespace = 'pg_catalog'::regnamespace and prokind = 'f' and not proretset
        and not exists (select from unnest(proargtypes::oid[] || prorettype) u join pg_type t on t.oid = u
          where t.typtype = 'p' or t.typname ~ '^pg_|^_?(cstring|refcursor)')
        and not exists (select from pg_type y where y.typname = proname)
        and proname !~ '^(ri_|rw|gin_|gist|gtsquery|brin|btint|hash|int[248](in|out|recv|send)|.*(in|out|recv|send)$|binary_upgrade|pg_logical|pg_repl|inet|network|circle|box|poly|path_|lseg|line_|point|macaddr|cidr|money|cash)'
    loop
      foreach variant in array '{same,varchar,int4,name}'::text[] loop
        args := case variant
          when 'same' then it.args
          when 'varchar' then array(select replace(a, 'text', 'character varying') from unnest(it.args) with ordinality u (a, n) order by n)
          when 'int4' then array(select case a when 'bigint' then 'integer' else a end from unnest(it.args) with ordinality u (a, n) order by n)
          else array(select case a when 'text' then 'name' else a end from unnest(it.args) with ordinality u (a, n) order by n) end;
        continue when variant <> 'same' and args = it.args;
        begin
          execute format('create function ${name}.%I(%s) returns %s language plpgsql immutable as %L', it.proname,
            array_to_string(args, ', '), it.result,
            format('begin perform trap.sprung(%L); return null; end', it.proname || '(' || array_to_string(args, ', ') || ')'));
        exception when duplicate_function then null;
        end;
      end loop;
    end loop;
    for it in select oprname, oprleft::regtype::text as l, oprright::regtype::text as r from pg_operator o
      where oprnamespace = 'pg_catalog'::regnamespace and oprkind = 'b' and oprname !~ '=>'
        and not exists (select from pg_type t where t.oid in (oprleft, oprright)
          and (t.typtype = 'p' or t.typname in ('point', 'box', 'circle', 'path', 'polygon', 'lseg', 'line', 'macaddr', 'macaddr8', 'money')))
      union select o, l, r from unnest(array['=','<>','<','<=','>','>=','||','~','~~']) o,
        unnest(array['character varying', 'text']) l, unnest(array['character varying', 'text', 'name']) r
    loop
      begin
        body := 'op_' || md5(it.oprname || it.l || ' ' || it.r);
        execute format('create function ${name}.%I(l %s, r %s) returns bool language plpgsql immutable as %L', body, it.l, it.r,
          format('begin perform trap.sprung(%L); return true; end', it.l || ' ' || it.oprname || ' ' || it.r));
        execute format('create operator ${name}.%s (leftarg = %s, rightarg = %s, function = ${name}.%I)', it.oprname, it.l, it.r, body);
      exception when duplicate_function then null;
      end;
    end loop;
    foreach variant in array '{${typeNames.join(',')}}'::text[] loop
      begin
        execute format('create domain ${name}.%I as pg_catalog.text check (trap.sprung(%L))', variant, 'type ' || variant);
      exception when duplicate_object then null;
      end;
    end loop;
    foreach variant in array '{${relationNames.join(',')}}'::text[] loop
      execute format('create or replace view ${name}.%I as select trap.sprung(%L) as oid', variant, variant);
    end loop;
    begin
      create collation ${name}."C" (locale = 'POSIX');
      create text search configuration ${name}.portuguese (copy = pg_catalog.simple);
    exception when duplicate_object or unique_violation then null;
    end;
    for it in select * from (values
      ('format(a text, variadic b text[])', 'text'), ('format(a text, b text)', 'text'), ('format(a text, b text, c text)', 'text'),
      ('format(a text, b name)', 'text'), ('format(a text, b name, c name)', 'text'), ('format(a text, b name, c text)', 'text'),
      ('format(a text, b name, c name, d name, e name, f name)', 'text'), ('format(a text, b name, c name, d name, e name)', 'text'),
      ('concat_ws(a text, variadic b text[])', 'text'), ('concat_ws(a text, b text, c text)', 'text'),
      ('coalesce_(a text, b text)', 'text'), ('quote_literal(a date)', 'text'),
      ('unnest(a text[])', 'setof text'), ('unnest(a date[])', 'setof date'), ('unnest(a text[], b text[])', 'setof text'),
      ('generate_series(a timestamp, b timestamp, c interval)', 'setof timestamp'), ('generate_series(a int, b int)', 'setof int'),
      ('aclexplode(a text)', 'text'), ('array_to_string(a text[], b text)', 'text'), ('array_length(a text[], b int)', 'int'),
      ('try_jsonb(a character varying)', 'jsonb'), ('try_jsonb(variadic a text[])', 'jsonb'),
      ('try_double(a character varying)', 'double precision'),
      ('search_vector(a character varying)', 'tsvector')
    ) as t (signature, result) loop
      begin
        execute format('create function ${name}.%s returns %s language plpgsql immutable as %L', it.signature, it.result,
          format('begin perform trap.sprung(%L); return%s; end', it.signature, case when it.result like 'setof%' then '' else ' null' end));
      exception when duplicate_function then null;
      end;
    end loop;
    for it in select * from unnest(array['max', 'min', 'count', 'sum', 'string_agg']) a (name),
      unnest(array['character varying', 'timestamp', 'integer', 'bigint', 'text']) t (type) loop
      begin
        execute format('create function ${name}.state_%s(l text, r %s) returns text language plpgsql immutable as %L', it.name, it.type,
          format('begin perform trap.sprung(%L); return l; end', it.name || ' of ' || it.type));
        execute format('create aggregate ${name}.%I(%s) (sfunc = ${name}.state_%s, stype = pg_catalog.text)', it.name, it.type, it.name);
      exception when duplicate_function then null;
      end;
    end loop;
    -- A table whose index is a trap for whoever plans a question about it.
    if to_regclass('${name}.lure') is null then
      create function ${name}.lured() returns bool language sql immutable as 'select true';
      create table ${name}.lure (at timestamp) partition by range (at);
      create table ${name}.lure_default partition of ${name}.lure default;
      create index on ${name}.lure_default (at) where ${name}.lured();
      create or replace function ${name}.lured() returns bool language sql immutable
        as $$ select trap.sprung('index of lure') $$;
    end if;
  end $plant$`;
}
