import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Surroundings } from '../shared/surroundings.ts';

/** Asks for a file or a folder with the system's own dialog. @param window where it belongs; null while there is none. */
export function filePicker(window: () => BrowserWindow | null): NonNullable<Surroundings['pick']> {
  return async (purpose, t) => {
    const filters = {
      source: [{ name: t('desktop.filters.databases'), extensions: ['db', 'sqlite', 'sqlite3', 'db3'] }],
      certificates: [{ name: t('desktop.filters.certificates'), extensions: ['pem', 'crt', 'cer'] }],
      // Files whose name begins with a dot have no extension to go by.
      env: [],
      folder: [],
      plan: [{ name: t('desktop.filters.plans'), extensions: ['json'] }],
    };
    const properties = {
      source: ['openFile'],
      certificates: ['openFile'],
      env: ['openFile', 'showHiddenFiles'],
      folder: ['openDirectory', 'createDirectory'],
      plan: ['openFile'],
    } as const;
    const options: Electron.OpenDialogOptions = {
      title: t(`desktop.pick.${purpose}`),
      properties: [...properties[purpose], 'dontAddToRecent'],
      filters:
        purpose === 'folder'
          ? []
          : [...filters[purpose], { name: t('desktop.filters.all'), extensions: ['*'] }],
    };
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
}

/** Asks for several databases, or for a list of them. */
export function severalPicker(window: () => BrowserWindow | null): NonNullable<Surroundings['pickSeveral']> {
  return async (t) => {
    const options: Electron.OpenDialogOptions = {
      title: t('desktop.pick.several'),
      properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
      filters: [
        { name: t('desktop.filters.several'), extensions: ['db', 'sqlite', 'sqlite3', 'db3', 'csv'] },
        { name: t('desktop.filters.all'), extensions: ['*'] },
      ],
    };
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? [] : filePaths;
  };
}

/** Puts documents where the user says. */
export function saveDialog(window: () => BrowserWindow | null): Surroundings['deliver'] {
  return async ({ name, extension, write }, t) => {
    const options: Electron.SaveDialogOptions = {
      title: t('desktop.save.title'),
      defaultPath: join(app.getPath('documents'), name),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    };
    const parent = window();
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options));
    if (canceled || !filePath) return null;
    await write(filePath);
    return { kind: 'file', path: filePath };
  };
}
