#!/usr/bin/env bash
# No segundo servidor, como root ou superusuário: faz dele o primeiro. promote.sh [--mesmo-assim]
# Recusa enquanto o primeiro ainda responde: o que nele se gravasse depois se perderia.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case "$*" in
  '' | --mesmo-assim) ;;
  *) echo 'uso: promote.sh [--mesmo-assim]' >&2; exit 2 ;;
esac
# Dentro do contêiner a porta é sempre a mesma.
[ "$BACKUP_VIA" = docker ] || export PGPORT="${PGPORT:-$STANDBY_PORT}"
sql() { administer standby <<< "set search_path = pg_catalog, pg_temp; $1"; }

if [ "$(sql 'select pg_is_in_recovery()')" = f ]; then
  echo 'Já é o primeiro servidor: nada foi feito.'
  exit 0
fi
if [ "${1:-}" != --mesmo-assim ]; then
  [ -n "${PRIMARY_HOST:-}" ] || refuse 'Falta PRIMARY_HOST em .env: não se sabe se o primeiro servidor ainda responde.'
  # 0: aceita; 1: recusa por agora; 2: ninguém responde.
  state=0
  inside standby pg_isready -q -U autocore_standby -h "$PRIMARY_HOST" -p "$PRIMARY_PORT" -t 5 || state=$?
  [ "$state" = 2 ] || refuse "O primeiro servidor ainda responde em $PRIMARY_HOST:$PRIMARY_PORT (pg_isready: $state)." \
    'Pare-o antes, para que nada se grave nele depois. Se não é ele que responde: promote.sh --mesmo-assim'
fi
echo "Última transação que chegou: $(sql "select coalesce(pg_last_xact_replay_timestamp()::text, 'nenhuma desde o início')")"
# Antes: depois ninguém está atrás dele, e um COMMIT esperaria para sempre.
sql 'alter system reset synchronous_standby_names'
sql 'select pg_reload_conf()' > /dev/null
sql 'select pg_promote(true, 300)' > /dev/null
[ "$(sql 'select pg_is_in_recovery()')" = f ] || refuse 'A promoção não terminou em 5 minutos: veja o log do servidor.'
echo 'Promovido. Falta apontar a aplicação para cá: cutover --target'
echo 'O servidor de antes não deve voltar a ligar como estava: standby/LEIAME.md'
