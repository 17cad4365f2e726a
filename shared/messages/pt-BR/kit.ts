/** Textos do kit para o servidor e a aplicação. */
export const kit = {
  needsRunOrPlan: 'falta --run ou --plan',
  done: 'Kit escrito em {{path}}: {{count, number}} arquivos',
  next: 'Próximo passo: {{path}}/LEIAME.md. As senhas estão em .env, que só você lê.',
};
