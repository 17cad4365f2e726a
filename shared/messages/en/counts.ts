/** Numbers with the form of the noun that they ask for: for texts with more than one number in them. */
export const counts = {
  columns_one: '{{count, number}} column',
  columns: '{{count, number}} columns',
  differences_one: '{{count, number}} difference',
  differences: '{{count, number}} differences',
  newRows_one: '{{count, number}} new row',
  newRows: '{{count, number}} new rows',
  objects_one: '{{count, number}} object',
  objects: '{{count, number}} objects',
  rows_one: '{{count, number}} row',
  rows: '{{count, number}} rows',
  tables_one: '{{count, number}} table',
  tables: '{{count, number}} tables',
  values_one: '{{count, number}} value',
  values: '{{count, number}} values',
};
