/** As exceções, uma a uma: em uma planilha, e como SQL para trazer de volta. */
export const exceptions = {
  csv: {
    table: 'Tabela',
    key: 'Chave',
    column: 'Coluna',
    action: 'O que foi feito',
    cause: 'Causa',
    original: 'Valor original',
    now: 'Gravado no PostgreSQL',
    row: 'Linha inteira (JSON)',
  },
  now: {
    noRow: 'a linha não está no PostgreSQL',
    noColumn: 'o PostgreSQL não tem esta coluna',
    unknown: 'não se sabe: veja no PostgreSQL',
  },
  sql: {
    neverRun: 'SQL para copiar. O AutoCore Migrate não o executa.',
    noTable: 'O destino não tem uma tabela para esta linha. O que ela tinha:',
    noColumn: 'O destino não tem esta coluna. O que estava nela:',
    insert: 'Resolva antes o que impediu a linha; senão o PostgreSQL a recusa de novo.',
    correctRow: 'Corrija os valores que trazem o original ao lado e tire os traços do começo das linhas.',
    update: 'Confira antes: grava o original por cima do que estiver lá agora.',
    correctValue: 'Corrija o valor e tire os traços do começo das linhas.',
    noKey: 'A tabela não tem chave: a condição compara a linha inteira. Confira se acha uma só.',
  },
};
