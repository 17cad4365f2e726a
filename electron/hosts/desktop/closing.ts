import { app, type BrowserWindow, dialog } from 'electron';
import type { Host } from '../shared/host.ts';

/** Closing the window while the engine is at work asks first; what is stopped can be resumed. */
export function askBeforeClosing(window: BrowserWindow, host: Host): void {
  let sure = false;
  let asking = false;
  window.on('close', async (event) => {
    if (sure || !host.working) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const t = host.t();
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: t('desktop.close.message'),
      detail: t('desktop.close.detail'),
      buttons: [t('desktop.close.stay'), t('desktop.close.stop')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    asking = false;
    if (response !== 1) return;
    sure = true;
    window.close();
  });
}

/** Leaves everything in order before the process ends, however the end came about. */
export function closeInOrder(host: Host): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    host
      .close()
      .catch((error: unknown) => host.unexpected(error, 'closing'))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
