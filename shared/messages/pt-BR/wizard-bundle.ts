/** As telas de um arquivo para o suporte, só para ler. */
export const wizardBundle = {
  bundle: {
    title: 'Arquivo para o suporte',
    open: 'Abrir arquivo para o suporte',
    another: 'Abrir outro',
    close: 'Fechar o arquivo',
    of: 'Arquivo para o suporte da migração {{run}}: só leitura, valores mascarados',
    written: 'Gravado em {{date}} pela versão {{tool}} · {{name}}',
    unreadable: 'Não puderam ser lidos, e ficaram de fora: {{files}}.',
    more: 'O arquivo para o suporte traz só as primeiras exceções. As outras ficaram no computador da migração.',
  },
};
