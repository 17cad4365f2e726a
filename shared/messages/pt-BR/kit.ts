/** Textos do kit para o servidor e o aplicativo. */
export const kit = {
  needsRunOrPlan: 'falta --run ou --plan',
  done_one: 'Kit gravado em {{path}}: {{count, number}} arquivo',
  done: 'Kit gravado em {{path}}: {{count, number}} arquivos',
  found: 'Lugares que mudam no código: {{count, number}}; {{patched, number}} (+) estão em autocore.patch',
  next: 'Próximo passo: {{path}}/LEIAME.md. As senhas estão em .env, que só você lê.',
};
