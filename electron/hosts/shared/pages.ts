import { fileURLToPath } from 'node:url';

/** The built pages of the wizard, the same for both hosts. */
export const pagesFolder = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));

/**
 * What a page may load: its own files, and nothing from anywhere else. Styles may be inline because the component
 * library writes its theme into a style element; scripts may not.
 * @param connect where `fetch` and WebSockets may go.
 */
export function contentSecurityPolicy(connect: "'self'" | "'none'"): string {
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
