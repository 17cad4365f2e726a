import { posix } from 'node:path';

/** Our own scheme rather than file://, whose pages may read other files. https://www.electronjs.org/docs/latest/tutorial/security */
export const scheme = 'app';
const pagesHost = 'autocore-migrate';
const documentsHost = 'document';

export const startAddress = `${scheme}://${pagesHost}/index.html`;

/** True for the wizard's own pages: the only ones that may call, and the only ones that the window shows. */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${scheme}:` && url.host === pagesHost;
}

/** True for what a page may load at all: our own files, what it holds itself, and the tools for developers. */
export function isOwnRequest(address: string): boolean {
  return /^(app|data|blob|devtools):/.test(address);
}

/** Address of a document that is printed, and nothing else. */
export function documentAddress(token: string): string {
  return `${scheme}://${documentsHost}/${token}`;
}

export type Asked = { kind: 'page'; path: string } | { kind: 'document'; token: string };

/**
 * What an address of our scheme asks for: a path below the folder of the pages, or a document. Null for anything else,
 * also for paths that lead out of the folder, however they are written.
 */
export function askedFor(address: string): Asked | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${scheme}:`) return null;
  const path = decoded(url.pathname);
  if (path === null || /[\0\\]/.test(path) || posix.normalize(path) !== path) return null;
  const name = path.slice(1);
  // `C:` and its like would leave the folder on Windows.
  if (name === '' || name.startsWith('/') || name.includes(':')) return null;
  if (url.host === pagesHost) return { kind: 'page', path: name };
  return url.host === documentsHost && !name.includes('/') ? { kind: 'document', token: name } : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // A "%" that does not begin an escape.
    return null;
  }
}
