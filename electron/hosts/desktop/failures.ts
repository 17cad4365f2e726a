import { app, type BrowserWindow, dialog } from 'electron';
import { errorData, languageOf, translator } from '../../../shared/messages/index.ts';
import type { Host } from '../shared/host.ts';

/** Milliseconds in which a page that ends again is not loaded again by itself. */
const patience = 10_000;

/** Without a host there is no window: the reason is told by the system, and the program ends. */
export function failToStart(error: unknown): void {
  const t = translator(languageOf(app.getPreferredSystemLanguages()[0]));
  const { message, hint } = errorData(error, t, 'wizard');
  dialog.showErrorBox(t('desktop.failure'), `${message}\n\n${hint}`);
  app.exit(1);
}

/** Failures that nobody expected go to the log. */
export function logFailures(host: Pick<Host, 't' | 'unexpected'>): void {
  process.on('uncaughtException', (error) => {
    host.unexpected(error, 'main process');
    dialog.showErrorBox(host.t()('desktop.failure'), error.message);
  });
  process.on('unhandledRejection', (error) => host.unexpected(error, 'main process'));
  // Chromium starts them again by itself, without the graphics card where that is to blame.
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const which = [type, name].filter(Boolean).join(' ');
    host.unexpected(new Error(`${which} ended: ${reason} (${exitCode})`), 'child process');
  });
}

/**
 * The page is only what shows the work: one that ended is loaded again and asks how things stand. When that does not
 * help, or when it hears nothing, the user decides.
 */
export function watchPage(window: BrowserWindow, host: Pick<Host, 't' | 'unexpected' | 'working'>): void {
  const { webContents } = window;
  let last = Number.NEGATIVE_INFINITY;
  let ending = false;
  let hung: AbortController | null = null;

  const ask = async (what: 'gone' | 'unresponsive', signal?: AbortSignal): Promise<boolean> => {
    const t = host.t();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: t(`desktop.${what}.message`),
      detail: host.working ? t('desktop.workGoesOn') : t(`desktop.${what}.detail`),
      buttons: [t(`desktop.${what}.stay`), t(`desktop.${what}.act`)],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      ...(signal ? { signal } : {}),
    });
    return response === 1;
  };

  webContents.on('render-process-gone', async (_event, { reason, exitCode }) => {
    hung?.abort();
    // Ended by `unresponsive` below, because the user wanted it.
    const wanted = ending;
    ending = false;
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (wanted) return window.reload();
    host.unexpected(new Error(`the page ended: ${reason} (${exitCode})`), 'window');
    const again = performance.now() - last > patience;
    last = performance.now();
    if (again) return window.reload();
    const quit = await ask('gone');
    if (quit) app.quit();
    else if (!window.isDestroyed()) window.reload();
  });

  window.on('unresponsive', async () => {
    if (hung) return;
    hung = new AbortController();
    const { signal } = hung;
    host.unexpected(new Error('the page hears nothing'), 'window');
    const reload = await ask('unresponsive', signal);
    hung = null;
    if (!reload || signal.aborted || window.isDestroyed()) return;
    // A page that hears nothing would not hear that it should load again either.
    ending = true;
    webContents.forcefullyCrashRenderer();
  });
  window.on('responsive', () => hung?.abort());
}
