import { constants } from 'node:fs';
import { access, lstat, open, readFile, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../system/atomic.ts';
import { ifThere, rename, rm } from '../system/files.ts';

/** Always the same name: there is a password in it, and what a crash leaves behind goes with the next attempt. */
const partOf = (path: string): string => `${path}.autocore-migrate.part`;

/** Replaces a file as a whole, with the mode and owner that `like` has. */
export async function replaceFile(path: string, content: Buffer, like = path): Promise<void> {
  const { mode, uid, gid } = await stat(like);
  const part = partOf(path);
  try {
    await rm(part, { force: true });
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.chown(uid, gid).catch(onlyOwn(uid, gid));
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A file that is ours stays ours without being allowed to give it away. */
function onlyOwn(uid: number, gid: number): (error: unknown) => void {
  return (error) => {
    if (process.getuid?.() !== uid || process.getgid?.() !== gid) throw error;
  };
}

/**
 * What would keep `replaceFile` from its work, in the words of the system; null where nothing is seen that would.
 * Nothing is changed to find out.
 * @param sizes bytes of the files that have to fit beside what is there.
 */
export async function replaceProblem(path: string, sizes: number[], like = path): Promise<string | null> {
  const folder = dirname(path);
  try {
    // Also tells of a read-only file system and of a folder with the attribute `i`.
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const each of [path, partOf(path)]) await requireGoing(each, folder);
    await requireOwner(like);
    await requireSpace(folder, sizes);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What stands under a name must make way, which is a matter of its folder, and of little else. */
async function requireGoing(path: string, folder: string): Promise<void> {
  const there = await ifThere(lstat(path));
  if (there === null) return;
  if (there.isDirectory()) throw new Error(`EISDIR: is a directory, '${path}'`);
  if (there.isFile()) {
    // Attributes (chattr +i, +a) bar even root: https://man7.org/linux/man-pages/man1/chattr.1.html
    const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
      // Who may write to the file itself does not matter for its name.
      if (error.code === 'EACCES') return null;
      throw error;
    });
    await file?.close();
  }
  const [uid, { mode, uid: owner }] = [process.getuid?.() ?? 0, await stat(folder)];
  if ((mode & 0o1000) !== 0 && ![0, owner, there.uid].includes(uid))
    throw new Error(`EPERM: the folder keeps files of other users, '${path}'`);
  if (await isMountPoint(path)) throw new Error(`EBUSY: is a mount point, '${path}'`);
}

/** A file that a container gets from outside. https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
async function isMountPoint(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const spelled = path.replace(/[ \t\n\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return mounts.split('\n').some((line) => line.split(' ')[4] === spelled);
}

/** Root may give a file to anybody, others only to their own groups. */
async function requireOwner(like: string): Promise<void> {
  const uid = process.getuid?.() ?? 0;
  if (uid === 0) return;
  const owner = await stat(like);
  const groups = [process.getgid?.(), ...(process.getgroups?.() ?? [])];
  if (owner.uid !== uid || !groups.includes(owner.gid))
    throw new Error(`EPERM: owner ${owner.uid}:${owner.gid} cannot be kept, '${like}'`);
}

async function requireSpace(folder: string, sizes: number[]): Promise<void> {
  const { bsize, bavail, bfree, files, ffree } = await statfs(folder);
  const blocks = sizes.reduce((sum, size) => sum + Math.ceil(size / bsize), 0);
  // What is kept back is kept for root.
  const free = process.getuid?.() === 0 ? bfree : bavail;
  // Some file systems do not count files.
  if (free < blocks || (files > 0 && ffree < sizes.length))
    throw new Error(`ENOSPC: no space left on device, '${folder}'`);
}
