import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { ifThere, rm } from '../system/files.ts';
import { envDifference, setEnv } from './env.ts';
import { type EnvValues, misread } from './env-readers.ts';
import { replaceFile } from './env-replace.ts';
import { backOut, envDigest, envNames, type NotedEnv, restoration } from './env-restore.ts';
import { decodeEnv } from './env-text.ts';
import { backupName, type EnvTrouble, unwritableEnvs } from './env-writable.ts';

export interface EnvChange {
  path: string;
  /** Lines that go and come, for people. The password is not among them. */
  difference: string[];
  before: string;
  after: string;
}

/**
 * What would be written. Every file is tried before any is touched.
 * @param noted what the run knows of files that it wrote already.
 * @throws AppError cutover.envUnusable {path, reason, files}, cutover.envEncoding {path, line}, cutover.envValue {key,
 *   characters}, cutover.envMisread {path, key, reader}
 */
export async function planEnvs(
  paths: readonly string[],
  values: EnvValues,
  run: string,
  noted: readonly NotedEnv[],
): Promise<EnvChange[]> {
  const troubles = await unwritableEnvs(paths, run, noted);
  if (troubles.length > 0) throw unusable(troubles);
  // The file behind a symbolic link is the one to replace, once.
  const real = new Set(await Promise.all(paths.map((path) => realpath(path))));
  const changes: EnvChange[] = [];
  for (const path of real) {
    const before = decodeEnv(await readFile(path), path);
    const after = setEnv(before, values, path);
    changes.push({
      path,
      before,
      after,
      difference: envDifference(before, after, (n) => n === 'DB_PASSWORD'),
    });
  }
  return changes;
}

/**
 * What is noted of a file before it is written: from then on the application may find the new settings.
 * @param earlier what an earlier attempt noted. Its backup is the one that counts, and where somebody edited the file
 *   since, the way back takes nothing of that away.
 */
export function notedEnv({ path, before, after }: EnvChange, run: string, earlier?: NotedEnv): NotedEnv {
  const backup = backupName(path, run);
  const [was, is] = [envDigest(Buffer.from(before)), envDigest(Buffer.from(after))];
  if (earlier === undefined || !existsSync(backup)) return { path, backup, before: was, written: is };
  const edited = ![earlier.before, earlier.written].includes(was);
  return { path, backup, before: earlier.before, written: edited ? earlier.written : is };
}

/** False where a file was noted, and going live stopped before it was written: the backup comes first. */
export async function mayBeWritten({ path, backup, written }: NotedEnv): Promise<boolean> {
  if (existsSync(backup)) return true;
  const now = await ifThere(readFile(path));
  return now !== null && envDigest(now) === written;
}

/** Writes one file with a backup beside it; the first backup of a run is the one that counts. */
export async function writeEnv({ path, before, after }: EnvChange, run: string): Promise<void> {
  const backup = backupName(path, run);
  await told(path, async () => {
    // As a whole, like the file itself: half a backup would be taken for the file as it was.
    if (!existsSync(backup)) await replaceFile(backup, Buffer.from(before), path);
    if (after !== before) await replaceFile(path, Buffer.from(after));
  });
}

/**
 * Reads a file again, as the application will.
 * @throws AppError cutover.envMisread {path, key, reader}, cutover.envUnusable, cutover.envEncoding
 */
export async function requireReadAsWritten(path: string, values: EnvValues): Promise<void> {
  const content = await told(path, () => readFile(path));
  const [wrong] = misread(decodeEnv(content, path), values);
  if (wrong) throw new AppError('cutover.envMisread', { path, ...wrong });
}

/** Takes back what `writeEnv` did; where somebody edited the file since, only our settings. */
export async function unwriteEnv(
  { path, before, after }: EnvChange,
  run: string,
  earlier?: NotedEnv,
): Promise<void> {
  await told(path, async () => {
    const [now, was] = [await readFile(path), Buffer.from(before)];
    const untouched = now.equals(Buffer.from(after));
    if (!now.equals(was)) await replaceFile(path, untouched ? was : backOut(now, was, envNames));
    if (earlier === undefined) await rm(backupName(path, run), { force: true });
  });
}

/** Makes the file what it was; where somebody edited it since, only our settings. @throws AppError cutover.envUnusable */
export async function restoreEnv(noted: NotedEnv): Promise<void> {
  await told(noted.path, async () => {
    const found = await restoration(noted);
    if (found) await replaceFile(found.path, found.content, found.like);
  });
}

async function told<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unusable([{ path, reason: (cause as Error).message }], cause);
  }
}

function unusable(troubles: EnvTrouble[], cause?: unknown): AppError {
  const { path = '', reason = '' } = troubles[0] ?? {};
  const files = troubles.map((each) => `${each.path} (${each.reason})`).join('; ');
  return new AppError('cutover.envUnusable', { path, reason, files }, { cause });
}
