import { app, type BrowserWindow, shell } from 'electron';
import { languageOf } from '../../../shared/messages/index.ts';
import { defaultFolder } from '../../engine/run/default-folder.ts';
import { createHost } from '../shared/host.ts';
import { pagesFolder } from '../shared/pages.ts';
import { askBeforeClosing, closeInOrder } from './closing.ts';
import { filePicker, saveDialog } from './dialogs.ts';
import { Documents } from './documents.ts';
import { failToStart, watchFailures } from './failures.ts';
import { refuseNavigation, refusePermissions } from './guards.ts';
import { isOnlyInstance, keepWindowIn, showAgain } from './instance.ts';
import { connect } from './ipc.ts';
import { systemKeychain } from './keychain.ts';
import { setUpMenu } from './menu.ts';
import { filesOfThisStart, openFilesIn, openHanded, takeFilesOfTheSystem } from './open-file.ts';
import { refuseNetwork, registerScheme, servePages } from './pages.ts';
import { pdfPrinter } from './print.ts';
import { createWindow, showWizard } from './window.ts';

const workspace = defaultFolder(process.env);
let window: BrowserWindow | null = null;

keepWindowIn(workspace);
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
  setUpMenu();
  refusePermissions();
  refuseNetwork();
  servePages(pagesFolder, documents);
  const host = await createHost({
    kind: 'desktop',
    workspace,
    env: process.env,
    language: languageOf(app.getPreferredSystemLanguages()[0]),
    surroundings: {
      pick: filePicker(() => window),
      browse: null,
      drop: true,
      keychain: systemKeychain(workspace),
      printPdf: pdfPrinter(documents),
      reveal: (path) => shell.showItemInFolder(path),
      deliver: saveDialog(() => window),
    },
  });
  closeInOrder(host);
  openFilesIn(host, () => showAgain(window));
  window = createWindow();
  window.on('closed', () => {
    window = null;
  });
  connect(window, host);
  askBeforeClosing(window, host);
  watchFailures(window, host);
  await showWizard(window);
}
