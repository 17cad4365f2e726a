/** The modules of Electron's main process, as the stand-in has them. */
import { EventEmitter } from 'node:events';
import { afterReady, app } from './app.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './session.ts';
import { Notification, powerMonitor, powerSaveBlocker, screen } from './system.ts';
import { BrowserWindow } from './window.ts';

function unanswered(answer: object): object {
  afterReady('dialog');
  return answer;
}

/** Dialogs that nobody answers: a test puts its answers in their place. */
export const dialog = {
  showOpenDialog: async (): Promise<object> => unanswered({ canceled: true, filePaths: [] }),
  showSaveDialog: async (): Promise<object> => unanswered({ canceled: true, filePath: '' }),
  showMessageBox: async (): Promise<object> => unanswered({ response: 0, checkboxChecked: false }),
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
};

export const shell = {
  shown: [] as string[],
  showItemInFolder: (path: string) => void shell.shown.push(path),
};
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });

export {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
};
