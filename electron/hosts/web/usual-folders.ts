const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Folders that may be browsed where nobody named any: the user's own, AutoCore's, and drives, as far as they exist. */
export function usualFolders(platform: NodeJS.Platform, home: string, workspace: string): string[] {
  const drives = [...letters].map((letter) => `${letter}:\\`);
  if (platform === 'win32') return [home, ...drives, workspace];
  const removable = platform === 'darwin' ? ['/Volumes'] : ['/media', '/run/media', '/mnt'];
  const gateway = platform === 'darwin' ? ['/opt/autocore'] : ['/opt/autocore', '/home/pi/autocore'];
  return [home, ...gateway, ...removable, workspace];
}
