import { once } from 'node:events';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { ensurePages } from '../../../build/pages.ts';
import { pagesFolder } from '../../shared/pages.ts';
import { type Opening, openBrowser, openWindow } from '../../web/window.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import { asJson, print, tell } from '../output.ts';
import { serveDetached } from './serve-detached.ts';

/** Milliseconds that a page may take to come: what starts a browser says that all went well, and may be wrong. */
const patience = 300_000;

interface Options {
  port?: number;
  open?: boolean;
  window?: boolean;
  detach?: boolean;
  folder: string[];
}

export function addServe(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.number('--port <N>', 'port', 0, 65_535))
    .addOption(make.flag('--open', 'open'))
    .addOption(make.flag('--window', 'window'))
    .addOption(make.flag('--detach', 'detach'))
    .addOption(make.texts('--folder <DIR>', 'folder', /\S/, 'expectedText'))
    .action(act(serve));
}

/**
 * Serves the wizard until it is interrupted, or with `--window` until its window is closed and nothing runs. The document
 * of `--json` comes at once: whoever asked waits for the link, or for the window.
 */
async function serve(invocation: Invocation<Options>): Promise<null> {
  const { options, t, language, env, workspace } = invocation;
  const { port = 0, open = false, window = false, json = false } = options;
  if (options.detach) return serveDetached(invocation);
  await ensurePages(pagesFolder);
  const interrupt = onInterrupt(() => tell(t('cli.serve.stopping')));
  const links: string[] = [];
  let opening: Promise<Opening | null> | undefined;
  const onLink = (url: string): void => {
    links.push(url);
    if (links.length === 1) {
      // What stands in a terminal can be read over a shoulder: with a window nobody needs it there.
      if (!window) void print(json ? asJson({ url }) : t('cli.serve.ready', { url }));
      return;
    }
    // The first link has been used: nothing leads to it any more.
    void opening?.then((way) => way?.remove());
    if (!window) tell(t('cli.serve.again', { url }));
  };
  // Fastify and what belongs to it take longer to load than most commands to run.
  const { serve: serveWizard } = await import('../../web/serve.ts');
  const folders = options.folder.map((folder) => resolve(folder));
  const serving = await serveWizard({
    ...{ workspace, env, language, port, folders },
    askedLanguage: options.lang === undefined ? null : language,
    pages: pagesFolder,
    onLink,
  });
  const home = env.HOME || homedir();
  const [link = ''] = links;
  const aborted = interrupt.signal.aborted ? Promise.resolve() : once(interrupt.signal, 'abort');
  try {
    if (window) {
      const opened = serving.opened.then(() =>
        print(json ? asJson({ window: true }) : t('cli.serve.window')),
      );
      const failed = showWindow(link, { workspace, env, home }, serving.opened, (way) => {
        opening = Promise.resolve(way);
      });
      await Promise.race([aborted, failed, opened.then(() => serving.unused)]);
    } else {
      if (open) opening = showBrowser(link, home, () => tell(t('cli.serve.noBrowser')));
      await aborted;
    }
  } finally {
    await (await opening)?.remove();
    await serving.close();
    interrupt.dispose();
  }
  return null;
}

/** Shows a link in the user's browser, and says so where that does not work. */
async function showBrowser(link: string, home: string, failed: () => void): Promise<Opening | null> {
  try {
    const opening = await openBrowser(link, home);
    void opening.failed.then(failed);
    return opening;
  } catch {
    failed();
    return null;
  }
}

/**
 * Shows a link in a window of its own, or where no browser can do that, in the user's browser. Pending for as long as
 * that goes well. @param opened settles when the page is there: what a browser says after that is no failure.
 * @throws AppError host.noBrowser {reason}
 */
async function showWindow(
  link: string,
  { workspace, env, home }: { workspace: string; env: NodeJS.ProcessEnv; home: string },
  opened: Promise<void>,
  show: (opening: Opening) => void,
): Promise<never> {
  const never = new Promise<never>(() => {});
  const open = opened.then(() => null);
  const late = delay(patience, `${patience / 60_000} min`, { ref: false });
  const own = await openWindow(link, workspace, env, home);
  if (own) {
    show(own);
    if ((await Promise.race([own.failed, open])) === null) return never;
    await own.remove();
  }
  const usual = await openBrowser(link, home);
  show(usual);
  const reason = await Promise.race([usual.failed, open, late]);
  if (reason === null) return never;
  throw new AppError('host.noBrowser', { reason });
}
