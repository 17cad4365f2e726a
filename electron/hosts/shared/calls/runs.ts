import { access } from 'node:fs/promises';
import { abilitiesOf, summaryOf } from '../../../../shared/contract/run-abilities.ts';
import { AppError } from '../../../../shared/errors.ts';
import { errorData } from '../../../../shared/messages/index.ts';
import type { Audit, Certificate, RunState } from '../../../../shared/model/index.ts';
import { livePhase, readCutover } from '../../../engine/cutover/state.ts';
import { type HostContext, offered } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { openException } from '../open-exception.ts';
import { rehearsedOf } from '../rehearsed.ts';
import { jsonIn } from '../small-files.ts';

type RunCalls = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>;

export function runCalls(context: HostContext): RunCalls {
  const { files, workspace, exceptions, plans, engine, logins, surroundings, jobs, t } = context;
  const standingOf = async (state: RunState) => {
    const folder = workspace.runFolder(state.id);
    const phase = livePhase(await readCutover(folder.dir));
    const can = abilitiesOf(state, phase, await exists(folder.certificateJson));
    const held = jobs.running && jobs.holds(state.id);
    return { phase, can: held ? { ...can, resume: false, validate: false, undo: false } : can };
  };
  return {
    'runs.list': async () =>
      Promise.all(
        (await workspace.listRuns()).map(async (run) => {
          const broken = (error: AppError) => ({ id: run.id, error: errorData(error, t(), 'wizard') });
          if ('error' in run) return broken(run.error);
          try {
            const { phase, can } = await standingOf(run.state);
            return summaryOf(run.state, phase, can);
          } catch (error) {
            // What is damaged of one hides no other.
            if (error instanceof AppError) return broken(error);
            throw error;
          }
        }),
      ),
    'runs.get': async ({ run }) => {
      const state = await workspace.readState(run);
      const folder = workspace.runFolder(run);
      const [standing, audit, count] = await Promise.all([
        standingOf(state),
        jsonIn<Audit>(folder.audit),
        exceptions.count(folder.exceptions),
      ]);
      return { state, ...standing, audit, folder: folder.dir, exceptions: count };
    },
    'runs.rehearsed': ({ source, ...wishes }) => {
      const view = context.audit?.view;
      const sha256 = view?.source === source ? view.audit.source.sha256 : null;
      return rehearsedOf(workspace, files.path(source), sha256, wishes);
    },
    'runs.exceptions': async ({ run, filter, offset, limit }) => {
      await workspace.readState(run);
      return exceptions.page(workspace.runFolder(run).exceptions, filter, offset, limit);
    },
    'runs.exception': async ({ run, filter, index }) => {
      const { target } = await workspace.readState(run);
      const folder = workspace.runFolder(run);
      const record = await exceptions.one(folder.exceptions, filter, index);
      if (record === null) return null;
      return openException(record, await plans.placeOf(folder.plan, record.table), target.schema, t());
    },
    'runs.exceptionFacets': async ({ run, filter }) => {
      await workspace.readState(run);
      return exceptions.facets(workspace.runFolder(run).exceptions, filter);
    },
    'runs.certificate': async ({ run }) => {
      await workspace.readState(run);
      return jsonIn<Certificate>(workspace.runFolder(run).certificateJson);
    },
    'runs.undoList': async ({ run, password }) => {
      if (jobs.running && jobs.holds(run)) throw new AppError('job.busy');
      const { target } = await workspace.readState(run);
      const { url, env } = await logins.reachAgain(target, password);
      const input = {
        workspace: workspace.dir,
        run,
        target: url,
        env,
        confirm: false,
        only: 'undo',
      } as const;
      const { dropped, broughtBack, takenOut, givenBack } = await engine('rollback', input);
      return { dropped, broughtBack, takenOut, givenBack };
    },
    'runs.reveal': async ({ run }) => {
      await workspace.readState(run);
      offered(surroundings.reveal)(workspace.runFolder(run).state);
      return null;
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
