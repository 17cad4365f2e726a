import { once } from 'node:events';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ensurePages } from '../../../build/pages.ts';
import { pathOf } from '../../../start/words.ts';
import { pagesFolder } from '../../shared/pages.ts';
import type { OnlyOne } from '../../web/only-one.ts';
import type { Serving } from '../../web/serve.ts';
import { type Interrupt, onInterrupt } from '../interrupt.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import { asJson, print, tell } from '../output.ts';
import { showBrowser, Ways, WizardWindow } from './serve-browser.ts';
import { serveDetached } from './serve-detached.ts';

interface Options {
  port?: number;
  open?: boolean;
  window?: boolean;
  detach?: boolean;
  source?: string;
  instead?: 'root' | 'noDisplay';
  folder: string[];
}

export function addServe(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.number('--port <N>', 'port', 0, 65_535))
    .addOption(make.flag('--open', 'open'))
    .addOption(make.flag('--window', 'window'))
    .addOption(make.flag('--detach', 'detach'))
    .addOption(make.text('--source <FILE>', 'handedSource'))
    .addOption(make.texts('--folder <DIR>', 'folder', /\S/, 'expectedText'))
    // Of the desktop program, where it opens the browser in the place of its window.
    .addOption(make.oneOf('--instead <REASON>', 'instead', ['root', 'noDisplay']).hideHelp())
    .action(act(serve));
}

/**
 * Serves the wizard until it is interrupted, or with `--window` until its window is closed and nothing runs. The document
 * of `--json` comes at once: whoever asked waits for the link, or for the window. With `--window` there is one for each
 * workspace: another start brings up the page of the one that runs.
 */
async function serve(invocation: Invocation<Options>): Promise<null> {
  const { options, t, env, workspace } = invocation;
  if (options.instead) tell(t('cli.start.browser', { reason: t(`cli.start.${options.instead}`) }));
  if (options.detach) return serveDetached(invocation);
  await ensurePages(pagesFolder);
  if (!options.window) return serveHere(invocation, null);
  const { openWorkspace } = await import('../../../engine/run/workspace.ts');
  const { onlyOne } = await import('../../web/only-one.ts');
  const { dir } = openWorkspace(workspace, env);
  const own = await onlyOne(dir, { source: sourceOf(options) });
  if (own) return serveHere(invocation, own).finally(() => own.release());
  await print(options.json ? asJson({ window: true, shown: true }) : t('cli.serve.shown'));
  return null;
}

/** @param own the right to be the one with a window; null without a window. */
async function serveHere(invocation: Invocation<Options>, own: OnlyOne | null): Promise<null> {
  const { options, t, language, env, workspace } = invocation;
  const { port = 0, json = false } = options;
  const interrupt = onInterrupt(() => tell(t('cli.serve.stopping')));
  const links: string[] = [];
  const ways = new Ways();
  // A page that cannot be removed leads nowhere any more: no reason to end the host, and what it works on.
  const forget = (): Promise<void> =>
    ways.remove().catch((error) => serving.unexpected(error, 'page on the way to a link'));
  const onLink = (url: string): void => {
    links.push(url);
    // What stands in a terminal can be read over a shoulder: with a window nobody needs it there.
    const first = links.length === 1;
    if (!own && first) void print(json ? asJson({ url }) : t('cli.serve.ready', { url }));
    if (!own && !first) tell(t('cli.serve.again', { url }));
    // The link before has been used: nothing leads to it any more.
    if (!first) void forget();
  };
  // Fastify and what belongs to it take longer to load than most commands to run.
  const { serve: serveWizard } = await import('../../web/serve.ts');
  const serving = await serveWizard({
    ...{ workspace, env, language, port },
    folders: options.folder.map((folder) => resolve(folder)),
    askedLanguage: options.lang === undefined ? null : language,
    pages: pagesFolder,
    onLink,
  });
  const source = sourceOf(options);
  if (source !== null) serving.handOver(source);
  const place = { workspace, env, home: env.HOME || homedir() };
  const link = (): string => links.at(-1) ?? '';
  try {
    if (own) await untilClosed(invocation, own, serving, new WizardWindow(link, place, ways), interrupt);
    else {
      if (options.open) void showBrowser(link(), place.home, ways, () => tell(t('cli.serve.noBrowser')));
      await interrupted(interrupt);
    }
  } finally {
    await forget();
    await serving.close();
    interrupt.dispose();
  }
  return null;
}

/** Shows the window, and again for whoever starts the program anew, until it is in use no more. */
async function untilClosed(
  { options, t }: Invocation<Options>,
  own: OnlyOne,
  serving: Serving,
  window: WizardWindow,
  interrupt: Interrupt,
): Promise<void> {
  const opened = serving.opened.then(() =>
    print(options.json ? asJson({ window: true }) : t('cli.serve.window')),
  );
  const failed = window.open(serving.opened);
  own.listen(
    ({ source }) => {
      if (source !== null) serving.handOver(source);
      // Its first page is on its way still.
      if (serving.came) window.openAgain(serving).catch((error) => serving.unexpected(error, 'window'));
    },
    (error) => serving.unexpected(error, 'another start'),
  );
  await Promise.race([interrupted(interrupt), failed, opened.then(() => serving.unused)]);
}

function interrupted({ signal }: Interrupt): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort');
}

/** The file to begin with, as a file manager gave it or as it was typed. */
function sourceOf({ source }: Options): string | null {
  return source === undefined ? null : (pathOf(source, process.cwd()) ?? source);
}
