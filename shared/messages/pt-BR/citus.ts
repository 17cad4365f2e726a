/** Textos de um banco com Citus, que coloca cada esquema em um servidor do conjunto. */
export const citus = {};

export const citusErrors = {
  citus: {
    worker: {
      message:
        'O servidor {{host}}:{{port}} é um dos nós de trabalho do Citus; quem recebe a migração é o coordenador ({{coordinator}}).',
      hint: 'Indique o coordenador em --target e repita. Nada foi alterado.',
    },
    node: {
      message: 'Servidores do conjunto Citus que não respondem ao coordenador: {{nodes}} ({{reason, said}})',
      hint: 'Quem cuida do Citus confere se esses servidores estão ligados e se o coordenador entra neles (select * from citus_check_cluster_node_health()). Depois repita; nada foi alterado.',
    },
  },
};
