#!/usr/bin/env bash
# No segundo servidor: standby.sh install (root: tudo), copy (a cópia, sem ser root), run (o servidor).
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
home="${STANDBY_DIR:-/var/lib/autocore-standby}"
data="$home/data"
conf="$home/conf"

# Programas da versão $1, a mesma do primeiro servidor.
programs() {
  local folder
  for folder in "${STANDBY_BIN:-}" "/usr/lib/postgresql/$1/bin"; do
    if [ -n "$folder" ] && [ "$("$folder/postgres" -V 2> /dev/null | sed -E 's/^.* ([0-9]+).*$/\1/')" = "$1" ]; then
      printf '%s' "$folder"
      return
    fi
  done
  refuse "O primeiro servidor é PostgreSQL $1, que falta aqui: instale postgresql-$1, ou diga a pasta em STANDBY_BIN."
}

# Um valor de postgresql.conf.
quoted() { printf "'%s'" "${1//\'/\'\'}"; }

# O que o primeiro diz de si, por uma conexão de replicação: outra a função não tem, e ali só valem maiúsculas.
ask() { psql -X -q -At -w -d 'replication=1' -c "SHOW $1"; }

settings() {
  local name value client
  # As que aqui não podem ser menores: https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
  {
    echo '# Feito por standby.sh copy.'
    if [ -f "$here/postgresql/autocore.conf" ]; then
      cp "$here/postgresql/autocore.conf" "$conf/autocore.conf"
      echo "include 'autocore.conf'"
    fi
    echo "hba_file = $(quoted "$conf/pg_hba.conf")"
    echo "ident_file = $(quoted "$conf/pg_ident.conf")"
    echo "max_slot_wal_keep_size = $(quoted "$STANDBY_MAX_WAL")"
    # Para poder voltar com pg_rewind, também sem somas de verificação.
    echo 'wal_log_hints = on'
    for name in max_connections max_worker_processes max_wal_senders max_prepared_transactions max_locks_per_transaction; do
      value="$(ask "$name")"
      echo "$name = $value"
    done
  } > "$conf/postgresql.conf"
  : > "$conf/pg_ident.conf"
  {
    echo 'local all all peer'
    for client in 127.0.0.1/32 ::1/128 ${STANDBY_CLIENTS:-}; do echo "host all all $client scram-sha-256"; done
  } > "$conf/pg_hba.conf"
}

copy() {
  [ "$(id -u)" != 0 ] || refuse 'O PostgreSQL não roda como root: standby.sh install, ou copy como outro usuário.'
  if [ -e "$data/PG_VERSION" ]; then
    echo "A cópia já está em $data; nada foi feito."
    return
  fi
  [ -n "${PRIMARY_HOST:-}" ] || refuse 'Falta PRIMARY_HOST em .env: o endereço do primeiro servidor.'
  [ -n "${STANDBY_PASSWORD:-}" ] || refuse 'Falta STANDBY_PASSWORD em .env: a mesma do primeiro servidor.'
  [[ "${STANDBY_CLIENTS:-}" =~ ^[0-9a-fA-F.:/a-z\ ]*$ ]] || refuse 'STANDBY_CLIENTS: endereços, separados por espaços.'
  umask 077
  mkdir -p "$conf"
  # Só uma pasta vazia: o que estiver nela pode ser o banco de alguém.
  if [ -d "$data" ]; then
    rmdir "$data" 2> /dev/null || refuse "$data não está vazia: nada foi feito."
  fi
  local password="${STANDBY_PASSWORD//\\/\\\\}" major bin
  printf '*:*:*:autocore_standby:%s\n' "${password//:/\\:}" > "$conf/pgpass"
  # O arquivo de senhas, e não a senha: -R escreve no banco como se chega ao primeiro.
  export PGHOST="$PRIMARY_HOST" PGPORT="$PRIMARY_PORT" PGUSER=autocore_standby PGPASSFILE="$conf/pgpass"
  export PGAPPNAME=autocore_standby
  unset PGPASSWORD
  major="$(ask server_version_num)"
  bin="$(programs "$((major / 10000))")"
  # De uma cópia interrompida, nossa e incompleta.
  rm -rf "$data.part"
  settings
  "$bin/pg_basebackup" -D "$data.part" -R -X stream -S autocore_standby -c fast -w
  # Depois de promovido ninguém está atrás dele: nenhum COMMIT deve esperar.
  sed -i '/^synchronous_standby_names/d' "$data.part/postgresql.auto.conf"
  mv "$data.part" "$data"
  echo "Cópia pronta: $data"
}

run() {
  [ -e "$data/PG_VERSION" ] || refuse "Não há cópia em $data: standby.sh copy."
  local bin
  bin="$(programs "$(cat "$data/PG_VERSION")")"
  # Na linha de comando valem mais que o que veio do primeiro servidor.
  exec "$bin/postgres" -D "$data" -c "config_file=$conf/postgresql.conf" -c "port=$STANDBY_PORT" \
    -c "listen_addresses=${STANDBY_LISTEN:-${BIND_ADDRESS:-127.0.0.1}}" \
    -c "unix_socket_directories=${STANDBY_SOCKET:-/var/run/postgresql}"
}

install_all() {
  [ "$(id -u)" = 0 ] || refuse 'Execute como root.'
  # Sem o banco vazio que o pacote faria, na porta que é desta cópia.
  if ! ls -d /etc/postgresql/*/* > /dev/null 2>&1; then
    install -d /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/autocore.conf
  fi
  apt-get install -y postgresql
  install -d -m 755 /opt/autocore-postgresql
  cp -R "$here/standby" "$here/postgresql" /opt/autocore-postgresql/
  # Só o que este servidor precisa saber.
  (umask 077; grep -E '^(PRIMARY_|STANDBY_|BIND_ADDRESS=)' "${AUTOCORE_ENV:-$here/.env}" > /opt/autocore-postgresql/standby.env)
  chown postgres:postgres /opt/autocore-postgresql/standby.env
  install -d -o postgres -g postgres -m 700 "$home"
  runuser -u postgres -- env AUTOCORE_ENV=/opt/autocore-postgresql/standby.env /opt/autocore-postgresql/standby/standby.sh copy
  install -m 644 "$here/systemd/autocore-standby.service" /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable --now autocore-standby.service
}

case "${1:-}" in
  install) install_all ;;
  copy) copy ;;
  run) run ;;
  *) echo 'uso: standby.sh install|copy|run' >&2; exit 2 ;;
esac
