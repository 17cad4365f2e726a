import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { startAddress } from './address.ts';
import { leastSize, placeOn, usualSize, type WindowPlace } from './window-place.ts';

const preload = fileURLToPath(new URL('../../../dist/preload.cjs', import.meta.url));

/**
 * The one window of the wizard, still empty. The settings that make it safe are Electron's defaults, said aloud.
 * @param place where it was the last time.
 */
export function createWindow({ bounds, maximized }: WindowPlace): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    title: 'AutoCore Migrate',
    ...((bounds && placeOn(areas, bounds)) ?? usualSize),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    // Shown when there is something to see, without a white flash in the dark.
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    // On Windows and Linux the menu comes with Alt, and its keys work without being seen.
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
  window.once('ready-to-show', () => {
    // Which shows it, too.
    if (maximized) window.maximize();
    else window.show();
  });
  return window;
}

export async function showWizard(window: BrowserWindow): Promise<void> {
  await window.loadURL(startAddress);
}
