/** Textos de um banco com Citus, que coloca cada esquema em um servidor do conjunto. */
export const citus = {};

export const citusErrors = {
  citus: {
    worker: {
      message:
        'O servidor {{host}}:{{port}} é um dos nós de trabalho do Citus; quem recebe a migração é o coordenador ({{coordinator}}).',
      hint: 'Indique o coordenador em --target e repita. Nada foi alterado.',
    },
  },
};
