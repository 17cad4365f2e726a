import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { startAddress } from './address.ts';

const preload = fileURLToPath(new URL('../../../dist/preload.cjs', import.meta.url));

/** The one window of the wizard, still empty. The settings that make it safe are Electron's defaults, said aloud. */
export function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: 'AutoCore Migrate',
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    // Shown when there is something to see, without a white flash in the dark.
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

export async function showWizard(window: BrowserWindow): Promise<void> {
  await window.loadURL(startAddress);
}
