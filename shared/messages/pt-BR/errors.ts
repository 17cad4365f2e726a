/** Texts of shared/errors.ts: what happened, where, and what to do next. */
export const errors = {
  internal: {
    message: 'Falha inesperada: {{reason}}',
    hint: 'Nenhum dado da origem foi alterado. O detalhe técnico está no log; envie-o ao suporte.',
  },
};
