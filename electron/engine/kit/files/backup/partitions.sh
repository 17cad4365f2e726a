#!/usr/bin/env bash
# Partições dos próximos meses. Nada é apagado. Com pg_cron ou pg_partman o banco pode fazer isto sozinho.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
set -a
# shellcheck disable=SC1091
. "${AUTOCORE_ENV:-$here/.env}"
set +a
sql='select * from autocore_migration.maintain_partitions(3)'
if [ "${BACKUP_VIA:-local}" = docker ]; then
  # Pelo soquete do contêiner, sem senha: os argumentos de um programa todos podem ver.
  docker compose --project-directory "$here" exec -T -u postgres postgres \
    psql -U autocore_owner -d "$DB_NAME" -v ON_ERROR_STOP=1 -c "$sql"
else
  PGPASSWORD="$OWNER_PASSWORD" psql -h "$DB_HOST" -p "$DB_PORT" -U autocore_owner -d "$DB_NAME" -v ON_ERROR_STOP=1 -c "$sql"
fi
