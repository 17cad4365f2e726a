/** Numbers with the form of the noun that they ask for: for texts with more than one number in them. */
export const counts = {
  columns_one: '{{count, number}} coluna',
  columns: '{{count, number}} colunas',
  differences_one: '{{count, number}} diferença',
  differences: '{{count, number}} diferenças',
  newRows_one: '{{count, number}} linha nova',
  newRows: '{{count, number}} linhas novas',
  objects_one: '{{count, number}} objeto',
  objects: '{{count, number}} objetos',
  rows_one: '{{count, number}} linha',
  rows: '{{count, number}} linhas',
  tables_one: '{{count, number}} tabela',
  tables: '{{count, number}} tabelas',
  values_one: '{{count, number}} valor',
  values: '{{count, number}} valores',
};
