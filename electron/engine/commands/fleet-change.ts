import { AppError } from '../../../shared/errors.ts';
import { isThere } from '../fleet/look.ts';
import { manifestText } from '../fleet/propose.ts';
import { writeAtomic } from '../system/atomic.ts';
import { type FleetLookInput, openFleet } from './fleet-look.ts';

export interface FleetChangeInput extends FleetLookInput {
  /** What is another, by the file. What is left out stays; an empty schema is made of the vehicle. */
  changes: {
    file: string;
    vehicle?: string | undefined;
    plate?: string | undefined;
    schema?: string | undefined;
  }[];
  /** Files that leave the list. */
  remove: string[];
}

/**
 * Writes a manifest anew, in the form of a proposed one.
 * @throws AppError fleet.there {vehicle} for the name or the schema of a vehicle that is in the target, and for taking
 * it off the list; fleet.manifest, output.unwritable {path, reason}
 */
export async function changeManifest(input: FleetChangeInput): Promise<void> {
  const { rows, runs, state, report } = await openFleet(input);
  const changes = new Map(input.changes.map((change) => [change.file, change]));
  const gone = new Set(input.remove);
  const next = rows.flatMap((row) => {
    const { file, vehicle, plate, schema, notes } = row;
    const held = isThere(runs.get(vehicle));
    if (gone.has(file)) {
      if (held) throw new AppError('fleet.there', { vehicle });
      return [];
    }
    const change = changes.get(file);
    const wanted = {
      vehicle: change?.vehicle || vehicle,
      plate: change?.plate ?? plate,
      schema: change?.schema ?? schema,
    };
    const own = state.vehicles.get(vehicle)?.schema ?? schema;
    if (held && (wanted.vehicle !== vehicle || (wanted.schema !== schema && wanted.schema !== own)))
      throw new AppError('fleet.there', { vehicle });
    return [{ file, notes, ...wanted }];
  });
  const path = report.manifest;
  await writeAtomic(path, manifestText(next), 0o644).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('output.unwritable', { path, reason: cause.message }, { cause });
  });
}
