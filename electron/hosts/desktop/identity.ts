import { app } from 'electron';

/** `appId` of electron-builder.yml: the installer's shortcut has it (a test holds that they are the same). */
export const appId = 'br.com.autocore.migrate';
/**
 * Name of the file that the packages for Linux install, by `executableName`. Electron takes the class of its windows from
 * it, and `desktopName` of package.json writes that class into the file: without it a dock shows a second button.
 */
export const desktopFile = 'autocore-migrate.desktop';

/**
 * Says to the system which of its installed programs this is. Without it Windows shows no notification and another
 * button in the task bar, and docks on Linux no progress. Must come before Electron is ready.
 */
export function identify(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') app.setAppUserModelId(appId);
  if (platform === 'linux') app.setDesktopName(desktopFile);
}
