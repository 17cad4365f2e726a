import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, session } from 'electron';
import { securityHeaders } from '../shared/pages.ts';
import { askedFor, isOwnRequest, scheme } from './address.ts';
import type { Documents } from './documents.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** Must come before Electron is ready: afterwards a scheme cannot become a secure one. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built pages and documents to print; every other address leads nowhere. */
export function servePages(folder: string, documents: Documents): void {
  session.defaultSession.protocol.handle(scheme, async ({ url, method }) => {
    const asked = method === 'GET' ? askedFor(url) : null;
    if (asked === null) return notFound();
    if (asked.kind === 'document') return documents.response(asked.token) ?? notFound();
    const type = types[extname(asked.path)];
    if (type === undefined) return notFound();
    const content = await readFile(join(folder, asked.path)).catch((error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code ?? '')) return null;
      throw error;
    });
    if (content === null) return notFound();
    return new Response(content, { headers: { ...securityHeaders("'none'"), 'content-type': type } });
  });
}

/** Nothing is fetched from anywhere: what the policy of the pages should forbid already never leaves the program. */
export function refuseNetwork(): void {
  session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url) });
  });
}

function notFound(): Response {
  return new Response('', { status: 404, headers: securityHeaders("'none'") });
}
