/**
 * What the program never uses is switched off in its executable: https://www.electronjs.org/docs/latest/tutorial/fuses
 * Flipped by our hook and not by electron-builder itself, which would look for Electron where on Linux a script takes its
 * place.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;
