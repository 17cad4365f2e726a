/** What the desktop program says outside of its page: dialogs of the system. */
export const desktop = {
  pick: {
    source: 'Escolha o banco de dados do AutoCore',
    certificates: 'Escolha o arquivo de certificados (CA)',
    env: 'Escolha um arquivo .env do AutoCore',
    folder: 'Escolha a pasta',
  },
  save: { title: 'Salvar como' },
  filters: {
    databases: 'Bancos SQLite',
    certificates: 'Certificados',
    all: 'Todos os arquivos',
  },
  close: {
    message: 'Há um trabalho em andamento. Parar e fechar?',
    detail: 'Nada se perde: uma migração interrompida pode ser retomada do ponto em que parou.',
    stay: 'Continuar trabalhando',
    stop: 'Parar e fechar',
  },
  failure: 'Falha inesperada no AutoCore Migrate',
};
