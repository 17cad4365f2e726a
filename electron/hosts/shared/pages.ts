import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codesFile } from '../../../shared/guide/pages.ts';
import type { Language } from '../../../shared/messages/index.ts';

/** The built pages of the wizard, the same for both hosts. */
export const pagesFolder = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));

/**
 * The guide as one file for a browser, beside the pages. A checkout whose pages are not built has its Markdown, which is
 * the same.
 */
export function guideFile(language: Language): string {
  const built = join(pagesFolder, 'guide', `${language}.html`);
  return existsSync(built) ? built : join(pagesFolder, '../../docs', codesFile[language]);
}

/**
 * What a page may load: its own files, and nothing from anywhere else. Styles may be inline because the component
 * library writes its theme into a style element; scripts may not.
 * @param connect where `fetch` and WebSockets may go.
 */
function contentSecurityPolicy(connect: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer that a page or a script could come in. */
export function securityHeaders(connect: "'self'" | "'none'"): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
  };
}
