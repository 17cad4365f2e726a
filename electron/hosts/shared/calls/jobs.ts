import { basename, join } from 'node:path';
import type { Wishes } from '../../../../shared/contract.ts';
import type { RunResult } from '../../../engine/commands/run-result.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import type { JobEnd, JobRequest } from '../job/job.ts';
import { runStages } from '../job/whole.ts';
import { environmentFilesFor } from '../places.ts';
import { aboutNew, aboutRun, reachRun } from './known-run.ts';

type JobCalls = Omit<
  Pick<Handlers, Extract<keyof Handlers, `job.${string}`>>,
  | 'job.export'
  | 'job.fleet'
  | 'job.sync'
  | 'job.follow'
  | 'job.cutover'
  | 'job.wayBack'
  | 'job.rollback'
  | 'job.benchmark'
>;

/** A server of our own may have to be made first. */
function stagesFor(managed: boolean): JobRequest['stages'] {
  return managed ? ['server', ...runStages] : runStages;
}

export function jobCalls(context: HostContext): JobCalls {
  const { files, jobs, engine, logins, workspace, settings, auditSession: audited } = context;
  const ended = ({ state }: RunResult): JobEnd => ({ state });
  const common = (): { workspace: string; language: 'pt-BR' | 'en' } => ({
    workspace: workspace.dir,
    language: settings.language,
  });

  /** Goes on with a run: what a resumed job begins with, and a paused one continues with. */
  const goOn: NonNullable<JobRequest['goOn']> = async (run, attempt) => {
    const { url, env } = await reachAgain(run, null);
    return ended(await engine('resume', { ...common(), run, target: url, env }, attempt));
  };
  const reachAgain = (run: string, password: string | null) => reachRun(context, run, password);
  const known = (run: string) => aboutRun(context, run);
  const asked = ({ profile, extras, choices }: Wishes, acceptDefaults: boolean) =>
    // What was audited is not copied and measured again, as long as the engine finds the source unchanged.
    ({ profile, extras, choices, acceptDefaults, plan: null, audited }) as const;

  return {
    'job.state': () => jobs.snapshot(),
    'job.migrate': async ({ source, target, ifNotEmpty, acceptDefaults, ...wishes }) => {
      const { url, env } = await logins.reach(target);
      const input = {
        ...common(),
        ...asked(wishes, acceptDefaults),
        source: files.path(source),
        target: url,
        env,
        schema: target.schema,
        ifNotEmpty,
        rehearse: false,
      };
      const begin: JobRequest['begin'] = async (attempt) => ended(await engine('migrate', input, attempt));
      const stages = stagesFor(url === null);
      return jobs.begin({ kind: 'migrate', ...aboutNew(context, source), stages, begin, goOn });
    },
    'job.rehearse': async ({ source, acceptDefaults, target, ...wishes }) => {
      // The way to the managed server is no way.
      const reach = target === null || target.kind === 'managed' ? null : await logins.reach(target);
      const input = {
        ...common(),
        ...asked(wishes, acceptDefaults),
        source: files.path(source),
        env: reach?.env ?? { ...context.env },
        against: reach?.url ?? null,
        envFiles: (await environmentFilesFor(files.path(source), process.cwd())).map(({ path }) => path),
      };
      const begin: JobRequest['begin'] = async (attempt) => {
        const { state, prediction } = await engine('rehearse', input, attempt);
        return { state, prediction };
      };
      const about = aboutNew(context, source);
      const stages = [...stagesFor(true), 'drill' as const];
      return jobs.begin({ kind: 'rehearse', ...about, stages, begin, goOn: null });
    },
    'job.resume': async ({ run, password }) => {
      // Remembered, for this attempt and for one after a pause.
      await reachAgain(run, password);
      const about = await known(run);
      const { target } = await workspace.readState(run);
      return jobs.begin({
        kind: 'migrate',
        ...about,
        stages: stagesFor(target.managed),
        begin: (attempt) => goOn(run, attempt),
        goOn,
      });
    },
    'job.validate': async ({ run, password, level, target }) => {
      const { url, env } = await (target ? logins.reach(target) : reachAgain(run, password));
      const input = { ...common(), run, target: url, level, env };
      const begin: JobRequest['begin'] = async (attempt) => ended(await engine('validate', input, attempt));
      return jobs.begin({ kind: 'validate', ...(await known(run)), stages: ['validate'], begin, goOn: null });
    },
    'job.undo': async ({ run, password }) => {
      const { url, env } = await reachAgain(run, password);
      const input = { workspace: workspace.dir, run, target: url, env, confirm: true, only: 'undo' } as const;
      const begin: JobRequest['begin'] = async (attempt) => {
        const { dropped } = await engine('rollback', input, attempt);
        return { dropped, state: await workspace.readState(run) };
      };
      return jobs.begin({ kind: 'undo', ...(await known(run)), stages: [], tables: [], begin, goOn: null });
    },
    'job.sample': ({ rows, dirty }) => {
      const out = join(workspace.dir, dirty ? 'autocore-sample-dirty.db' : 'autocore-sample.db');
      const input = { out, rows, dirty, seed: 1, era: '14', force: true } as const;
      const begin: JobRequest['begin'] = async (attempt) => {
        await engine('sample', input, attempt);
        return { sample: files.give(out) };
      };
      const source = basename(out);
      return jobs.begin({
        kind: 'sample',
        source,
        run: null,
        stages: ['load'],
        tables: [],
        begin,
        goOn: null,
      });
    },
    'job.pause': () => jobs.pause(),
    'job.continue': () => jobs.continue(),
    'job.cancel': () => jobs.cancel(),
    'job.dismiss': () => {
      jobs.dismiss();
      return null;
    },
  };
}
