import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FleetItem, FleetJobInput, FleetView } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Translate } from '../../../../shared/messages/index.ts';
import type { FleetReport, FleetVehicle } from '../../../../shared/model/index.ts';
import { type FleetInput, runFleet } from '../../../engine/fleet.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import type { Attempt } from '../job/job.ts';

/** Many vehicles: a list of them, and the job that moves, validates or undoes them. */
export function fleetCalls(
  context: HostContext,
): Pick<Handlers, Extract<keyof Handlers, `fleet.${string}`> | 'job.fleet'> {
  const { files, engine, jobs, workspace, env } = context;
  const look = (manifest: string): Promise<FleetReport> =>
    engine('fleetLook', { workspace: workspace.dir, manifest, each: null, env: { ...env } });
  return {
    'fleet.of': async ({ files: tokens }) => {
      const paths = tokens.map((token) => files.path(token));
      const now = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
      const folder = join(workspace.dir, 'fleets');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const out = join(folder, `${now}.csv`);
      const { path } = await engine('fleetPropose', { from: paths, out, force: true });
      return files.give(path);
    },
    'fleet.look': async ({ manifest }) => viewOf(await look(files.path(manifest)), context.t()),
    'job.fleet': async (input) => {
      const manifest = files.path(input.manifest);
      const wishes = await wishesOf(context, input, (await look(manifest)).target);
      return jobs.begin({
        ...{ kind: 'fleet', source: basename(manifest), run: null, stages: ['fleet'], tables: [] },
        begin: async (attempt) => {
          // Interrupted, it is no failure of any vehicle: the same call goes on.
          if ((await conduct(context, wishes, attempt)).interrupted) throw new AppError('interrupted');
          return {};
        },
        goOn: null,
      });
    },
  };
}

async function wishesOf(
  { files, logins, workspace, settings }: HostContext,
  { manifest, target, password, decisions, vehicle, ...input }: FleetJobInput,
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
    ...{ each: null, plan: null, profile: 'compatible', extras: true, level: 'rows' },
    choices: { types: {}, decisions },
  };
}

/** Moves the vehicles, and tells the page of each of them and of all. */
async function conduct({ emitter }: HostContext, wishes: FleetInput, attempt: Attempt): Promise<FleetReport> {
  const began = performance.now();
  return runFleet(wishes, {
    signal: attempt.signal,
    onVehicle: (_, done, total) => {
      const rate = done / ((performance.now() - began) / 1000);
      const secondsLeft = done === 0 ? null : (total - done) / rate;
      const progress = { stage: 'fleet', unit: 'objects', done, total, rate, secondsLeft } as const;
      attempt.onProgress({ run: null, table: null, ...progress });
      emitter.changed('fleet', () => null);
    },
  });
}

function viewOf({ vehicles, ...report }: FleetReport, t: Translate): FleetView {
  return { ...report, vehicles: vehicles.map((vehicle) => itemOf(vehicle, t)) };
}

function itemOf({ error, ...vehicle }: FleetVehicle, t: Translate): FleetItem {
  const told = error && errorData(new AppError(error.code, error.params), t, 'wizard');
  return { ...vehicle, error: told, questions: error === null ? [] : questionsOf(error) };
}

/** The findings that a run asks for, as its refusal lists them: `finding (option | option), …`. */
function questionsOf({ code, params }: NonNullable<FleetVehicle['error']>): FleetItem['questions'] {
  if (code !== 'decisions.missing') return [];
  const listed = String(params.findings).matchAll(/(?:^|, )(.+?) \(([^()]*)\)(?=, |$)/gs);
  return [...listed].map(([, finding = '', options = '']) => ({ finding, options: options.split(' | ') }));
}
