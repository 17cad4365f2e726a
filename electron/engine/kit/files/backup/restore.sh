#!/usr/bin/env bash
# Volta uma cópia: restore.sh ARQUIVO.dump [BANCO]. O que o banco tem hoje é substituído, tudo ou nada.
# Pare antes os serviços autocore-gateway, autocore-config-app e autocore-bluetooth.
# Uma cópia com TimescaleDB só volta com um superusuário: RESTORE_USER (postgres) e RESTORE_PASSWORD (POSTGRES_PASSWORD).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
set -a
# shellcheck disable=SC1091
. "${AUTOCORE_ENV:-$here/.env}"
set +a
file="${1:?uso: restore.sh ARQUIVO.dump [BANCO]}"
database="${2:-$DB_NAME}"
if [ "${RESTORE_CONFIRM:-}" != sim ]; then
  read -r -p "Substituir o banco $database por $file? Digite sim: " answer
  [ "$answer" = sim ] || { echo 'Nada foi feito.' >&2; exit 3; }
fi
user=autocore_owner
password="$OWNER_PASSWORD"
program() {
  # No contêiner pelo soquete, sem senha: os argumentos de um programa todos podem ver.
  if [ "${BACKUP_VIA:-local}" = docker ]; then
    docker compose --project-directory "$here" exec -T -u postgres postgres "$@"
  else
    PGPASSWORD="$password" PGHOST="$DB_HOST" PGPORT="$DB_PORT" "$@"
  fi
}
umask 077
script="$(mktemp)"
trap 'rm -f "$script"' EXIT
contents="$(program pg_restore --list < "$file")"
timescale=
options=(--no-owner --no-comments)
if grep -q ' EXTENSION - timescaledb *$' <<< "$contents"; then
  # Os catálogos do TimescaleDB são do superusuário; o dono de cada objeto vem então da cópia.
  timescale=sim
  user="${RESTORE_USER:-postgres}"
  password="${RESTORE_PASSWORD:-${POSTGRES_PASSWORD:-}}"
  options=(--no-comments)
fi
# A extensão precisa saber que uma cópia volta: $1 é pre, antes, ou post, depois. O servidor diz em que esquema ela está.
call() {
  echo "select pg_catalog.format('select %s.timescaledb_$1_restore()', e.extnamespace::pg_catalog.regnamespace)"
  echo "  from pg_catalog.pg_extension e where e.extname = 'timescaledb' \\gexec"
}
# pg_restore --clean não sabe tirar partições: saem todos os objetos do dono, na mesma transação da volta. Os nomes são
# lidos antes: o que um cascade levou não tem mais nome. O que é de uma extensão sai com ela.
cat > "$script" <<'SQL'
set client_min_messages = warning;
set search_path = pg_catalog, pg_temp;
do $$
declare
  statements text[];
  statement text;
begin
  with owned as (
    select 1 as turn, oid, 'schema' as kind, format('%I', nspname) as name, 'pg_namespace'::regclass as class
      from pg_namespace where pg_get_userbyid(nspowner) = 'autocore_owner' and nspname <> 'public'
    union all
    select 2, oid,
           case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
             when 'f' then 'foreign table' else 'table' end,
           format('public.%I', relname), 'pg_class'::regclass
      from pg_class c where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) = 'autocore_owner'
       and relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not relispartition
       -- A sequência de uma coluna sai com a tabela.
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
         and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i'))
    union all
    select 3, oid, 'routine', format('public.%I(%s)', proname, pg_get_function_identity_arguments(oid)),
           'pg_proc'::regclass
      from pg_proc where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) = 'autocore_owner'
    union all
    select 4, oid, 'type', format('public.%I', typname), 'pg_type'::regclass
      from pg_type t where typnamespace = 'public'::regnamespace and pg_get_userbyid(typowner) = 'autocore_owner'
       and (typtype in ('d', 'e', 'r')
         or typtype = 'c' and (select relkind from pg_class where oid = t.typrelid) = 'c')
  )
  select array_agg(format('drop %s if exists %s cascade', kind, name) order by turn, oid desc) into statements
    from owned where not exists (select from pg_depend d
      where d.classid = owned.class and d.objid = owned.oid and d.deptype = 'e');
  foreach statement in array coalesce(statements, '{}')
  loop
    execute statement;
  end loop;
end
$$;
SQL
# Completo antes de começar: uma cópia estragada não apaga nada.
if [ -n "$timescale" ]; then
  echo 'create extension if not exists timescaledb with schema public;' >> "$script"
  call pre >> "$script"
fi
program pg_restore "${options[@]}" -f - < "$file" >> "$script"
[ -z "$timescale" ] || call post >> "$script"
if ! program psql -X -q -o /dev/null -v ON_ERROR_STOP=1 --single-transaction -U "$user" -d "$database" < "$script"; then
  echo "A cópia não voltou, e o banco $database está como estava." >&2
  [ -z "$timescale" ] || echo "Ela tem o TimescaleDB: o servidor precisa dele, na mesma versão, e de RESTORE_USER ($user) superusuário." >&2
  exit 1
fi
