import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError, type ErrorCode, type ErrorParams, exitCodes } from '../../../shared/errors.ts';
import { unreadableReason } from '../run/unreadable.ts';
import { writeAtomic } from '../system/atomic.ts';

const stateSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  manifest: z.string(),
  each: z.enum(['schema', 'database']),
  /** Of the server, without a password; null for the local one of the workspace. */
  target: z.string().nullable(),
  /**
   * By vehicle: the schema it was given, and what stopped it where that left no run behind. As pairs, for a vehicle may be
   * called like something that every object has.
   */
  vehicles: z
    .array(
      z.tuple([
        z.string(),
        z.object({
          schema: z.string(),
          error: z
            .object({
              code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(exitCodes, code)),
              params: z.custom<ErrorParams>((params) => typeof params === 'object' && params !== null),
            })
            .nullable(),
        }),
      ]),
    )
    .transform((pairs) => new Map(pairs)),
});

/** What is kept of a fleet. What became of a vehicle is told by its runs, which carry the fleet's id. */
export type FleetState = z.infer<typeof stateSchema>;

/** Paths of one fleet. */
export interface FleetFolder {
  id: string;
  dir: string;
  state: string;
  summary: string;
  lock: string;
}

/** The folder of the fleet of a manifest, which need not be there. @param workspace folder of the workspace. */
export function fleetFolder(workspace: string, manifest: string): FleetFolder {
  // As the disk spells it: Windows and macOS take any case for the same file.
  const path = existsSync(manifest) ? realpathSync.native(manifest) : resolve(manifest);
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const name = basename(path, extname(path))
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 30);
  const id = `${name || 'fleet'}-${digest}`;
  const dir = join(workspace, 'fleets', id);
  // Not *.lock: AutoCore's own clean-up deletes such files.
  return {
    id,
    dir,
    state: join(dir, 'fleet.json'),
    summary: join(dir, 'summary.html'),
    lock: join(dir, 'lock.db'),
  };
}

/** The state of a fleet, null where nothing of it was ever done. @throws AppError fleet.damaged {path, reason} */
export async function readFleet(path: string): Promise<FleetState | null> {
  if (!existsSync(path)) return null;
  try {
    return stateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new AppError('fleet.damaged', { path, reason: unreadableReason(cause) }, { cause });
  }
}

/** Makes the folder of a fleet, for its lock and its files. @param path of one of these */
export async function makeFleetFolder(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
}

/** Replaces it as a whole. */
export async function writeFleet(path: string, state: FleetState): Promise<void> {
  await makeFleetFolder(path);
  await writeAtomic(path, `${JSON.stringify({ ...state, vehicles: [...state.vehicles] }, null, 1)}\n`);
}
