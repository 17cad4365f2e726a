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
  if [ "${BACKUP_VIA:-local}" = docker ]; then
    docker compose --project-directory "$here" exec -T -e PGPASSWORD="$password" -e PGHOST=127.0.0.1 postgres "$@"
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
# pg_restore --clean não sabe tirar partições: saem todos os objetos do dono, na mesma transação da volta.
cat > "$script" <<'SQL'
set search_path = pg_catalog, pg_temp;
do $$
declare each record;
begin
  drop schema if exists autocore_migration cascade;
  for each in select oid::regclass as name, relkind from pg_class
    where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) = 'autocore_owner'
      and relkind in ('r', 'p', 'v') and not relispartition order by relkind desc
  loop
    execute format('drop %s if exists %s cascade', case each.relkind when 'v' then 'view' else 'table' end, each.name);
  end loop;
  for each in select oid::regprocedure as name from pg_proc
    where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) = 'autocore_owner'
  loop
    execute format('drop function %s', each.name);
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
