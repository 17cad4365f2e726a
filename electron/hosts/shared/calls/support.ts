import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';

/** What support would get of a run; `exports.save` writes it. */
export function supportCalls({
  engine,
  workspace,
  settings,
}: HostContext): Pick<Handlers, 'support.preview'> {
  return {
    'support.preview': async ({ run }) => {
      const input = { workspace: workspace.dir, run, out: null, language: settings.language };
      const { files, examples } = await engine('supportBundle', input);
      return { files, examples };
    },
  };
}
