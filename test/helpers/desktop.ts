import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { _electron, chromium, type Page } from 'playwright-core';
import { windowedChromium } from '../e2e/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The desktop program while a test drives it. */
export interface DesktopApp {
  page: Page;
  /** Runs a function in the main process, with Electron's module. It sees nothing of the test but its argument. */
  evaluate<Value, Arg>(
    fn: (electron: typeof Electron, arg: Arg) => Value | Promise<Value>,
    arg: Arg,
  ): Promise<Value>;
  /** Settles with the exit code when the program has ended. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** @param words behind the program's name. */
export type Launch = (env: Record<string, string>, words?: readonly string[]) => Promise<DesktopApp>;

/** Electron's own runtime; null where it was not fetched. */
function electronPath(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const file = join(folder, 'path.txt');
  const path = existsSync(file) ? join(folder, 'dist', readFileSync(file, 'utf8')) : null;
  return path !== null && existsSync(path) ? path : null;
}

/** The ways to run the program on this machine, with the reason where one is missing. */
export const runtimes: { name: string; launch: Launch | null; missing: string }[] = [
  {
    name: 'Electron',
    launch: electronPath() === null ? null : launchElectron,
    missing: "Electron's runtime was not fetched (npx install-electron)",
  },
  {
    name: 'the stand-in',
    launch: windowedChromium === null ? null : standInOn(root),
    missing: 'there is no Chromium on this machine (Debian: apt install chromium)',
  },
];

async function launchElectron(
  env: Record<string, string>,
  words: readonly string[] = [],
): Promise<DesktopApp> {
  const app = await _electron.launch({
    args: [root, ...words],
    // Playwright turns the sandbox off on Linux unless it is told not to; Chromium does not run with it for root.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...inherited(), ...env },
    timeout: patience,
  });
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  const page = patient(await app.firstWindow({ timeout: patience }));
  await page.waitForURL(/^app:/);
  await page.waitForLoadState('load');
  return {
    page,
    evaluate: (fn, arg) => app.evaluate(fn as never, arg as never) as never,
    ended,
    stop: () => app.close(),
  };
}

/** Launches the program of a folder on the stand-in, as Electron would: by the `main` of its package.json. */
export function standInOn(folder: string): Launch {
  return (env, words = []) => launchStandIn(folder, env, words);
}

async function launchStandIn(
  folder: string,
  env: Record<string, string>,
  words: readonly string[],
): Promise<DesktopApp> {
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const hooks = join(root, 'test/helpers/electron/register.mjs');
  const child = spawn(process.execPath, ['--import', hooks, join(folder, main), ...words], {
    cwd: folder,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const evaluate = evaluator(child);
  const port = await portOf(child, ended);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: patience });
  const page = await shownPage(browser.contexts()[0]?.pages()[0]);
  return {
    page,
    evaluate: evaluate as DesktopApp['evaluate'],
    ended,
    stop: async () => {
      await browser.close();
      // Not a kill: on its way out the program takes Chromium along.
      if (child.exitCode === null && child.signalCode === null) evaluate(exit, null).catch(() => {});
      await ended;
    },
  };
}

function exit({ app }: typeof Electron): void {
  app.exit(0);
}

/** What a program with a window needs of its surroundings, on each system; nothing that says anything about servers. */
const needed = new Set([
  ...['path', 'home', 'tmpdir', 'display', 'wayland_display', 'xauthority', 'xdg_runtime_dir'],
  ...['systemroot', 'windir', 'systemdrive', 'comspec', 'pathext', 'temp', 'tmp', 'userprofile', 'username'],
  ...['appdata', 'localappdata', 'programdata', 'programfiles', 'programfiles(x86)', 'programw6432'],
]);

function inherited(): Record<string, string> {
  // Windows does not tell `Path` from `PATH`.
  const entries = Object.entries(process.env).filter(([name]) => needed.has(name.toLowerCase()));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Milliseconds that a computer may take for anything that has other things to do. */
const patience = 300_000;

function patient(page: Page): Page {
  page.setDefaultTimeout(patience);
  return page;
}

/** The first page when it shows the wizard. */
async function shownPage(page: Page | undefined): Promise<Page> {
  if (!page) throw new Error('there is no page');
  await patient(page).waitForURL(/app\.localhost/);
  await page.waitForLoadState('load');
  return page;
}

/** Drags a file of the system over the window and lets go of it in the middle of the source. */
export async function dropFile(app: DesktopApp, path: string): Promise<void> {
  const client = await app.page.context().newCDPSession(app.page);
  const place = await app.page.locator('section.panel').first().boundingBox();
  if (!place) throw new Error('the source is not to be seen');
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, x: place.x + 60, y: place.y + 30, data });
  }
  await client.detach();
}

type Told = { port: number } | { id: number; value?: unknown; error?: string };

function evaluator(child: ChildProcess): (fn: unknown, arg: unknown) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let next = 0;
  child.on('message', (told: Told) => {
    if (!('id' in told)) return;
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if (told.error === undefined) asked?.resolve(told.value);
    else asked?.reject(new Error(told.error));
  });
  return (fn, arg) => {
    const asked = Promise.withResolvers<unknown>();
    waiting.set(++next, asked);
    child.send({ id: next, source: String(fn), arg });
    return asked.promise;
  };
}

function portOf(child: ChildProcess, ended: Promise<number | null>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('message', (told: Told) => {
    if ('port' in told) resolve(told.port);
  });
  void ended.then((code) => reject(new Error(`the program ended with code ${code}`)));
  return promise;
}
