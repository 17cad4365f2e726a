import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ensurePages } from '../../../build/pages.ts';
import { windowsProgram } from '../../../engine/system/programs.ts';
import { pagesFolder } from '../../shared/pages.ts';
import { openingPage } from '../../web/opening.ts';
import { serve as serveWizard } from '../../web/serve.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import { asJson, print, tell } from '../output.ts';

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
  const interrupt = onInterrupt(() => tell(t('cli.serve.stopping')));
  const noBrowser = (): void => tell(t('cli.serve.noBrowser'));
  let first = true;
  let opening: ReturnType<typeof openInBrowser> | undefined;
  const onLink = (url: string): void => {
    if (first) {
      first = false;
      void print(json ? asJson({ url }) : t('cli.serve.ready', { url }));
      if (open) opening = openInBrowser(url, env.HOME || homedir(), noBrowser);
      return;
    }
    // The first link has been used: nothing leads to it any more.
    void opening?.then((page) => page?.remove());
    tell(t('cli.serve.again', { url }));
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
    await (await opening)?.remove();
    await serving.close();
    interrupt.dispose();
  }
  return null;
}

/** Shows a link in the user's browser. @returns the page on the way to it; null when it could not be written. */
async function openInBrowser(
  link: string,
  folder: string,
  failed: () => void,
): Promise<Awaited<ReturnType<typeof openingPage>> | null> {
  try {
    const page = await openingPage(folder, link);
    openBrowser(page.path, failed);
    return page;
  } catch {
    failed();
    return null;
  }
}

function openBrowser(path: string, failed: () => void): void {
  const [program, ...args] =
    process.platform === 'win32'
      ? [windowsProgram('rundll32.exe'), 'url.dll,FileProtocolHandler', path]
      : process.platform === 'darwin'
        ? ['open', path]
        : ['xdg-open', path];
  const child = spawn(program ?? '', args, { stdio: 'ignore', detached: true });
  child.on('error', failed);
  child.on('exit', (code) => {
    if (code !== 0) failed();
  });
  child.unref();
}
