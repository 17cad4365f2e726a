import type { Plan } from '../../../shared/model/index.ts';
import { revisionOf } from './alembic.ts';
import { placesFor } from './places.ts';

/** The page for the developer who moves the application over; Portuguese, as its readers. */
export function page(plan: Plan, enhanced: Plan | null): string {
  const rows = (of: Plan) => placesFor(of).map(({ where, change }) => `| ${where} | ${change} |`);
  const table = (of: Plan) => ['| Onde | O que muda |', '|---|---|', ...rows(of)].join('\n');
  return `# AutoCore no PostgreSQL

Perfil deste kit: **${plan.profile === 'compatible' ? 'compatível (a aplicação vê o que via)' : 'aprimorado (JSONB, UUID, TEXT[])'}**.

## 1. Servidor
Com Docker: \`docker compose up -d\` (com pgAdmin: \`docker compose --profile pgadmin up -d\`, em http://127.0.0.1:5050).
Sem Docker (Raspberry Pi OS, Debian): \`sudo systemd/install.sh\`.
As senhas estão em \`.env\`, que só o dono lê. O servidor responde só nesta máquina; \`BIND_ADDRESS\` muda isso.
\`autocore_owner\` faz as tabelas; \`autocore_user\` é a aplicação e só lê e escreve linhas.

## 2. Dados
\`\`\`
PGPASSWORD=<OWNER_PASSWORD de .env> autocore-migrate migrate --source autocore.db \\
  --target postgresql://autocore_owner@127.0.0.1:5432/autocore
\`\`\`

## 3. Alembic
Copie \`alembic/versions/${revisionOf(plan)}_autocore_postgresql.py\` para as revisões do projeto.
Em um banco que o autocore-migrate já encheu: \`alembic stamp ${revisionOf(plan)}\`. Em um banco vazio: \`alembic upgrade ${revisionOf(plan)}\`.

## 4. Aplicação
\`application/requirements.txt\` em cada ambiente Python; \`application/database_config.py\` em \`database/shared\`. Depois:

${table(plan)}
${
  enhanced === null
    ? ''
    : `
### Perfil aprimorado (opcional)
A revisão está em \`alembic/enhanced\`. Além do que está acima, muda:

${['| Onde | O que muda |', '|---|---|', ...rows(enhanced).filter((row) => !rows(plan).includes(row))].join('\n')}
`
}
## 5. Cópias e manutenção
\`backup/backup.sh\` copia o banco (ficam as ${'`BACKUP_KEEP`'} mais novas), \`backup/restore.sh ARQUIVO\` volta uma cópia,
\`backup/partitions.sh\` faz as partições dos próximos meses. Com Docker: \`BACKUP_VIA=docker\` em \`.env\` e um cron diário;
sem Docker os temporizadores do systemd já fazem isto. Com pg_cron no servidor:
\`select cron.schedule('autocore', '@weekly', 'select autocore_migration.maintain_partitions(3)')\`.
Nada é apagado; para guardar só dois anos: \`maintain_partitions(3, interval '2 years')\`.

## 6. Consultas em JSON
\`\`\`sql
-- Dispositivos com wifi ligado, dispositivos com mqtt
select id, name from devices_json where configuration_json @> '{"wifi": {"enabled": true}}';
select id, name from devices_json where configuration_json ? 'mqtt';
-- Outro endereço do broker
update devices d set configuration_json = jsonb_set(j.configuration_json, '{mqtt,broker}', '"192.168.4.1"')::text
  from devices_json j where j.id = d.id and j.configuration_json @> '{"mqtt": {"broker": "10.0.0.1"}}';
-- Palavras em eventos
select id, timestamp, source from event_logs_json where search_vector @@ websearch_to_tsquery('portuguese', 'tempo esgotado');
\`\`\`
${explained(plan)}${plan.profile === 'compatible' ? '' : 'No perfil aprimorado as colunas já são JSONB, e as visões mostram as mesmas colunas.\n'}`;
}

/** Which indexes answer these questions; a table of a few rows is read whole all the same. */
function explained(plan: Plan): string {
  const names = plan.tables
    .filter(({ target }) => target === 'devices' || target === 'event_logs')
    .flatMap(({ indexes }) =>
      indexes.filter(({ method }) => method === 'gin').map(({ name }) => `\`${name}\``),
    );
  if (names.length === 0) return '';
  return `Em tabelas grandes, \`explain\` mostra \`Bitmap Index Scan\` nos índices ${names.join(', ')}.\n\n`;
}
