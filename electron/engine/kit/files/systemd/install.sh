#!/usr/bin/env bash
# Sem Docker (Raspberry Pi OS, Debian, Ubuntu), como root: PostgreSQL do sistema, banco, usuários e temporizadores.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ "$(id -u)" = 0 ] || { echo 'Execute como root.' >&2; exit 1; }
apt-get install -y postgresql postgresql-contrib
for folder in /etc/postgresql/*/main/conf.d; do
  install -o root -g postgres -m 640 "$here/postgresql/autocore.conf" "$folder/autocore.conf"
done
systemctl restart postgresql
set -a
# shellcheck disable=SC1091
. "$here/.env"
set +a
runuser -u postgres -w DB_USER,DB_PASSWORD,OWNER_PASSWORD,DB_NAME -- psql -d postgres -f - < "$here/init.sql"
install -d -m 755 /opt/autocore-postgresql
cp -R "$here/backup" /opt/autocore-postgresql/
install -m 600 "$here/.env" /opt/autocore-postgresql/.env
for unit in backup partitions; do
  install -m 644 "$here/systemd/autocore-$unit.service" "$here/systemd/autocore-$unit.timer" /etc/systemd/system/
done
systemctl daemon-reload
systemctl enable --now autocore-backup.timer autocore-partitions.timer
