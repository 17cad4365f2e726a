/** Textos do estado do destino. */
export const status = {
  title: '{{server}}, esquema {{schema}}: {{mib, number(maximumFractionDigits: 1)}} MiB no banco',
  columns: {
    table: 'Tabela',
    mib: 'MiB',
    rows: 'Linhas',
    dead: 'Antigas',
    statement: 'Comando',
    calls: 'Vezes',
    mean: 'Média ms',
  },
  hypertable: '{{table}} é uma hypertable do TimescaleDB; blocos (chunks): {{count, number}}',
  partitions:
    'Partições de {{table}}: {{count, number}}; meses à frente: {{ahead, number}}; linhas na partição padrão: {{waiting, number}}',
  connections: 'Conexões: {{used, number}} de {{max, number}}; ativas: {{active, number}}',
  unused: 'Índices que ninguém leu ainda: {{names}}',
  slowest: 'Comandos que mais tempo tomaram:',
  noStatements: 'Comandos lentos: pg_stat_statements não está disponível.',
  schedulers: 'No servidor, para as partições: {{names}}',
  replayed:
    'Este servidor está em recuperação (segundo servidor): acompanha outro e não aceita gravações. Última transação que chegou: {{at}}',
  standby:
    'Segundo servidor {{name}} ({{address}}): {{state}}, {{sync}}; atraso: {{mib, number(maximumFractionDigits: 1)}} MiB, {{seconds, number(maximumFractionDigits: 1)}} s',
  standbyUnseen:
    'Um segundo servidor está ligado; este usuário não pode ver como ele vai (falta pg_read_all_stats)',
  slot: 'Slot {{name}}: em uso, {{status}}; guarda {{mib, number(maximumFractionDigits: 1)}} MiB de log',
  slotIdle: 'Slot {{name}}: parado, {{status}}; guarda {{mib, number(maximumFractionDigits: 1)}} MiB de log',
  waits: 'Cada COMMIT espera pelo segundo servidor (synchronous_standby_names).',
  backup: 'Último backup: {{file}}, {{at}}',
  warnings: {
    partitionsAhead:
      'Em {{table}} faltam partições para os próximos meses. Quem cuida do PostgreSQL as cria com: select * from autocore_migration.maintain_partitions()',
    waiting:
      'Linhas de {{table}} na partição padrão (DEFAULT): {{rows, number}}. Quem cuida do PostgreSQL as põe no mês certo com: select * from autocore_migration.maintain_partitions()',
    deadRows:
      'De cada 100 linhas de {{table}}, {{percent}} são versões antigas que só ocupam espaço. Quem cuida do PostgreSQL verifica o autovacuum, ou executa vacuum',
    connections:
      'Quase todas as conexões estão em uso: {{used, number}} de {{max, number}}. Feche programas que usam o banco',
    targetBehind: 'O destino tem os dados de outra cópia da origem: ele, ou esta pasta, voltou a um backup',
    liveLost:
      'A migração entrou em produção e o destino não sabe disso: voltou a um backup anterior, ou é outro banco',
    rebalance:
      'O nó {{full}} do Citus tem bem mais do que {{empty}}. Quem cuida do Citus distribui de novo com: {{sql}}',
    distribute:
      'O esquema {{schema}} está só no coordenador do Citus. Quem cuida do Citus o coloca em um nó, com os dados e sem migrar de novo: {{sql}}',
    leftBehind:
      'A migração continua em outro servidor: o que foi gravado depois não está neste. Ele não deve voltar como primeiro',
    recovering:
      'O servidor é um segundo servidor: não aceita gravações. Para o aplicativo trabalhar nele, ele precisa ser promovido',
    standbyMissing:
      'Nenhum segundo servidor acompanha, e cada COMMIT espera por um: nada mais se grava. Ligue-o, ou quem cuida do PostgreSQL desliga a espera (standby/primary.sh --sync off)',
    standbyBehind: 'O segundo servidor {{name}} está atrasado: faltam nele {{mib, number}} MiB de log',
    slotInactive:
      'Ninguém lê o slot {{name}}: o segundo servidor está parado ou não alcança este, que guarda {{mib, number}} MiB de log para ele',
    slotLost:
      'O slot {{name}} se perdeu: o segundo servidor ficou tempo demais parado, e precisa ser feito de novo',
    noBackup: 'Não há backup na pasta indicada',
    oldBackup: 'O último backup tem {{hours, number}} horas: veja se os backups diários ainda são feitos',
  },
  fine: 'Nada pede atenção.',
};

export const statusErrors = {
  backups: {
    unreadable: {
      message: 'A pasta de backups não pode ser lida: {{path}} ({{reason, said}})',
      hint: 'Verifique o nome da pasta e as permissões, ou deixe --backups de fora.',
    },
  },
};
