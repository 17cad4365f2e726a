import { posix } from 'node:path';
import type { Application } from './checkout/look.ts';
import { historyNotes } from './page-history.ts';

const services = 'autocore-gateway autocore-config-app autocore-bluetooth';

/** From an empty server to a living application, and back. */
export function moveSection(application: Application, revision: string): string {
  const { folder, config, alembic, join, envs, found } = application;
  const files = envs.map(inside).join(' ');
  // Where the source's version is of no revision in the project, Alembic would look for it and stop.
  const stamp = `stamp ${join.unknown.length > 0 ? '--purge ' : ''}${join.stamp.join(' ')}`;
  const stale = join.stale.length === 0 ? '' : `\nrm -f ${join.stale.map(inside).join(' ')}`;
  const patch =
    found === null || found.patch === '' ? '' : '\npatch -d "$AUTOCORE" -p1 < "$KIT/autocore.patch"';
  const hand =
    found === null
      ? 'Com `autocore-migrate kit --application PASTA` o kit procura os lugares no código e traz um patch.'
      : patch === ''
        ? 'Não há patch: nada no código se muda sem decidir. O que foi encontrado está na seção 7.'
        : 'O patch faz o que é mecânico; o resto da lista da seção 7 é para decidir.';
  return `## 1. Preparar
As senhas estão em \`.env\`, que só o dono deve ler; outra porta ou outro endereço mudam-se ali, antes de começar.
\`\`\`sh
KIT="$PWD"
AUTOCORE=${quoted(folder)}
SOURCE="$AUTOCORE/database/autocore.db"
set -a; . "$KIT/.env"; set +a
export PGPASSWORD="$OWNER_PASSWORD"
TARGET="postgresql://autocore_owner@$DB_HOST:$DB_PORT/$DB_NAME"
\`\`\`

## 2. Servidor
Um destes. Com Docker (com pgAdmin: \`--profile pgadmin\`, em http://127.0.0.1:5050):
\`\`\`sh
docker compose up -d
\`\`\`
Sem Docker (Raspberry Pi OS, Debian):
\`\`\`sh
sudo systemd/install.sh
\`\`\`
Em um servidor que já existe, com o endereço do superusuário em \`ADMIN\`:
\`\`\`sh
psql "$ADMIN" -v ON_ERROR_STOP=1 -f "$KIT/init.sql"
\`\`\`
O servidor responde só nesta máquina; \`BIND_ADDRESS\` muda isso. \`autocore_owner\` faz as tabelas; \`autocore_user\` é a
aplicação e só lê e escreve linhas.

## 3. Dados
O AutoCore continua no SQLite; o que ele gravar daqui em diante é trazido na seção 5.
\`\`\`sh
RUN=$(autocore-migrate migrate --source "$SOURCE" --plan "$KIT/plan.json" --target "$TARGET" --yes --json |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["run"])')
echo "$RUN"
\`\`\`

## 4. Aplicação
\`pip install -r application/requirements.txt\` em cada ambiente Python. O código novo continua no SQLite enquanto
\`DATABASE_TYPE\` não disser \`postgresql\`. ${hand}
\`\`\`sh
cp "$KIT/application/database_config.py" ${inside(`${config}/`)}
cp "$KIT/alembic/env.py" ${inside(`${alembic}/`)}${stale}
cp "$KIT/alembic/versions/${revision}_autocore_postgresql.py" ${inside(`${alembic}/versions/`)}${patch}
\`\`\`
O usuário da aplicação, nos \`.env\` dela que já existem (as senhas de administração nunca); só o serviço os deve ler:
\`\`\`sh
(umask 077
for file in ${files}; do
  [ -f "$file" ] || { echo "não existe: $file" >&2; continue; }
  grep -q '^DB_USER=' "$file" || { echo; grep -E '^DB_(USER|PASSWORD)=' "$KIT/.env"; } >> "$file"
done)
\`\`\`
${historyNotes(application, revision)}
## 5. Entrar em produção
\`\`\`sh
sudo systemctl stop ${services}
\`\`\`
\`cutover\` traz as últimas linhas, valida e muda os \`.env\`. \`stamp\` vem depois: até ali \`alembic_version\` é o da origem.
\`\`\`sh
autocore-migrate cutover --run "$RUN" --target "$TARGET" ${envs.map((name) => `--env ${inside(name)}`).join(' ')} --yes
cd ${inside(posix.dirname(alembic))}
${asOwner} alembic ${stamp}
\`\`\`
\`alembic check\` (1.9 ou mais novo) ou \`alembic revision --autogenerate\` não propõem nada. Depois:
\`\`\`sh
sudo systemctl start ${services}
\`\`\`

## 6. Voltar ao SQLite
Ensaiar pode-se a qualquer hora, sem parar nada:
\`\`\`sh
autocore-migrate rollback --run "$RUN" --target "$TARGET" --rehearse
\`\`\`
Voltar, com o que foi gravado no PostgreSQL; o código novo fica, e \`alembic_version\` fica na revisão do kit, que no SQLite
já está feita:
\`\`\`sh
sudo systemctl stop ${services}
\`\`\`
\`\`\`sh
autocore-migrate rollback --run "$RUN" --target "$TARGET" --yes
\`\`\`
\`\`\`sh
sudo systemctl start ${services}
\`\`\`
`;
}

/** Alembic makes tables: the application's own user may not. */
const asOwner = 'DATABASE_TYPE=postgresql DB_USER=autocore_owner DB_PASSWORD="$OWNER_PASSWORD"';

/** Where there is nothing to migrate, or where Alembic is to make the tables. */
export function otherWays({ alembic, join }: Application, revision: string): string {
  const before = join.down.length === 0 ? '' : `${asOwner} alembic stamp ${join.down.join(' ')}\n`;
  const why =
    join.down.length === 0
      ? ''
      : ' As revisões anteriores são do SQLite e não são executadas: o banco é marcado com a última delas.';
  return `**Banco vazio, feito pelo Alembic**, em vez da seção 3, depois de copiados os arquivos da seção 4.${why}
\`\`\`sh
cd ${inside(posix.dirname(alembic))}
${before}${asOwner} alembic upgrade ${revision}
\`\`\`
Para trazer depois os dados para estas tabelas: \`autocore-migrate migrate … --if-not-empty adopt\`. Então \`stamp\` na seção 5
não é preciso.
`;
}

/** A path of the checkout, as one word of the shell whatever its name is. */
function inside(path: string): string {
  return /^[\w./ -]*$/.test(path) ? `"$AUTOCORE/${path}"` : `"$AUTOCORE"/${quoted(path)}`;
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
