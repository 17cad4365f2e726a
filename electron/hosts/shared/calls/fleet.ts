import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { FleetJobInput } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Each, FleetReport } from '../../../../shared/model/index.ts';
import { actFor } from '../../../engine/fleet/act.ts';
import { fleetFolder } from '../../../engine/fleet/state-file.ts';
import { type FleetInput, runFleet } from '../../../engine/fleet.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { isOwn, listed, newList, removeList } from '../fleet/lists.ts';
import { bytesOf, viewOf } from '../fleet/view.ts';
import { FleetWork, secondsOf, sizeOf } from '../fleet/work.ts';
import type { Attempt } from '../job/job.ts';
import { realPath } from '../tokens.ts';

/** Many vehicles: lists of them, and the job that moves, validates or undoes them. */
export function fleetCalls(
  context: HostContext,
): Pick<Handlers, Extract<keyof Handlers, `fleet.${string}`> | 'job.fleet'> {
  const { files, engine, jobs, workspace, env } = context;
  // A list that was begun keeps to what it is, whatever a page that was opened before may ask for.
  const settled = (manifest: string, each: Each | null): Each | null =>
    existsSync(fleetFolder(workspace.dir, manifest).state) ? null : each;
  const known = (manifest: string, each: Each | null = null) => ({
    ...{ workspace: workspace.dir, manifest, each: settled(manifest, each), env: { ...env } },
  });
  const look = async (manifest: string, each: Each | null = null): Promise<FleetReport> => {
    const report = await engine('fleetLook', known(manifest, each));
    requireReach(context, report);
    return report;
  };
  /** A list that may be changed now. */
  const changeable = (token: string): string => {
    const manifest = files.path(token);
    if (!isOwn(context, manifest)) throw new AppError('fleet.notOwn', { path: manifest });
    if (context.fleet.working?.manifest === token) throw new AppError('job.busy');
    return manifest;
  };
  return {
    'fleet.of': async ({ files: tokens }) => {
      const paths = [...new Set(tokens.map((token) => files.path(token)))];
      if (paths.some((path) => /\.csv$/i.test(path))) throw new AppError('fleet.mixed');
      const { path } = await engine('fleetPropose', {
        from: paths,
        out: await newList(context),
        force: true,
      });
      return files.give(path);
    },
    'fleet.list': () => listed(context),
    'fleet.change': async ({ manifest, each, changes, remove }) => {
      const path = changeable(manifest);
      await engine('fleetChange', { ...known(path, each), changes, remove });
      return viewOf(context, await look(path, each));
    },
    'fleet.file': async ({ manifest, file }) => {
      const { vehicles } = await look(files.path(manifest));
      if (!vehicles.some((vehicle) => vehicle.file === file)) throw new AppError('host.unknownFile');
      return files.give(file);
    },
    'fleet.discard': async ({ manifest }) => {
      const path = changeable(manifest);
      const there = (await look(path)).vehicles.find(
        ({ run, status }) => run !== null && status !== 'undone',
      );
      if (there) throw new AppError('fleet.there', { vehicle: there.vehicle });
      await removeList(context, path);
      return null;
    },
    'fleet.look': async ({ manifest, each }) => {
      const { working } = context.fleet;
      // Whoever works on it knows it without reading every run again.
      const report = working?.manifest === manifest ? working.report : await look(files.path(manifest), each);
      return viewOf(context, report);
    },
    'fleet.placement': async ({ manifest, password }) => {
      const report = await look(files.path(manifest));
      const at = { managed: report.target === null, url: report.target ?? '' };
      const reached = await context.logins.reachAgain(at, password);
      const input = { ...known(report.manifest), env: reached.env, target: reached.url };
      const placement = await engine('fleetPlacement', input);
      context.fleet.placed = { manifest, placement };
      return placement;
    },
    'job.fleet': async (input) => {
      const path = files.path(input.manifest);
      const report = await look(path, input.each);
      const wishes = await wishesOf(context, { ...input, each: settled(path, input.each) }, report.target);
      const todo = report.vehicles.filter((each) => actFor(each, { ...input, only: input.vehicle }) !== null);
      const sizes = new Map(todo.map(({ vehicle, file }) => [vehicle, sizeOf(bytesOf(file))]));
      const all = report.vehicles.reduce((sum, { file }) => sum + sizeOf(bytesOf(file)), 0);
      const bytes = [...sizes.values()];
      const left = bytes.reduce((sum, each) => sum + each, 0);
      const seconds = bytes.reduce((sum, each) => sum + secondsOf(each), 0);
      const work = new FleetWork(input.manifest, report, sizes);
      return jobs.begin({
        ...{ kind: 'fleet', source: basename(report.manifest), run: null, stages: ['fleet'], tables: [] },
        manifest: files.give(report.manifest),
        // Of all vehicles some are there already; of one alone, or of an undo, that says nothing.
        behind: input.act === 'migrate' && input.vehicle === null ? 1 - left / all : 0,
        weights: { fleet: seconds / (input.jobs ?? availableParallelism()) },
        begin: async (attempt) => {
          // Interrupted, it is no failure of any vehicle: the same call goes on.
          if ((await conduct(context, wishes, work, attempt)).interrupted) throw new AppError('interrupted');
          return {};
        },
        goOn: null,
      });
    },
  };
}

/** A list must not lead out of the folders that the user allowed, as no link may. @throws AppError fleet.outside {line, path} */
function requireReach({ browser }: HostContext, { vehicles }: FleetReport): void {
  if (browser === null) return;
  for (const { file, line } of vehicles) {
    // What is not there leads nowhere.
    if (file !== '' && !browser.reaches(realPath(file) ?? file))
      throw new AppError('fleet.outside', { line, path: file });
  }
}

async function wishesOf(
  { files, logins, workspace, settings }: HostContext,
  { manifest, target, password, decisions, vehicle, playbook, ...input }: FleetJobInput,
  known: string | null,
): Promise<FleetInput> {
  const reached =
    target === null
      ? await logins.reachAgain({ managed: known === null, url: known ?? '' }, password)
      : await logins.reach(target);
  return {
    ...input,
    ...{ workspace: workspace.dir, manifest: files.path(manifest), only: vehicle },
    ...{ target: reached.url, env: reached.env, language: settings.language },
    ...{ profile: 'compatible', extras: true, level: 'rows' },
    plan: playbook && files.path(playbook),
    choices: { types: {}, decisions },
  };
}

/** Moves the vehicles, and tells the page of each of them and of all. */
async function conduct(
  { emitter, fleet }: HostContext,
  wishes: FleetInput,
  work: FleetWork,
  attempt: Attempt,
): Promise<FleetReport> {
  const tell = (): void => {
    const progress = { run: null, stage: 'fleet', table: null, rate: 0, secondsLeft: null } as const;
    attempt.onProgress({ ...progress, ...work.progress() });
    emitter.changed('fleet', () => fleet.working?.live() ?? null);
  };
  fleet.working = work;
  fleet.refused = work.refused;
  try {
    const report = await runFleet(wishes, {
      signal: attempt.signal,
      onVehicle: (vehicle) => {
        work.see(vehicle);
        tell();
      },
      onProgress: (vehicle, progress) => {
        work.hear(vehicle, progress);
        tell();
      },
    });
    fleet.placed = { manifest: work.manifest, placement: report.placement };
    return report;
  } finally {
    fleet.working = null;
    emitter.changed('fleet', () => fleet.working?.live() ?? null);
  }
}
