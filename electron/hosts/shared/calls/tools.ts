import { join } from 'node:path';
import { savedBenchmark } from '../../../engine/run/benchmark-file.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { chosenFolder } from './folder.ts';
import { aboutRun, knownRun } from './known-run.ts';

type ToolsCalls = Pick<Handlers, Extract<keyof Handlers, `tools.${string}`> | 'job.benchmark'>;

/** Name of the folder that a kit is written to, inside of the one that the user chose. */
const kitFolder = 'autocore-postgresql';

/** What PostgreSQL was wanted for: kit, benchmark and status of a run's target. */
export function toolsCalls(context: HostContext): ToolsCalls {
  const { engine, jobs, workspace } = context;
  return {
    'tools.kit': async ({ run, folder }) => {
      const out = join(await chosenFolder(context, folder), kitFolder);
      return engine('kit', { workspace: workspace.dir, run, plan: null, out });
    },
    'tools.benchmark': async ({ run }) => {
      await workspace.readState(run);
      return savedBenchmark(workspace.runFolder(run));
    },
    'tools.status': async ({ run, password, backups }) => {
      const folder = backups === null ? null : await chosenFolder(context, backups);
      return engine('status', { ...(await knownRun(context, run, password)), backups: folder });
    },
    'job.benchmark': async ({ run, password, apply }) => {
      const input = { ...(await knownRun(context, run, password)), apply };
      return jobs.begin({
        ...(await aboutRun(context, run)),
        kind: 'benchmark',
        stages: ['benchmark'],
        tables: [],
        begin: async (attempt) => {
          await engine('benchmark', input, attempt);
          return { state: await workspace.readState(run) };
        },
        goOn: null,
      });
    },
  };
}
