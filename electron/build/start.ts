import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errorData, type Translate, translator } from '../../shared/messages/index.ts';
import { visibly } from '../../shared/messages/visibly.ts';
import { follow } from '../hosts/cli/follow.mjs';
import { chooseLanguage } from '../hosts/cli/language.ts';
import { pagesFolder } from '../hosts/shared/pages.ts';
import { ensureApp } from './app.ts';
import { root } from './due.ts';
import { ensurePages } from './pages.ts';
import { ensurePreload } from './preload.ts';

const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/**
 * `npm start`: builds what is due and opens the desktop program. Where Electron cannot run, or its runtime (which is
 * fetched at the first start) is not to be had, one line says so and the wizard opens in the browser.
 */
async function start(t: Translate): Promise<void> {
  await ensureApp();
  await ensurePages(pagesFolder);
  await ensurePreload();
  const hindrance = hindranceHere(t);
  const program = hindrance === null ? runtime() : null;
  if (program) return become(program, [root], { atConsole: false });
  console.log(t('cli.start.browser', { reason: hindrance ?? t('cli.start.noRuntime') }));
  become(process.execPath, [
    join(root, 'electron/hosts/cli/bin.mjs'),
    'serve',
    '--open',
    ...process.argv.slice(2),
  ]);
}

/** Why a window cannot be opened here; null when nothing speaks against it. */
function hindranceHere(t: Translate): string | null {
  if (process.platform !== 'linux') return null;
  // https://www.electronjs.org/docs/latest/tutorial/sandbox: Chromium's sandbox refuses to run as root.
  if (process.getuid?.() === 0) return t('cli.start.root');
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? null : t('cli.start.noDisplay');
}

/** Electron's own program, fetched where that is due; null when it cannot be fetched. */
function runtime(): string | null {
  const path = installed();
  if (path !== null) return path;
  // Its output is long and ends in a stack trace; what matters is whether the program is there afterwards.
  spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore' });
  return installed();
}

function installed(): string | null {
  const file = join(electron, 'path.txt');
  if (!existsSync(file)) return null;
  const path = join(electron, 'dist', readFileSync(file, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Runs a program in the place of this one. @param options atConsole: it hears Ctrl-C by itself. */
function become(program: string, args: readonly string[], options: { atConsole?: boolean } = {}): void {
  const child = spawn(program, args, { stdio: 'inherit' });
  follow(child, process, process.platform, options);
}

const t = visibly(translator(chooseLanguage(process.argv.slice(2), process.env)));
await start(t).catch((error: unknown) => {
  const { message, hint } = errorData(error, t);
  console.error(`${message}\n${hint}`);
  process.exit(1);
});
