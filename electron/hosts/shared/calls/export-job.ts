import { basename, join } from 'node:path';
import { exportFolder } from '../../../../shared/export-folder.ts';
import type { Stage } from '../../../../shared/model/index.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { chosenFolder } from './folder.ts';
import { aboutNew } from './known-run.ts';

/** The plan takes no time of its own, and the certificate next to none. */
const stages: Stage[] = ['snapshot', 'audit', 'export'];

/** A run for a server that cannot be reached from here: a folder of files in the place of a target. */
export function exportJobCalls(context: HostContext): Pick<Handlers, 'job.export'> {
  const { files, jobs, engine, workspace, settings, env, auditSession: audited } = context;
  return {
    'job.export': async ({ source, folder, schema, acceptDefaults, profile, extras, choices }) => {
      const path = files.path(source);
      const input = {
        ...{ workspace: workspace.dir, language: settings.language, env: { ...env } },
        ...{
          source: path,
          out: join(await chosenFolder(context, folder), exportFolder(basename(path))),
          schema,
        },
        ...{ plan: null, profile, extras, choices, set: [], acceptDefaults, audited },
      };
      return jobs.begin({
        ...aboutNew(context, source),
        kind: 'export',
        stages,
        begin: async (attempt) => {
          const { state, out, exported } = await engine('export', input, attempt);
          const bytes = exported.reduce((sum, file) => sum + file.bytes, 0);
          return { state, exported: { path: out, files: exported.length, bytes } };
        },
        // What is cut off leaves nothing to go on with.
        goOn: null,
      });
    },
  };
}
