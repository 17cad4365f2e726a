import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = '/dev/shm';
/** With the number of the process that made it behind it. */
const prefix = 'autocore-migrate-tests-';

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
  removeLeft();
  const own = join(folder, `${prefix}${process.pid}`);
  mkdirSync(own);
  // Tests are other users, too: as in /tmp itself, all may write and nobody may remove what is another's.
  chmodSync(own, 0o1777);
  process.env.TMPDIR = own;
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
}

/**
 * The temporary folder by its real name: on a Mac it is behind a link, on Windows often a short name (`RUNNER~1`), and
 * what the program says of a file is where it really is.
 */
export function byRealName(): void {
  if (process.platform === 'linux') return;
  const real = realpathSync.native(tmpdir());
  for (const name of process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR']) process.env[name] = real;
}

/** Takes away what runs that were killed have left. */
function removeLeft(): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(prefix))) {
    if (!existsSync(`/proc/${name.slice(prefix.length)}`))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
