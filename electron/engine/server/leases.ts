import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../system/atomic.ts';
import { ifThere, rm } from '../system/files.ts';
import { ownIdentity, processIdentity } from '../system/process.ts';
import { type System, thisSystem } from '../system/programs.ts';

const leaseSchema = z.object({
  pid: z.int().positive(),
  /** Tells the process from a later one with the same id; null where the system did not tell it. */
  identity: z.string().nullable(),
  user: z.string(),
  since: z.string(),
});

/** Somebody who uses the server, and for whom it stays up. */
export type Lease = z.infer<typeof leaseSchema>;

/** Stands for the user whose lease cannot be read; no run has such a name. */
const unreadable = '?';

/** Notes down that this process uses the server, for `user` (a word for people, such as a run's id). Returns the file. */
export async function writeLease(folder: string, user: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}.json`);
  const own = await ownIdentity();
  const lease: Lease = {
    pid: process.pid,
    identity: own.is === 'known' ? own.text : null,
    user,
    since: new Date().toISOString(),
  };
  await writeAtomic(file, `${JSON.stringify(lease)}\n`);
  return file;
}

/** The users that are still alive. With `clean`, what dead ones left behind is removed. */
export async function liveLeases(folder: string, clean: boolean, system = thisSystem): Promise<Lease[]> {
  const names = (await ifThere(readdir(folder))) ?? [];
  const live: Lease[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const lease = name.endsWith('.json') ? await readLease(file) : null;
    if (lease && (lease.user === unreadable || (await isLive(lease, system)))) live.push(lease);
    else if (clean) await rm(file, { force: true });
  }
  return live;
}

/** Null for nobody's. One that cannot be read now (a virus scanner has it, too many files are open) is somebody's. */
async function readLease(file: string): Promise<Lease | null> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    // Its name begins with the process id.
    return { pid: Number.parseInt(basename(file), 10), identity: null, user: unreadable, since: '' };
  }
}

/** Where the system does not tell, whoever has the id counts as the user: a server too long rather than too short. */
async function isLive({ pid, identity }: Lease, system: System): Promise<boolean> {
  const now = await processIdentity(pid, system);
  if (now.is !== 'known') return now.is === 'unknown';
  return identity === null || identity === now.text;
}

function parse(text: string): Lease | null {
  try {
    return leaseSchema.parse(JSON.parse(text));
  } catch {
    // Half a file, or none of ours: nobody's lease.
    return null;
  }
}
