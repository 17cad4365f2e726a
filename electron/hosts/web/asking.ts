import type { FastifyRequest } from 'fastify';
import type { Asking } from './guard.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a session. */
    open?: boolean;
  }
}

/** What the guard needs to know of a request. */
export function askingOf({ method, headers, raw, routeOptions }: FastifyRequest): Asking {
  return {
    method,
    // A request that no route takes has no such mark either.
    open: routeOptions.config?.open === true,
    host: hostOf(raw),
    origin: headers.origin,
    site: one(headers['sec-fetch-site']),
    authorization: headers.authorization,
    protocols: headers.upgrade === undefined ? undefined : (one(headers['sec-websocket-protocol']) ?? ''),
  };
}

/** A target with a name in it (`GET http://…`) stands above the header, and of two headers Node keeps the first. */
function hostOf({ url = '', headersDistinct }: FastifyRequest['raw']): string | undefined {
  const names = headersDistinct.host ?? [];
  return url.startsWith('/') && names.length === 1 ? names[0] : undefined;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
