import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Result } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorData } from '../../../shared/messages/index.ts';
import type { Host } from '../shared/host.ts';
import { channels } from './channels.ts';
import { requireOwnPage } from './sender.ts';

/**
 * Ties the window to the host. Every call is checked for who sends it: a frame inside the page, another window or a
 * page that the window came to show are refused with an error, never with silence.
 */
export function connect(window: BrowserWindow, host: Host): void {
  const checked = <Arguments extends unknown[]>(answer: (...args: Arguments) => Promise<Result<unknown>>) => {
    return (event: IpcMainInvokeEvent, ...args: Arguments): Promise<Result<unknown>> => {
      requireOwnPage(window.webContents, event);
      return answer(...args);
    };
  };
  ipcMain.handle(
    channels.call,
    checked((name: unknown, input: unknown) => host.call(name, input)),
  );
  ipcMain.handle(
    channels.drop,
    checked(async (path: unknown) => {
      // What was dragged in from another program than the file manager may have no path.
      if (typeof path === 'string' && path !== '') return { ok: true, value: host.give(path) };
      return { ok: false, error: errorData(new AppError('host.unknownFile'), host.t(), 'wizard') };
    }),
  );
  const stop = host.on((name, value) => {
    // A page that is gone or being loaded asks for everything when it is there.
    if (!window.isDestroyed()) window.webContents.send(channels.event, name, value);
  });
  window.on('closed', () => {
    stop();
    ipcMain.removeHandler(channels.call);
    ipcMain.removeHandler(channels.drop);
  });
}
