import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ensurePages } from '../../../build/pages.ts';
import { pagesFolder } from '../../shared/pages.ts';
import { serve as serveWizard } from '../../web/serve.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import { asJson, print } from '../output.ts';

interface Options {
  port?: number;
  open?: boolean;
  folder: string[];
}

export function addServe(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.number('--port <N>', 'port', 0, 65_535))
    .addOption(make.flag('--open', 'open'))
    .addOption(make.texts('--folder <DIR>', 'folder', /\S/, 'expectedText'))
    .action(act(serve));
}

/** Serves the wizard until it is interrupted. The document of `--json` comes at once: whoever asked waits for the link. */
async function serve({ options, t, language, env, workspace }: Invocation<Options>): Promise<null> {
  const { port = 0, open = false, json = false } = options;
  await ensurePages(pagesFolder);
  const interrupt = onInterrupt(() => console.error(t('cli.serve.stopping')));
  let first = true;
  const onLink = (url: string): void => {
    if (first) {
      first = false;
      void print(json ? asJson({ url }) : t('cli.serve.ready', { url }));
      if (open) openBrowser(url, () => console.error(t('cli.serve.noBrowser')));
      return;
    }
    console.error(t('cli.serve.again', { url }));
  };
  const folders = options.folder.map((folder) => resolve(folder));
  const serving = await serveWizard({
    ...{ workspace, env, language, port, folders },
    askedLanguage: options.lang === undefined ? null : language,
    pages: pagesFolder,
    onLink,
  });
  try {
    if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
  } finally {
    await serving.close();
    interrupt.dispose();
  }
  return null;
}

/** Shows a page in the user's browser. The link opens the wizard once, so that nobody gets far who reads it in a list of processes. */
function openBrowser(url: string, failed: () => void): void {
  const [program, ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', url]
      : process.platform === 'darwin'
        ? ['open', url]
        : ['xdg-open', url];
  const child = spawn(program ?? '', args, { stdio: 'ignore', detached: true });
  child.on('error', failed);
  child.on('exit', (code) => {
    if (code !== 0) failed();
  });
  child.unref();
}
