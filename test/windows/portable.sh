#!/usr/bin/env bash
# Tries the portable edition for Windows under Wine, by hand: test/windows/portable.sh RUN ARCHIVE.zip
#   RUN      a program that runs a Windows program with its arguments and gives its exit status (such as `wine`);
#            drive C: is "$WINE_C", or ~/.wine/drive_c
#   ARCHIVE  what `npm run portable -- --platform win32 --arch x64` made
# The program lies on a path with blanks, which has no accent: PostgreSQL's initdb fails under Wine where it has one.
set -euo pipefail

run=$1
archive=$(realpath "$2")
drive=${WINE_C:-$HOME/.wine/drive_c}
place="$drive/Program Files (x86)/AutoCore & Migrate"
windows='C:\Program Files (x86)\AutoCore & Migrate'
# By a variable: Wine reads command files in an old code page.
export AUTOCORE_DATA='C:\users\Public\São João'
data='%AUTOCORE_DATA%'

rm -rf "$place" "$drive/users/Public/São João"
mkdir -p "$place" "$drive/users/Public/São João"
(cd "$(dirname "$archive")" && sha256sum --check "$(basename "$archive").sha256")
python3 -m zipfile -e "$archive" "$place"
folder=$(basename "$archive" .zip)

# step NAME EXPECTED ARGS...: the command line through its command file, with the exit status that it must have. Another
# command file calls it, as `cmd /c` would read quotes and `&` in its own way.
step() {
  local name=$1 expected=$2 status=0 began=$SECONDS
  shift 2
  {
    printf '@call "%s\\%s\\autocore-migrate.cmd"' "$windows" "$folder"
    printf ' "%s"' "$@" --workspace "$data\\ws"
    printf '\r\n@exit /b %%errorlevel%%\r\n'
  } >"$drive/step.cmd"
  "$run" cmd.exe /d /c 'C:\step.cmd' || status=$?
  printf '%-12s exit %s, %s s\n' "$name" "$status" $((SECONDS - began))
  [ "$status" = "$expected" ] || { echo "expected $expected" >&2; exit 1; }
}

step version 0 --version
step unknown 2 nonsense
step missing 2 audit --source "$data\\none.db"
step sample 0 sample --rows 200 --out "$data\\autocore #1.db"
step audit 0 audit --source "$data\\autocore #1.db" --report "$data\\audit.html" >/dev/null
test -s "$drive/users/Public/São João/audit.html"
step migrate 0 migrate --source "$data\\autocore #1.db" --yes --progress none
step status 0 server status
# Wine's users are administrators: a service of Windows, whose programs lie in the workspace.
step install 0 server install
step stop 0 server stop
step start 0 server start
step migrate 0 migrate --source "$data\\autocore #1.db" --if-not-empty replace --yes --progress none
step uninstall 0 server uninstall
step stop 0 server stop
echo 'all as it should be'
