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
  partitions:
    'Partições de {{table}}: {{count, number}}; meses à frente: {{ahead, number}}; linhas na partição padrão: {{waiting, number}}',
  connections: 'Conexões: {{used, number}} de {{max, number}}; ativas: {{active, number}}',
  unused: 'Índices que ninguém leu ainda: {{names}}',
  slowest: 'Comandos que mais tempo tomaram:',
  noStatements: 'Comandos lentos: pg_stat_statements não está disponível.',
  schedulers: 'No servidor, para as partições: {{names}}',
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
