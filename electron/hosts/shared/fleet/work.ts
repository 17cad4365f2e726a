import type { FileToken, FleetLive, FleetWorking } from '../../../../shared/contract.ts';
import type { FleetReport, FleetVehicle, Progress } from '../../../../shared/model/index.ts';
import { advance, beginCourse, type Course } from '../job/progress.ts';
import { runStages, weightsOfFile } from '../job/whole.ts';

/** What every vehicle takes beside its bytes: a small one is not done in no time. */
const eachBytes = 1_000_000;

/** How much work a vehicle is, in bytes. */
export function sizeOf(bytes: number | null): number {
  return eachBytes + (bytes ?? 0);
}

/** Seconds that a vehicle is thought to take on a small computer. */
export function secondsOf(bytes: number): number {
  const weights = Object.values(weightsOfFile(bytes));
  return weights.reduce((sum, seconds) => sum + seconds, 0);
}

/** What is known of a fleet while its vehicles are moved, so that nobody has to read all of their runs again. */
export class FleetWork {
  readonly manifest: FileToken;
  /** Everything as it was at the beginning, with every vehicle as it is now. */
  report: FleetReport;
  /** What stopped each vehicle in this turn. */
  readonly refused: { manifest: FileToken; errors: Map<string, FleetVehicle['error']> };
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #courses = new Map<string, Course>();
  #ended = 0;
  #endedBytes = 0;

  /** @param sizes by vehicle, of what there is to do: `sizeOf` */
  constructor(manifest: FileToken, report: FleetReport, sizes: ReadonlyMap<string, number>) {
    this.manifest = manifest;
    this.report = report;
    this.#sizes = sizes;
    this.refused = { manifest, errors: new Map() };
  }

  /** A vehicle was begun, or has come to where it is now. */
  see(vehicle: FleetVehicle): void {
    const { vehicle: name, error } = vehicle;
    const vehicles = this.report.vehicles.map((each) => (each.line === vehicle.line ? vehicle : each));
    this.report = { ...this.report, vehicles };
    const bytes = this.#sizes.get(name) ?? eachBytes;
    if (!this.#courses.has(name)) {
      const weights = weightsOfFile(bytes);
      this.#courses.set(name, beginCourse(runStages, [], performance.now(), weights));
      return;
    }
    this.#courses.delete(name);
    this.#ended += 1;
    this.#endedBytes += bytes;
    if (error !== null) this.refused.errors.set(name, error);
  }

  hear(vehicle: string, progress: Progress): void {
    const course = this.#courses.get(vehicle);
    if (course) this.#courses.set(vehicle, advance(course, progress, performance.now()));
  }

  live(): FleetLive {
    const working = [...this.#courses].map(
      ([vehicle, { stage, whole }]): FleetWorking => ({ vehicle, stage, part: whole.part }),
    );
    return { manifest: this.manifest, ended: this.#ended, working };
  }

  /** How much of what there is to do is done. */
  progress(): Pick<Progress, 'unit' | 'done' | 'total'> {
    const total = [...this.#sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    let done = this.#endedBytes;
    for (const [vehicle, { whole }] of this.#courses)
      done += whole.part * (this.#sizes.get(vehicle) ?? eachBytes);
    return { unit: 'bytes', done: Math.min(done, total), total };
  }
}
