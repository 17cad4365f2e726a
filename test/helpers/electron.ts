/**
 * Stands in for Electron's `electron` module in a Node process, so that the desktop program runs as written where
 * Electron's runtime is not to be had: its main process here, its preload script beside the page, its pages in Chromium.
 * It knows what the program uses and nothing more; a name that is missing is an error, as it should be.
 */
import { EventEmitter } from 'node:events';
import { app } from './electron/app.ts';
import { ipcMain } from './electron/ipc.ts';
import { obeyTest } from './electron/remote.ts';
import { safeStorage } from './electron/safe-storage.ts';
import { protocol, session } from './electron/session.ts';
import { BrowserWindow } from './electron/window.ts';

/** Dialogs that nobody answers: a test puts its answers in their place. */
export const dialog = {
  showOpenDialog: async (): Promise<object> => ({ canceled: true, filePaths: [] }),
  showSaveDialog: async (): Promise<object> => ({ canceled: true, filePath: '' }),
  showMessageBox: async (): Promise<object> => ({ response: 0, checkboxChecked: false }),
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
};

export const shell = {
  shown: [] as string[],
  showItemInFolder: (path: string) => void shell.shown.push(path),
};
export const Menu = {
  buildFromTemplate: (template: object[]): object => template,
  setApplicationMenu: (_menu: object | null): void => {},
};
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
export { app, BrowserWindow, ipcMain, protocol, safeStorage, session };

obeyTest({ app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, safeStorage, session, shell });
