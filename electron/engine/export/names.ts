const longest = 40;

/**
 * Name of a table's files, unique by its number: letters, digits and underscores, which every file system holds and no
 * line of psql reads as anything else.
 */
export function fileStem(at: number, of: number, table: string): string {
  const plain = table.normalize('NFKD').replaceAll(/[^A-Za-z0-9]+/g, '_');
  const number = String(at + 1).padStart(Math.max(3, String(of).length), '0');
  return `${number}_${plain.slice(0, longest)}`;
}
