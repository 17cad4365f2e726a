import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Measures, Profile } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { markOf } from '../source/mark.ts';
import { digestFile, partOfSnapshot } from '../source/snapshot.ts';
import { syncFolder, writeAtomic } from '../system/atomic.ts';
import { readIfThere, rename, rm } from '../system/files.ts';
import type { AuditFiles } from './audit-folder.ts';

const keptShape = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  takenAt: z.string(),
  /** Of the source, the same before and after the snapshot; null where it was written to meanwhile. */
  mark: z.string().nullable(),
  /** What snapshot and audit took: a run that does not make them again cannot tell. */
  seconds: z.object({ snapshot: z.number(), audit: z.number() }),
});

/** A snapshot with what was measured in it, for runs of the same source that come after it. */
export type KeptSnapshot = z.infer<typeof keptShape>;

const measuresShape = z.object({ sha256: z.string(), measures: z.custom<Measures>() });

export function writeKept(files: AuditFiles, kept: KeptSnapshot): Promise<void> {
  return writeAtomic(files.kept, JSON.stringify(kept));
}

/** Null where no audit has come to its end. */
export async function readKept(files: AuditFiles): Promise<KeptSnapshot | null> {
  const text = await readIfThere(files.kept);
  return text === null ? null : (keptShape.safeParse(parsed(text)).data ?? null);
}

export function writeMeasures(files: AuditFiles, profile: Profile, measures: Measures): Promise<void> {
  return writeAtomic(files.measures(profile), JSON.stringify({ sha256: digestOf(measures), measures }));
}

/** Null where the profile was not measured for, or what was measured is not what was written. */
export async function readMeasures(files: AuditFiles, profile: Profile): Promise<Measures | null> {
  const text = await readIfThere(files.measures(profile));
  if (text === null) return null;
  const { data } = measuresShape.safeParse(parsed(text));
  return data && data.sha256 === digestOf(data.measures) ? data.measures : null;
}

/**
 * Gives a run the snapshot of an audit, where the source is provably what it was then, and the snapshot too.
 * @param to where the run has its own, under a name of its own: what becomes of the audit's is nothing to it
 * @returns null where a new one has to be taken
 */
export async function takeOver(
  files: AuditFiles,
  source: string,
  to: string,
  { signal, log }: Pick<EngineContext, 'signal' | 'log'>,
  onProgress: (done: number, total: number) => void,
): Promise<KeptSnapshot | null> {
  const kept = await readKept(files);
  if (kept === null || kept.mark === null || kept.path !== source) return null;
  if (markOf(source) !== kept.mark) {
    log.info({ source }, 'the source is not what was audited: a new snapshot is taken');
    return null;
  }
  const part = partOfSnapshot(to);
  await rm(part, { force: true });
  try {
    await ownName(files.snapshot, part);
    const sha256 = await digestFile(part, signal, (done) => onProgress(done, kept.bytes));
    if (sha256 !== kept.sha256) throw new Error('the snapshot of the audit is not what was written');
    await rename(part, to);
    await syncFolder(dirname(to));
    return kept;
  } catch (err) {
    await rm(part, { force: true });
    signal.throwIfAborted();
    // There is always the source.
    log.warn({ source, err }, 'a new snapshot is taken');
    return null;
  }
}

/**
 * A second name is as good as a copy where there are such: snapshots are replaced, and the one that a catch-up writes
 * into has no other name (stages/catch-up-pages.ts).
 */
async function ownName(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}

function digestOf(measures: Measures): string {
  return createHash('sha256').update(JSON.stringify(measures)).digest('hex');
}

/** What a failing disk left of a file is no JSON, and then there is nothing to take over. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
