#!/usr/bin/env bash
# Volta uma cópia: restore.sh ARQUIVO.dump [BANCO]. O que o banco tem hoje é substituído, tudo ou nada.
# Pare antes os serviços autocore-gateway, autocore-config-app e autocore-bluetooth.
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
program() {
  if [ "${BACKUP_VIA:-local}" = docker ]; then
    docker compose --project-directory "$here" exec -T -e PGPASSWORD="$OWNER_PASSWORD" -e PGHOST=127.0.0.1 postgres "$@"
  else
    PGPASSWORD="$OWNER_PASSWORD" PGHOST="$DB_HOST" PGPORT="$DB_PORT" "$@"
  fi
}
umask 077
script="$(mktemp)"
trap 'rm -f "$script"' EXIT
# pg_restore --clean não sabe tirar partições: saem todos os objetos do dono, na mesma transação da volta.
cat > "$script" <<'SQL'
set search_path = pg_catalog, pg_temp;
do $$
declare each record;
begin
  drop schema if exists autocore_migration cascade;
  for each in select oid::regclass as name, relkind from pg_class
    where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) = current_user
      and relkind in ('r', 'p', 'v') and not relispartition order by relkind desc
  loop
    execute format('drop %s if exists %s cascade', case each.relkind when 'v' then 'view' else 'table' end, each.name);
  end loop;
  for each in select oid::regprocedure as name from pg_proc
    where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) = current_user
  loop
    execute format('drop function %s', each.name);
  end loop;
end
$$;
SQL
# Completo antes de começar: uma cópia estragada não apaga nada.
program pg_restore --no-owner --no-comments -f - < "$file" >> "$script"
program psql -X -q -o /dev/null -v ON_ERROR_STOP=1 --single-transaction -U autocore_owner -d "$database" < "$script"
