/** A text[] as PostgreSQL prints it, as JSON the way Python writes lists. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
export function decodeArray(text: string): string {
  const items: (string | null)[] = [];
  const item = /(?:"((?:[^"\\]|\\.)*)"|([^",{}]+))[,}]/gs;
  item.lastIndex = 1;
  for (let found = item.exec(text); found; found = item.exec(text)) {
    const [, quoted, bare = ''] = found;
    if (quoted !== undefined) items.push(quoted.replace(/\\(.)/gs, '$1'));
    else items.push(bare === 'NULL' ? null : bare);
  }
  return `[${items.map((each) => JSON.stringify(each)).join(', ')}]`;
}
