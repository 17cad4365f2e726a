/** The picture of a migration: the file, an arrow, the place. */
export const wizardWay = {
  way: {
    still: 'Do arquivo {{file}} para {{place}}',
    part: 'Do arquivo {{file}} para {{place}}: {{part}}',
    done: 'Do arquivo {{file}} para {{place}}: concluído',
    file: 'Arquivo do AutoCore',
    fileText: 'SQLite',
    rows_one: '{{rows}} linha',
    rows: '{{rows}} linhas',
    server: 'PostgreSQL',
    serverText: 'neste computador ou em um servidor',
    temporary: 'PostgreSQL temporário',
    temporaryText: 'apagado no fim',
    speed: 'A velocidade do começo ao fim',
    speedOf: '{{stage}}: em média {{rate}}',
  },
};
