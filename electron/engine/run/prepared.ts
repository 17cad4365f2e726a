import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Audit } from '../../../shared/model/index.ts';
import { digestFile } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { ifThere, readIfThere, rm } from '../system/files.ts';
import type { RunFolder } from './paths.ts';
import { writePlan } from './plan-file.ts';
import { type Prepared, type RunSession, readPrepared } from './session.ts';

/** What a resumed run reads again, by the names of `RunFolder`. */
const files = ['measures', 'plan', 'audit'] as const;

/** SHA-256 of those files. It is written last: where it is, they are complete. */
const digestsShape = z.object({
  format: z.literal(1),
  sha256: z.object({ measures: z.string(), plan: z.string(), audit: z.string() }),
});
type Digests = z.infer<typeof digestsShape>['sha256'];

/** Keeps what the audit found for the stages behind it, in this process and in later ones. */
export async function writePrepared(
  folder: RunFolder,
  { plan, measures, audit }: Prepared & { audit: Audit },
): Promise<void> {
  await writeAtomic(folder.measures, `${JSON.stringify(measures)}\n`);
  await writePlan(folder.plan, plan);
  await writeAtomic(folder.audit, `${JSON.stringify(audit, null, 2)}\n`);
  await sealPrepared(folder);
}

/** Takes note of the files as they are now: whoever changes them on purpose calls this afterwards. */
export async function sealPrepared(folder: RunFolder): Promise<void> {
  const sha256: Record<string, string> = {};
  for (const name of files) sha256[name] = digestOf(await readFile(folder[name], 'utf8'));
  await writeAtomic(digestsFile(folder), `${JSON.stringify({ format: 1, sha256 }, null, 2)}\n`);
}

/** Null where the audit did not come to its end. */
export async function findPrepared(folder: RunFolder): Promise<Prepared | null> {
  return (await readDigests(folder)) === null ? null : readPrepared(folder);
}

/** The audit is made again, such as by another version of this program. */
export async function forgetPrepared(folder: RunFolder): Promise<void> {
  await rm(digestsFile(folder), { force: true });
}

/**
 * Makes sure that the files a run goes on from are the ones it wrote: with another snapshot or plan the target would
 * get rows of two kinds.
 * @throws AppError run.changed {run, path}, run.incomplete {run, path}
 */
export async function verifyFolder({
  folder,
  state,
  ctx,
}: Pick<RunSession, 'folder' | 'state' | 'ctx'>): Promise<void> {
  // A catch-up was cut off: the target says which files count, and they are looked at after that.
  if (existsSync(join(folder.dir, 'sync.json'))) return;
  const digests = await readDigests(folder);
  const beyond = !['snapshot', 'audit', 'plan'].includes(state.stage);
  if (digests === null && beyond) throw incomplete(folder, digestsFile(folder));
  const expected: [string, string | null][] = [
    ...files.map((name): [string, string | null] => [folder[name], digests?.[name] ?? null]),
    [folder.snapshot, state.source.sha256],
  ];
  for (const [path, sha256] of expected) {
    if (sha256 === null) continue;
    const found = await ifThere(digestFile(path, ctx.signal));
    if (found === null) throw incomplete(folder, path);
    if (found !== sha256) throw new AppError('run.changed', { run: folder.id, path });
  }
}

function incomplete(folder: RunFolder, path: string): AppError {
  return new AppError('run.incomplete', { run: folder.id, path });
}

function digestsFile(folder: RunFolder): string {
  return join(folder.dir, 'digests.json');
}

async function readDigests(folder: RunFolder): Promise<Digests | null> {
  const path = digestsFile(folder);
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    return digestsShape.parse(JSON.parse(text)).sha256;
  } catch (cause) {
    throw new AppError('run.damaged', { run: folder.id, path, reason: basename(path) }, { cause });
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
