import type { CutoverInput } from '../../../../shared/contract.ts';
import { viewCutover } from '../../../engine/commands/cutover-view.ts';
import type { RestoreResult } from '../../../engine/commands/way-back.ts';
import { tick } from '../../../engine/cutover/checklist.ts';
import { isSeenInUse, sourceUse } from '../../../engine/cutover/source-use.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import type { JobRequest } from '../job/job.ts';
import { environmentFilesFor } from '../places.ts';
import { aboutRun, knownRun } from './known-run.ts';

type CutoverCalls = Pick<
  Handlers,
  | Extract<keyof Handlers, `cutover.${string}`>
  | 'job.sync'
  | 'job.follow'
  | 'job.cutover'
  | 'job.wayBack'
  | 'job.rollback'
>;

/** Following the source, going live, and the way back: the wizard's last step. */
export function cutoverCalls(context: HostContext): CutoverCalls {
  const { files, jobs, engine, workspace, settings } = context;
  const asked = async ({ run, password, envFiles, application }: CutoverInput) => ({
    ...(await knownRun(context, run, password)),
    language: settings.language,
    envFiles: envFiles.map((token) => files.path(token)),
    application,
  });
  const begin = async (
    run: string,
    job: Pick<JobRequest, 'kind' | 'stages' | 'begin'> & { tables?: [] },
  ): Promise<ReturnType<typeof jobs.begin>> => {
    return jobs.begin({ ...(await aboutRun(context, run)), ...job, goOn: null });
  };

  return {
    'cutover.view': ({ run }) => viewCutover(workspace, run),
    'cutover.tick': async ({ run, check, done }) => {
      // Of a run that is there.
      await workspace.readState(run);
      return tick(workspace.runFolder(run).dir, check, done);
    },
    'cutover.offered': async ({ run }) => {
      const { source } = await workspace.readState(run);
      return (await environmentFilesFor(source.path, process.cwd())).map(({ path }) => files.give(path));
    },
    'cutover.preview': async (input) => {
      await jobs.endFollow(input.run);
      const shown = await engine('cutover', { ...(await asked(input)), confirm: false });
      const { use, envs, settings: told, role, superuser, schema, managed } = shown;
      return { use, envs, settings: told, role, superuser, schema, managed };
    },
    'job.sync': async ({ run, password, sameSource, full }) => {
      const input = {
        ...(await knownRun(context, run, password)),
        language: settings.language,
        sameSource,
        full,
      };
      return begin(run, {
        kind: 'sync',
        stages: ['snapshot', 'compare', 'apply'],
        tables: [],
        begin: async (attempt) => {
          const { tables, rows, seconds } = await engine('sync', input, attempt);
          const caughtUp = { tables, rows, seconds: seconds.total };
          return { caughtUp, state: await workspace.readState(run) };
        },
      });
    },
    'job.follow': async ({ run, password, sameSource, full }) => {
      const input = {
        ...(await knownRun(context, run, password)),
        language: settings.language,
        sameSource,
        full,
      };
      return begin(run, {
        kind: 'follow',
        stages: ['snapshot', 'compare', 'apply', 'follow'],
        tables: [],
        begin: async (attempt) => {
          await engine('follow', input, attempt);
          return { state: await workspace.readState(run) };
        },
      });
    },
    'job.cutover': async (given) => {
      await jobs.endFollow(given.run);
      const { source } = await workspace.readState(given.run);
      // What takes long is done while the application still runs, where there is one.
      const wait = isSeenInUse(await sourceUse(source.path));
      const input = { ...(await asked(given)), confirm: true, wait };
      return begin(given.run, {
        kind: 'cutover',
        stages: wait
          ? ['snapshot', 'compare', 'apply', 'role', 'smoke', 'validate', 'stop', 'env']
          : ['snapshot', 'compare', 'apply', 'validate', 'role', 'smoke', 'env'],
        begin: async (attempt) => {
          await engine('cutover', input, attempt);
          return { state: await workspace.readState(given.run) };
        },
      });
    },
    'job.wayBack': async ({ run, password }) => {
      const input = {
        ...(await knownRun(context, run, password)),
        confirm: false,
        count: true,
        only: 'wayBack',
      } as const;
      return begin(run, {
        kind: 'wayBack',
        stages: ['compare'],
        tables: [],
        begin: async (attempt) => {
          const { restored } = await engine('rollback', input, attempt);
          return { wayBack: wayBackOf(restored), state: await workspace.readState(run) };
        },
      });
    },
    'job.rollback': async ({ run, password, snapshotOnly, ...choices }) => {
      const input = {
        ...(await knownRun(context, run, password)),
        ...{ confirm: true, only: 'wayBack' as const, snapshotOnly, ...choices },
      };
      return begin(run, {
        kind: 'rollback',
        stages: snapshotOnly ? ['swap', 'env'] : ['rebuild', 'swap', 'env'],
        tables: [],
        begin: async (attempt) => {
          await engine('rollback', input, attempt);
          return { state: await workspace.readState(run) };
        },
      });
    },
  };
}

function wayBackOf(restored: RestoreResult | null) {
  if (restored === null) return null;
  const { sourceChanged, written, added, missing } = restored;
  return { sourceChanged, written: written ?? [], added: added ?? [], missing };
}
