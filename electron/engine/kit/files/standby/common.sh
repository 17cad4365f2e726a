#!/usr/bin/env bash
# Lido pelos outros: endereços e senhas, recusas, psql como superusuário.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Sem exportar: o que se inicia daqui não precisa das senhas.
# shellcheck disable=SC1090,SC1091
. "${AUTOCORE_ENV:-$here/.env}"
: "${BACKUP_VIA:=local}" "${PRIMARY_PORT:=5432}" "${STANDBY_PORT:=5432}" "${STANDBY_MAX_WAL:=2GB}"

refuse() {
  printf '%s\n' "$@" >&2
  exit 3
}

# Um \set do psql com qualquer valor. Vai pela entrada: os argumentos de um programa todos podem ver.
setting() {
  local value="${2//\\/\\\\}"
  printf "\\\\set %s '%s'\n" "$1" "${value//\'/\'\'}"
}

# Um programa dentro do contêiner $1, ou aqui.
inside() {
  local service="$1"
  shift
  if [ "$BACKUP_VIA" = docker ]; then
    docker compose --project-directory "$here" exec -T -u postgres "$service" "$@"
  else
    "$@"
  fi
}

# psql como superusuário, comandos pela entrada. $1: serviço do compose. PGHOST, PGUSER e PGPASSWORD valem se PGHOST houver.
administer() {
  local service="$1"
  shift
  set -- psql -X -q -At -v ON_ERROR_STOP=1 -d postgres "$@" -f -
  if [ "$BACKUP_VIA" != docker ] && [ -z "${PGHOST:-}" ] && [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    inside "$service" "$@"
  fi
}
