/** The page for whoever sets up a second server, and for the day on which the first one is gone. */
export const standbyPage = `# Segundo servidor

O segundo servidor (standby) recebe do primeiro tudo o que se grava, um instante depois, e toma o lugar dele quando o
primeiro para de vez. A troca é decidida por uma pessoa: nada aqui troca sozinho. Não substitui os backups: uma linha
apagada por engano é apagada nos dois.

Os dois precisam da mesma versão do PostgreSQL e do mesmo tipo de máquina. Os comandos são do bash, a partir da pasta do
kit; \`RUN\` é a migração e \`TARGET\` o destino do LEIAME.md de cima.

## 1. Preparar
Em \`.env\`, nas duas máquinas o mesmo arquivo: \`PRIMARY_HOST\` e \`PRIMARY_PORT\` (o primeiro, como o segundo o alcança),
\`STANDBY_ADDRESS\` (o IP do segundo), \`STANDBY_PORT\`, \`STANDBY_PASSWORD\` (já está lá), \`STANDBY_CLIENTS\` (de onde a
aplicação chegará ao segundo) e \`BIND_ADDRESS\` (o endereço em que cada um responde). De um kit anterior, cujo \`.env\` não
os tem: \`echo "STANDBY_PASSWORD=$(openssl rand -hex 24)" >> .env\`, e os outros à mão.

No primeiro servidor, como root. Faz a função \`autocore_standby\`, que só replica, o slot de mesmo nome e uma linha do
\`pg_hba.conf\` para aquele endereço; pode ser executado de novo:
\`\`\`sh
sudo standby/primary.sh
\`\`\`
Com Docker (\`BACKUP_VIA=docker\` em \`.env\`), o mesmo sem \`sudo\`. Em outro servidor, com \`PGHOST\`, \`PGUSER\` e
\`PGPASSWORD\` de um superusuário no ambiente.

No segundo, um destes. Sem Docker:
\`\`\`sh
sudo standby/standby.sh install
\`\`\`
Com Docker:
\`\`\`sh
docker compose --profile standby up -d standby
\`\`\`

## 2. Olhar
\`\`\`sh
autocore-migrate status --run "$RUN"
\`\`\`
mostra o segundo servidor com o atraso em MiB e segundos, e o slot com o que o primeiro guarda para ele. Um segundo que
parou é avisado ali. O primeiro guarda para ele até \`STANDBY_MAX_WAL\` (2 GB); além disto o slot se perde, para que o disco
não encha, e o segundo se faz de novo (seção 5).

**Esperar ou não.** Como está, o primeiro não espera: se ele morrer, podem faltar no segundo as gravações do último
instante. Com \`sudo standby/primary.sh --sync on\` cada COMMIT só é confirmado depois de estar no disco do segundo, e nada
confirmado se perde. O preço: cada gravação espera pela rede, e com o segundo parado **nada mais se grava** até ele voltar
ou até \`sudo standby/primary.sh --sync off\`.

## 3. Promover
Primeiro, parar o primeiro de vez: se ele ainda responde, \`sudo systemctl disable --now postgresql\` nele (com Docker:
\`docker compose rm -sf postgres\`); se a máquina morreu, tirá-la da rede antes que alguém a ligue. Depois, no segundo:
\`\`\`sh
sudo standby/promote.sh
\`\`\`
Recusa enquanto o primeiro responde. Diz até que momento o segundo recebeu o que se gravava. Uma aplicação que esperava por
um COMMIT quando o primeiro morreu não sabe se ele valeu: a linha pode estar no segundo.

## 4. Apontar a aplicação
\`NEW\` é o segundo: \`NEW="postgresql://autocore_owner@SEGUNDO:5432/autocore"\`, com a mesma senha do primeiro em
\`PGPASSWORD\`. Os serviços ficam parados até o fim.
\`\`\`sh
autocore-migrate cutover --run "$RUN" --target "$NEW" --yes
\`\`\`
Sem \`--env\` muda os mesmos \`.env\` da entrada em produção; sem \`--yes\` só mostra. Antes de mudar algo confere que o servidor
é a cópia promovida daquele em que a migração estava (o mesmo número, uma linha do tempo mais nova, o mesmo registro da
migração), que aceita gravações e que o de antes não responde mais. Depois \`status\`, \`rollback\` e todos os outros comandos
trabalham com o novo, e recusam o de antes, se alguém o ligar e o indicar.

## 5. O servidor de antes
Não pode voltar como estava: seria um segundo primeiro, com dados que param no dia em que ele parou. Refeito, ele é o novo
segundo, e isto é também o caminho de volta:
1. Guardar ou apagar a pasta de dados antiga.
2. Em \`.env\`, nas duas máquinas, trocar os papéis: \`PRIMARY_HOST\`/\`PRIMARY_PORT\` são do promovido, \`STANDBY_ADDRESS\` e
   \`STANDBY_PORT\` do refeito.
3. No promovido \`sudo PGPORT=5432 standby/primary.sh\` (a porta dele; com Docker: \`PRIMARY_SERVICE=standby
   standby/primary.sh\`), no outro a seção 1.
4. Para voltar à primeira máquina, as seções 3 e 4 na outra direção, numa hora calma.

Um segundo cujo slot se perdeu se faz de novo do mesmo modo: parar \`autocore-standby\`, apagar a pasta \`data\` de
\`/var/lib/autocore-standby\` (só no segundo!), \`primary.sh\` no primeiro, a seção 1 no segundo. Quem tem muitos dados e pouca
rede poupa a cópia com \`pg_rewind\` (https://www.postgresql.org/docs/current/app-pgrewind.html): as cópias do kit gravam o
que ele precisa (\`wal_log_hints\` ou somas de verificação).
`;
