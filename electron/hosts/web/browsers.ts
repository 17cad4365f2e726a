import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

/** Browsers that open a page in a window of its own (`--app=`), by where they install themselves. */
const windowsPaths = [
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
];
const macPaths = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
const linuxNames = [
  ...['google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
  ...['chromium', 'chromium-browser'],
];

/** Every place where such a browser may be, the likeliest first. */
export function browserPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string[] {
  if (platform === 'win32') {
    const folders = [env['ProgramFiles(x86)'], env.ProgramFiles, env.LOCALAPPDATA].filter((each) => each);
    return windowsPaths.flatMap((path) => folders.map((folder) => win32.join(folder ?? '', path)));
  }
  if (platform === 'darwin') {
    return macPaths.flatMap((name) =>
      ['/Applications', posix.join(home, 'Applications')].map((folder) =>
        posix.join(folder, `${name}.app`, 'Contents/MacOS', name),
      ),
    );
  }
  // Only whole paths: one that depends on the current folder could be anybody's.
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/** The first of them that can be executed; null where there is none. */
export function firstBrowser(places: readonly string[]): string | null {
  return places.find(isExecutable) ?? null;
}

/** How a page is opened in a window of its own, apart from whatever else its user does in that browser. */
export function windowArguments(page: URL, profile: string): string[] {
  return [
    `--app=${page.href}`,
    `--user-data-dir=${profile}`,
    ...['--no-first-run', '--no-default-browser-check', '--disable-background-mode', '--disable-sync'],
    '--window-size=1280,860',
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next one.
    return false;
  }
}
