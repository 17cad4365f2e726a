import { type BrowserWindow, dialog } from 'electron';
import type { Host } from '../shared/host.ts';
import type { Leaving } from './leaving.ts';

/** Closing the window while the engine is at work asks first; what is stopped can be resumed. */
export function askBeforeClosing(window: BrowserWindow, host: Host, leaving: Leaving): void {
  let sure = false;
  let asking = false;
  window.on('close', async (event) => {
    // A system that shuts down is not held up by a question.
    if (sure || leaving.begun || !host.working) return;
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
