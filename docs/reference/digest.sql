-- Recomputes the digests of a certificate on PostgreSQL's side. psql is all it needs; it only reads.
--
--   psql -X -q -v certificate=CERTIFICATE.json -f digest.sql postgresql://user@server/database
--
-- More words: -v schema=NAME where the tables are in another schema than the certificate says; on Windows -v read=type,
-- the program that prints a file. What all of this is made of: digest.md, beside this file.
--
-- psql ends with 0: every table has the certificate's digest; 3: one has another, or of one it cannot be said.

\set ON_ERROR_STOP on
\set QUIET on
\pset format unaligned
\pset tuples_only on
\encoding UTF8
\if :{?read} \else
  \set read cat
\endif
\set content `:read :'certificate'`
\if :{?schema} \else
  select :'content'::pg_catalog.jsonb #>> '{target,schema}' as schema \gset
\endif

-- The text of a value must not depend on what the server or the role has set.
begin isolation level repeatable read read only;
set local search_path = pg_catalog;
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local xmlbinary = 'base64';
set local jit = off;
-- Rows that a policy hides must be an error, not a missing row.
set local row_security = off;
set local standard_conforming_strings = on;
set local statement_timeout = 0;
select set_config('digest.wrong', '0', true) as ignored \gset

-- One statement for each table of the certificate, and \gexec runs them.
with tables as (
  select t.value as tab, t.value -> 'columns' as cols, t.value -> 'digest' as digest, t.ordinality as place
  from jsonb_array_elements(:'content'::jsonb -> 'tables') with ordinality as t
),
parts as (
  select tab, digest, place,
    (select string_agg(format('case when t.%1$I is not null then format(''%%s'', t.%1$I) end', c.value ->> 'target'), ', ' order by c.ordinality)
     from jsonb_array_elements(cols) with ordinality as c) as fields,
    -- Whole numbers by their size, everything else by the bytes of its text.
    (select string_agg(
       format(case when c.value ->> 'conversion' = 'integer' then 't.%I' else 'format(''%%s'', t.%I) collate "C"' end, c.value ->> 'target'),
       ', ' order by k.ordinality)
     from jsonb_array_elements_text(case when digest -> 'order' <> 'null' then digest -> 'order' end) with ordinality as k
     join jsonb_array_elements(cols) as c on c.value ->> 'source' = k.value) as by
  from tables
)
select case when fields is null then format(
    'select %L || set_config(''digest.wrong'', (current_setting(''digest.wrong'')::int + 1)::text, true)',
    (tab ->> 'target') || ': não recalculada / not recomputed: o certificado não a tem / the certificate has none ')
  else format($sql$
    with fields as (
      select array[%1$s]::text[] as f, %2$s as n from %3$I.%4$I as t
    ),
    -- A line as COPY writes it. Most hold nothing that has to be escaped.
    lines as (
      select n, convert_to(case when array_to_string(f, '') !~ e'[\\\\\b\t\n\x0b\f\r]' then array_to_string(f, e'\t', '\N') else (
          select string_agg(coalesce(replace(replace(replace(replace(replace(replace(replace(v,
            e'\\', e'\\\\'), e'\b', '\b'), e'\t', '\t'), e'\n', '\n'), e'\x0b', '\v'), e'\f', '\f'), e'\r', '\r'), '\N'), e'\t' order by i)
          from unnest(f) with ordinality as u (v, i)
        ) end || e'\n', 'UTF8') as line
      from fields
    ),
    found as (%5$s)
    select %4$L || ': ' || rows || ' ' || digest || case when digest = %6$L then ' igual / same'
      else ' DIFERENTE / DIFFERENT' || left(set_config('digest.wrong', (current_setting('digest.wrong')::int + 1)::text, true), 0) end
    from found
  $sql$,
    fields,
    case when by is null then '0' else format('row_number() over (order by %s)', by) end,
    :'schema', tab ->> 'target',
    case when by is null then $any$
      select count(*) as rows, encode(sha256(convert_to(count(*) || ' ' || mod(coalesce(sum(
        ('x' || substr(h, 1, 8))::bit(32)::bigint * 79228162514264337593543950336::numeric
        + ('x' || substr(h, 9, 8))::bit(32)::bigint * 18446744073709551616::numeric
        + ('x' || substr(h, 17, 8))::bit(32)::bigint * 4294967296::numeric
        + ('x' || substr(h, 25, 8))::bit(32)::bigint), 0), 340282366920938463463374607431768211456::numeric), 'UTF8')), 'hex') as digest
      from (select encode(sha256(line), 'hex') as h from lines offset 0) as each
    $any$ else $order$
      select coalesce(sum(rows), 0) as rows,
        encode(sha256(convert_to(coalesce(string_agg(digest || e'\n', '' order by g), ''), 'UTF8')), 'hex') as digest
      from (
        select (n - 1) / 100 as g, count(*) as rows, encode(sha256(string_agg(line, ''::bytea order by n)), 'hex') as digest
        from lines group by 1
      ) as groups
    $order$ end,
    digest ->> 'target')
  end
from parts order by place
\gexec

select current_setting('digest.wrong') <> '0' as wrong \gset
\if :wrong
  do $$ begin raise exception 'Nem tudo é igual / not all is the same'; end $$;
\endif
commit;
