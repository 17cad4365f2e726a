import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { FleetListed } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { fleetFolder, readFleet } from '../../../engine/fleet/state-file.ts';
import { rm } from '../../../engine/system/files.ts';
import type { HostContext } from '../context.ts';

/** Lists that the program makes lie beside the folders of the fleets. */
function folderOf({ workspace }: Pick<HostContext, 'workspace'>): string {
  return join(workspace.dir, 'fleets');
}

/** True for a list of our own, which may be changed. */
export function isOwn(context: Pick<HostContext, 'workspace'>, manifest: string): boolean {
  return dirname(manifest) === folderOf(context);
}

/** A path for a new list that nothing has yet. */
export async function newList(context: HostContext): Promise<string> {
  const folder = folderOf(context);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const now = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${now}.csv` : `${now}-${n}.csv`);
    if (!existsSync(path)) return path;
  }
}

/** The lists that this workspace knows, the newest first: its own, and those that something was done with. */
export async function listed(context: HostContext): Promise<FleetListed[]> {
  const folder = folderOf(context);
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const own = entries
    .filter((entry) => entry.isFile() && extname(entry.name) === '.csv')
    .map(({ name }) => join(folder, name));
  const states = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const path = join(folder, name, 'fleet.json');
        // A damaged one is told of when somebody opens its list.
        const state = await readFleet(path).catch((error: unknown) => {
          if (error instanceof AppError) return null;
          throw error;
        });
        return state && { state, changed: (await stat(path)).mtime };
      }),
  );
  const begun = states.filter((each) => each !== null);
  const found = begun.map(({ state, changed }) => ({
    manifest: state.manifest,
    vehicles: state.vehicles.size,
    changed,
  }));
  const known = new Set(found.map(({ manifest }) => manifest));
  const fresh = await Promise.all(
    own
      .filter((path) => !known.has(path))
      .map(async (manifest) => ({ manifest, vehicles: null, changed: (await stat(manifest)).mtime })),
  );
  return [...found, ...fresh]
    .filter(({ manifest }) => existsSync(manifest))
    .sort((a, b) => b.changed.getTime() - a.changed.getTime())
    .map(({ manifest, vehicles, changed }) => ({
      manifest: context.files.give(manifest),
      own: isOwn(context, manifest),
      vehicles,
      changed: changed.toISOString(),
    }));
}

/** Takes a list of our own and what was noted of it away. */
export async function removeList({ workspace }: HostContext, manifest: string): Promise<void> {
  const { dir } = fleetFolder(workspace.dir, manifest);
  await rm(manifest, { force: true });
  await rm(dir, { recursive: true, force: true });
}
