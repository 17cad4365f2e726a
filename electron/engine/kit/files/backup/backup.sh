#!/usr/bin/env bash
# Cópia do banco (pg_dump) para BACKUP_DIR; ficam as BACKUP_KEEP mais novas.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
set -a
# shellcheck disable=SC1091
. "${AUTOCORE_ENV:-$here/.env}"
set +a
: "${BACKUP_DIR:=$here/backups}" "${BACKUP_KEEP:=14}"
umask 077
mkdir -p "$BACKUP_DIR"
file="$BACKUP_DIR/$DB_NAME-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$file.part"' EXIT
# O pg_dump do contêiner tem a versão do servidor; sem Docker, o do sistema.
if [ "${BACKUP_VIA:-local}" = docker ]; then
  # Pelo soquete do contêiner, sem senha: os argumentos de um programa todos podem ver.
  docker compose --project-directory "$here" exec -T -u postgres postgres \
    pg_dump -U autocore_owner -Fc "$DB_NAME" > "$file.part"
else
  PGPASSWORD="$OWNER_PASSWORD" pg_dump -h "$DB_HOST" -p "$DB_PORT" -U autocore_owner -Fc -f "$file.part" "$DB_NAME"
fi
mv "$file.part" "$file"
# Nomes com data em UTC: a ordem dos nomes é a do tempo.
find "$BACKUP_DIR" -maxdepth 1 -name "$DB_NAME-*.dump" | sort -r | tail -n +"$((BACKUP_KEEP + 1))" |
  while IFS= read -r old; do rm -f -- "$old"; done
echo "$file"
