/** The version that a tag names; null for any other tag. */
export function versionOf(tag: string): string | null {
  return /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1] ?? null;
}

/** What a release consists of, by the ends of the names: the portable editions, then the packages of the desktop. */
const editions: [string, RegExp][] = [
  ['portable win32-x64', /-win32-x64\.zip$/],
  ['portable darwin-arm64', /-darwin-arm64\.tar\.gz$/],
  ['portable darwin-x64', /-darwin-x64\.tar\.gz$/],
  ['portable linux-x64', /-linux-x64\.tar\.gz$/],
  ['portable linux-arm64', /-linux-arm64\.tar\.gz$/],
  ['installer for Windows', /-x64-setup\.exe$/],
  ['image for Macs with Apple processors', /-arm64\.dmg$/],
  ['image for Macs with Intel processors', /-x64\.dmg$/],
  ['AppImage', /\.AppImage$/],
  ['Debian package', /\.deb$/],
];

/** Editions of a version that are not among these files, by what they are. */
export function missingIn(names: readonly string[], version: string): string[] {
  const own = names.filter((name) => name.startsWith(`AutoCore-Migrate-${version}-`));
  return editions.filter(([, end]) => !own.some((name) => end.test(name))).map(([what]) => what);
}

/**
 * The packed program of a system among electron-builder's folders, by its path there; null where none was packed.
 * @param names of what lies in that folder.
 */
export function programIn(names: readonly string[], platform: NodeJS.Platform, arch: string): string | null {
  const places: Partial<Record<NodeJS.Platform, [string, string]>> = {
    linux: ['linux', 'autocore-migrate'],
    win32: ['win', 'AutoCore Migrate.exe'],
    darwin: ['mac', 'AutoCore Migrate.app/Contents/MacOS/AutoCore Migrate'],
  };
  const [system, program] = places[platform] ?? ['', ''];
  // The folders of 64-bit Intel bear no name of a machine.
  const machine = arch === 'x64' ? '' : `-${arch}`;
  const folder = `${system}${machine}${platform === 'darwin' ? '' : '-unpacked'}`;
  return names.includes(folder) ? `${folder}/${program}` : null;
}
