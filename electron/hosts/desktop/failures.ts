import { app, type BrowserWindow, dialog } from 'electron';
import { errorData, languageOf, translator } from '../../../shared/messages/index.ts';
import type { Host } from '../shared/host.ts';

/** Milliseconds in which a page that crashes again is left alone. */
const patience = 10_000;

/** Without a host there is no window: the reason is told by the system, and the program ends. */
export function failToStart(error: unknown): void {
  const t = translator(languageOf(app.getPreferredSystemLanguages()[0]));
  const { message, hint } = errorData(error, t);
  dialog.showErrorBox(t('desktop.failure'), `${message}\n\n${hint}`);
  app.exit(1);
}

/** Failures that nobody expected go to the log; a page that crashed is loaded again, and asks how things stand. */
export function watchFailures(window: BrowserWindow, host: Host): void {
  process.on('uncaughtException', (error) => {
    host.unexpected(error, 'main process');
    dialog.showErrorBox(host.t()('desktop.failure'), error.message);
  });
  process.on('unhandledRejection', (error) => host.unexpected(error, 'main process'));
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    host.unexpected(new Error(`the page ended: ${reason}`), 'window');
    const again = performance.now() - last > patience;
    last = performance.now();
    if (reason !== 'clean-exit' && again) window.reload();
  });
}
