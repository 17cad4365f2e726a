import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rm } from '../../engine/system/files.ts';

/**
 * Writes a page that leads a browser to a link: what stands in the command line of a browser can be read by every user
 * of this computer, who could be there first. Only its owner can read the page.
 * @param folder where the user's browser may read: some are kept out of hidden folders, and of the system's temporary one.
 */
export async function openingPage(
  folder: string,
  link: string,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = join(folder, `autocore-migrate-${randomBytes(6).toString('hex')}.html`);
  const page = `<!doctype html><meta charset="utf-8"><title>AutoCore Migrate</title>
<meta http-equiv="refresh" content="0;url=${link}">\n`;
  await writeFile(path, page, { mode: 0o600, flag: 'wx' });
  return { path, remove: () => rm(path, { force: true }) };
}
