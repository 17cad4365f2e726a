-- Banco e usuários do AutoCore. Pode ser executado de novo. psql 15 ou mais novo, como superusuário:
--   set -a; . ./.env; set +a; psql -v ON_ERROR_STOP=1 -d postgres -f init.sql
-- autocore_owner faz as tabelas (migração, Alembic); DB_USER é a aplicação, só lê e escreve linhas.
\set ON_ERROR_STOP on
\getenv app_user DB_USER
\getenv app_password DB_PASSWORD
\getenv owner_password OWNER_PASSWORD
\getenv database DB_NAME
-- A senha não deve aparecer no log do servidor.
set log_min_error_statement = panic;
set log_statement = none;
-- O que outro usuário criou em public com o nome de uma função do PostgreSQL não deve ser chamado.
set search_path = pg_catalog, pg_temp;

select format('create role %I', name) from unnest(array['autocore_owner', :'app_user']) as t (name)
 where not exists (select from pg_roles where rolname = name) \gexec
alter role autocore_owner with login password :'owner_password';
alter role :"app_user" with login nosuperuser nocreatedb nocreaterole password :'app_password';
-- now() é UTC no SQLite e segue o fuso da sessão aqui.
alter role autocore_owner set timezone = 'UTC';
alter role :"app_user" set timezone = 'UTC';

-- Ordem por bytes, como no SQLite: o AutoCore escolhe a placa de relés pela ordem dos nomes.
select format('create database %I owner autocore_owner template template0 encoding ''UTF8'' lc_collate ''C'' lc_ctype ''C''', :'database')
 where not exists (select from pg_database where datname = :'database') \gexec
revoke all on database :"database" from public;
-- Na entrada em produção estes dois já devem valer: autocore_owner não pode mudar outro usuário.
alter role :"app_user" in database :"database" set timezone = 'UTC';
alter role :"app_user" in database :"database" set search_path = public;
grant connect, temporary on database :"database" to :"app_user";

\connect :"database"
set search_path = pg_catalog, pg_temp;
create extension if not exists pg_stat_statements schema public;
-- Buscas de trechos (lower(…) like '%…%') podem ter índice.
create extension if not exists pg_trgm schema public;
alter schema public owner to autocore_owner;
revoke create on schema public from public;
grant usage on schema public to :"app_user";
grant select, insert, update, delete on all tables in schema public to :"app_user";
grant usage, select on all sequences in schema public to :"app_user";
alter default privileges for role autocore_owner in schema public
  grant select, insert, update, delete on tables to :"app_user";
alter default privileges for role autocore_owner in schema public grant usage, select on sequences to :"app_user";
