import { join } from 'node:path';
import { app, type BrowserWindow, shell } from 'electron';
import { languageOf } from '../../../shared/messages/index.ts';
import { defaultFolder } from '../../engine/run/default-folder.ts';
import { createHost } from '../shared/host.ts';
import { pagesFolder } from '../shared/pages.ts';
import { askBeforeClosing } from './closing.ts';
import { filePicker, saveDialog, severalPicker } from './dialogs.ts';
import { Documents } from './documents.ts';
import { failToStart, logFailures, watchPage } from './failures.ts';
import { refuseNavigation, refusePermissions } from './guards.ts';
import { identify } from './identity.ts';
import { isOnlyInstance, keepWindowIn, showAgain } from './instance.ts';
import { connect } from './ipc.ts';
import { showJobs } from './job-signs.ts';
import { systemKeychain } from './keychain.ts';
import { leaveInOrder } from './leaving.ts';
import { menuActs } from './menu-acts.ts';
import { showMenu } from './menu-bar.ts';
import { filesOfThisStart, openFilesIn, openHanded, takeFilesOfTheSystem } from './open-file.ts';
import { refuseNetwork, registerScheme, servePages } from './pages.ts';
import { pdfPrinter } from './print.ts';
import { RecentFiles } from './recent.ts';
import { leaveWithSession } from './session-end.ts';
import { createWindow, showWizard } from './window.ts';
import { WindowMemory } from './window-memory.ts';
import { readPlace } from './window-place.ts';
import { Zoom } from './zoom.ts';

const workspace = defaultFolder(process.env);
let window: BrowserWindow | null = null;

keepWindowIn(workspace);
identify();
takeFilesOfTheSystem();
const given = filesOfThisStart(process.argv, process.cwd(), process.defaultApp === true);

if (isOnlyInstance(given, () => window)) {
  openHanded(given);
  registerScheme();
  refuseNavigation();
  app.enableSandbox();
  void app.whenReady().then(start).catch(failToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const documents = new Documents();
  const pick = filePicker(() => window);
  const kept = (name: string): string => join(app.getPath('userData'), name);
  const forgotten = (error: unknown): void => host.unexpected(error, 'window');
  const place = readPlace(kept('place.json'));
  const memory = new WindowMemory(kept('place.json'), forgotten);
  const recent = new RecentFiles(kept('recent.json'), forgotten);
  refusePermissions();
  refuseNetwork();
  servePages(pagesFolder, documents);
  const host = await createHost({
    kind: 'desktop',
    workspace,
    env: process.env,
    language: languageOf(app.getPreferredSystemLanguages()[0]),
    surroundings: {
      pick,
      pickSeveral: severalPicker(() => window),
      browse: null,
      drop: true,
      keychain: systemKeychain(workspace),
      printPdf: pdfPrinter(documents),
      used: (path) => recent.add(path),
      reveal: (path) => shell.showItemInFolder(path),
      deliver: saveDialog(() => window),
    },
  });
  const leaving = leaveInOrder(host, async () => {
    await Promise.all([memory.settled(), recent.settled()]);
  });
  logFailures(host);
  openFilesIn(host, () => showAgain(window));
  window = createWindow(place);
  window.on('closed', () => {
    window = null;
  });
  const zoom = new Zoom(window.webContents, place.zoom);
  memory.follow(window, zoom);
  connect(window, host);
  askBeforeClosing(window, host, leaving);
  leaveWithSession(window, host, leaving);
  watchPage(window, host);
  showJobs(window, host);
  showMenu(host, recent, menuActs({ host, workspace, recent, zoom, pick }));
  await showWizard(window);
}
