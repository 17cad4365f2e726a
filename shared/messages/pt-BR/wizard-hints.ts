/** What to do about an error, with buttons: for errors whose own hint names options of the command line. */
export const wizardHints = {
  hints: {
    target: {
      notEmpty: 'Escolha aqui o que fazer com o que já existe, ou use outro esquema.',
    },
    output: {
      notEmpty: 'Escolha outra pasta, ou apague esta se ela não serve mais.',
    },
    run: {
      notRunThere:
        'Execute no servidor o comando que está nesta página, até o fim; ou confira o servidor e o banco que você informou.',
      noTarget: 'Abra a migração e informe o servidor em que os arquivos foram carregados.',
    },
    adopt: {
      nothing:
        'Deixe primeiro o aplicativo criar as tabelas dele, ou confira o nome do esquema. Para que a migração as crie, volte ao passo “Conectar” e teste de novo.',
    },
  },
};
