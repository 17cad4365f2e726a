import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { windowsProgram } from '../../engine/system/programs.ts';
import { browserPlaces, firstBrowser, windowArguments } from './browsers.ts';
import { openingPage } from './opening.ts';

export interface Opening {
  /** Why nothing was opened, as far as that is known; pending while it may still open. */
  failed: Promise<string>;
  /** Takes away what leads to the link. */
  remove(): Promise<void>;
}

/** Shows a link in the user's browser, in whatever window that takes. @throws where the page on the way cannot be written. */
export async function openBrowser(link: string, home: string): Promise<Opening> {
  const page = await openingPage(home, link);
  const [program = '', ...args] =
    process.platform === 'win32'
      ? [windowsProgram('rundll32.exe'), 'url.dll,FileProtocolHandler', page.path]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', page.path];
  return { failed: failureOf(start(program, args)), remove: page.remove };
}

/**
 * Shows a link in a window of its own, of a browser that can do that; null where there is none. The browser keeps what it
 * has to keep in the workspace: it shares no login, no extension and no process with the user's own.
 * @throws where the page on the way cannot be written.
 */
export async function openWindow(
  link: string,
  workspace: string,
  env: NodeJS.ProcessEnv,
  home: string,
): Promise<Opening | null> {
  const program = firstBrowser(browserPlaces(process.platform, env, home));
  if (program === null) return null;
  const profile = join(workspace, 'browser');
  await mkdir(profile, { recursive: true, mode: 0o700 });
  const page = await openingPage(profile, link);
  const child = start(program, windowArguments(pathToFileURL(page.path), profile));
  return { failed: failureOf(child), remove: page.remove };
}

function start(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.unref();
  return child;
}

/** A browser that hands over to one that runs ends at once, and well. */
function failureOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      if (code !== 0) resolve(String(code ?? signal));
    });
  });
}
