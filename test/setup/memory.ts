import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const folder = '/dev/shm';
/** What the tests of every day need at once, with room to spare. */
const enough = 6 * 1024 ** 3;

/**
 * Puts temporary folders, and with them the tests' servers and databases, into memory where the system has a folder for
 * that and enough of it: writing to a disk is a third of what a test of a small database takes. A TMPDIR that somebody
 * set is left alone.
 */
export function inMemory(): void {
  if (
    process.platform !== 'linux' ||
    process.env.TMPDIR ||
    process.argv.some((word) => word.includes('vitest.long'))
  )
    return;
  if (!existsSync(folder)) return;
  const { bavail, bsize } = statfsSync(folder, { bigint: false });
  if (bavail * bsize < enough) return;
  const own = mkdtempSync(join(folder, 'autocore-test-'));
  // Tests are other users, too: as in /tmp itself, all may write and nobody may remove what is another's.
  chmodSync(own, 0o1777);
  process.env.TMPDIR = own;
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
}
