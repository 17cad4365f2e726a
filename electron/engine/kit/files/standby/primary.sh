#!/usr/bin/env bash
# No primeiro servidor, como root ou superusuário: primary.sh [--sync on|off]. Pode ser executado de novo.
# Faz a função autocore_standby, o slot de mesmo nome e a linha do pg_hba.conf para STANDBY_ADDRESS, e mais nada.
# --sync on: cada COMMIT espera até o segundo servidor o ter no disco. Nada confirmado se perde, e o preço é este: cada
# gravação espera pela rede, e com o segundo servidor parado nada mais se grava, até ele voltar ou --sync off.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
sync=''
case "$*" in
  '') ;;
  '--sync on' | '--sync off') sync="$2" ;;
  *) echo 'uso: primary.sh [--sync on|off]' >&2; exit 2 ;;
esac
[ -n "${STANDBY_ADDRESS:-}" ] || refuse 'Falta STANDBY_ADDRESS em .env: o endereço IP do segundo servidor.'
[ -n "${STANDBY_PASSWORD:-}" ] || refuse 'Falta STANDBY_PASSWORD em .env: uma senha nova, só para a replicação.'
{
  setting address "$STANDBY_ADDRESS"
  setting password "$STANDBY_PASSWORD"
  setting keep "$STANDBY_MAX_WAL"
  setting sync "$sync"
  cat "$here/standby/primary.sql"
} | administer "${PRIMARY_SERVICE:-postgres}"
