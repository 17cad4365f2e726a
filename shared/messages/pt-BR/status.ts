/** Textos do estado do destino. */
export const status = {
  title: '{{server}}, esquema {{schema}}: {{mib, number(maximumFractionDigits: 1)}} MiB no banco',
  columns: {
    table: 'Tabela',
    mib: 'MiB',
    rows: 'Linhas',
    dead: 'Mortas',
    statement: 'Comando',
    calls: 'Vezes',
    mean: 'Média ms',
  },
  partitions:
    'Partições de {{table}}: {{count, number}}, {{ahead, number}} mês(es) à frente; linhas em DEFAULT: {{waiting, number}}',
  connections: 'Conexões: {{used, number}} de {{max, number}} ({{active, number}} ativas)',
  unused: 'Índices que ninguém leu ainda: {{names}}',
  slowest: 'Comandos que mais tempo tomaram:',
  noStatements: 'Comandos lentos: pg_stat_statements não está disponível.',
  schedulers: 'No servidor, para as partições: {{names}}',
  backup: 'Última cópia: {{file}}, {{at}}',
  warnings: {
    partitionsAhead:
      'Faltam partições à frente em {{table}}: select * from autocore_migration.maintain_partitions()',
    waiting:
      '{{rows, number}} linhas de {{table}} estão em DEFAULT: select * from autocore_migration.maintain_partitions()',
    deadRows: '{{percent}}% das linhas de {{table}} são mortas: verifique o autovacuum ou execute vacuum',
    connections: 'Quase todas as conexões estão em uso: {{used, number}} de {{max, number}}',
    targetBehind: 'O destino tem os dados de outra cópia da origem: ele, ou esta pasta, voltou a um backup',
    liveLost:
      'A migração entrou em produção e o destino não sabe disso: voltou a um backup anterior, ou é outro banco',
    noBackup: 'Não há cópia na pasta indicada',
    oldBackup: 'A última cópia tem {{hours, number}} horas',
  },
  fine: 'Nada pede atenção.',
};

export const statusErrors = {
  backups: {
    unreadable: {
      message: 'A pasta de cópias não pode ser lida: {{path}} ({{reason}})',
      hint: 'Verifique o nome da pasta e as permissões, ou deixe --backups de fora.',
    },
  },
};
