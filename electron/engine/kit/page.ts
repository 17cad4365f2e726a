import type { Plan } from '../../../shared/model/index.ts';
import { revisionOf } from './alembic.ts';
import type { Application } from './checkout/look.ts';
import { codeSection } from './page-code.ts';
import { moveSection, otherWays } from './page-move.ts';

/**
 * The page for whoever moves the application over; Portuguese, as its readers. Its blocks of `sh` are run in order by
 * test/application/reader.test.ts.
 */
export function page(plan: Plan, enhanced: Plan | null, application: Application): string {
  const revision = revisionOf(plan);
  return `# AutoCore no PostgreSQL

Perfil deste kit: **${plan.profile === 'compatible' ? 'compatível (a aplicação vê o que via)' : 'aprimorado (JSONB, UUID, TEXT[])'}**.
Os comandos são do bash, de cima para baixo, na mesma janela, a partir desta pasta.

${moveSection(application, revision)}
## 7. O que muda no código
${codeSection(plan, enhanced, application.found?.places ?? null)}
## 8. Outros caminhos
${otherWays(application, revision)}
## 9. Cópias e manutenção
\`backup/backup.sh\` copia o banco (ficam as ${'`BACKUP_KEEP`'} mais novas), \`backup/restore.sh ARQUIVO\` volta uma cópia,
\`backup/partitions.sh\` faz as partições dos próximos meses. Com Docker: \`BACKUP_VIA=docker\` em \`.env\` e um cron diário;
sem Docker os temporizadores do systemd já fazem isto. Com pg_cron no servidor:
\`select cron.schedule('autocore', '@weekly', 'select autocore_migration.maintain_partitions(3)')\`.
Nada é apagado; para guardar só dois anos: \`maintain_partitions(3, interval '2 years')\`.
Uma cópia de um banco com TimescaleDB só volta com um superusuário, para um servidor que tem o TimescaleDB na mesma versão:
\`RESTORE_USER\` (sem ele, postgres) e \`RESTORE_PASSWORD\` (sem ela, \`POSTGRES_PASSWORD\`). O \`docker-compose.yml\` não o tem.
Um segundo servidor, que toma o lugar deste quando ele para de vez: \`standby/LEIAME.md\`.

## 10. Consultas em JSON
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
