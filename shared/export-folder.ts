/**
 * Name of the folder that an export of this file is written to, inside of the one that was chosen: a memory stick seldom
 * is empty. What some file system does not take in a name is left out.
 */
export function exportFolder(file: string): string {
  const stem = file
    .replace(/\.(db|db3|sqlite|sqlite3)$/i, '')
    .replace(/[<>:"/\\|?*\p{Cc}]+/gu, '-')
    .trim();
  // Names have at most 255 bytes, and a letter at most four in UTF-8.
  return `${[...stem].slice(0, 50).join('') || 'autocore'}-psql`;
}
