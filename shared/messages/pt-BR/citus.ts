/** Textos de um banco com Citus, que coloca cada esquema em um servidor do conjunto. */
export const citus = {
  nodes: 'Nós do Citus:',
  columns: { node: 'Nó', schemas: 'Esquemas', schema: 'Esquema', mib: 'MiB' },
  more_one: 'e mais {{count, number}}, no documento (--json)',
  more: 'e mais {{count, number}}, no documento (--json)',
  role: 'Quem receber o papel {{role}} pode ler as visões e as tabelas que elas leem, e nada mais.',
  views:
    'Uma pergunta às visões traz ao coordenador as linhas de todos os veículos. De um veículo só, pergunte ao nó dele: fleet.telemetry_of(esquema, desde, até).',
  rebalance:
    'O nó {{full}} tem bem mais do que {{empty}}. Quem cuida do Citus distribui de novo com: {{sql}}',
  distribute_one:
    'Esquema que está só no coordenador: {{count, number}}. Quem cuida do Citus o coloca em um nó, com os dados e sem migrar de novo: {{sql}}',
  distribute:
    'Esquemas que estão só no coordenador: {{count, number}}. Quem cuida do Citus os coloca nos nós, com os dados e sem migrar de novo: {{sql}}',
};

export const citusErrors = {
  citus: {
    worker: {
      message:
        'O servidor {{host}}:{{port}} é um dos nós de trabalho do Citus; quem recebe a migração é o coordenador ({{coordinator}}).',
      hint: 'Indique o endereço do coordenador e repita. Nada foi alterado.',
    },
    node: {
      message: 'Servidores do conjunto Citus que não respondem ao coordenador: {{nodes}} ({{reason, said}})',
      hint: 'Quem cuida do Citus confere se esses servidores estão ligados e se o coordenador entra neles (select * from citus_check_cluster_node_health()). Depois repita; nada foi alterado.',
    },
    adopted: {
      message:
        'O Citus colocou em nós tabelas do esquema {{schema}} que o aplicativo criou: {{tables}}. As linhas da migração não poderiam mais ser retiradas delas com exatidão.',
      hint: 'Use outro esquema e deixe a migração criar as tabelas, ou tabelas que estejam só no coordenador. Para desfazer uma migração, quem cuida do Citus traz antes as tabelas de volta ao coordenador (citus_schema_undistribute ou undistribute_table). Nada foi alterado.',
    },
  },
};
