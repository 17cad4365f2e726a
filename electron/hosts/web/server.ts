import type { IncomingMessage } from 'node:http';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { sessionInput, web } from '../../../shared/contract/web.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { errorData } from '../../../shared/messages/index.ts';
import type { Host } from '../shared/host.ts';
import { securityHeaders } from '../shared/pages.ts';
import { sendDownload } from './download-route.ts';
import type { Downloads } from './downloads.ts';
import { relayEvents } from './events.ts';
import { guard } from './guard.ts';
import type { Sessions } from './sessions.ts';

export interface WebServerOptions {
  host: Host;
  sessions: Sessions;
  downloads: Downloads;
  /** Folder of the built pages. */
  pages: string;
  /** 0: one that is free. */
  port: number;
}

export interface WebServer {
  port: number;
  close(): Promise<void>;
}

/** Serves the wizard on 127.0.0.1. @throws AppError host.port {port, reason} */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { host, sessions, downloads, pages } = options;
  const app = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    return503OnClosing: true,
  });
  let port = 0;
  const fail = (reply: FastifyReply, status: number, code: ErrorCode, reason = ''): FastifyReply =>
    reply
      .code(status)
      .send({ ok: false, error: errorData(new AppError(code, reason ? { reason } : {}), host.t()) });

  // First: it must know of an upgrade before the guard refuses it, to end the connection.
  await app.register(fastifyWebsocket, {
    options: {
      maxPayload: 1024,
      // Never the session, which would come back in a header.
      handleProtocols: (protocols: Set<string>) => (protocols.has(web.protocol) ? web.protocol : false),
    },
  });
  // What is not JSON needs no preflight in a browser, so it is not read at all.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders("'self'"));
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    const verdict = guard(askingOf(request), port, (secret) => sessions.has(secret));
    if (verdict.allowed) return;
    if (verdict.status === 401) return fail(reply, 401, 'host.noSession');
    return fail(reply, 403, 'host.badInput', verdict.reason);
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    // Fastify's own refusals: a body that is no JSON, too large, of another kind.
    if (status < 500) return fail(reply, status, 'host.badInput', error.message);
    host.unexpected(error, 'web server');
    return fail(reply, 500, 'internal', error.message);
  });
  app.setNotFoundHandler((_request, reply) => fail(reply, 404, 'host.badInput', 'no such page'));

  await app.register(fastifyStatic, { root: pages, dotfiles: 'deny', cacheControl: false });
  app.post(web.session, async (request, reply) => {
    const parsed = sessionInput.safeParse(request.body);
    const session = parsed.success ? sessions.open(parsed.data.link) : null;
    return session === null ? fail(reply, 401, 'host.noSession') : { ok: true, value: { session } };
  });
  app.post(`${web.call}:name`, async (request) =>
    host.call((request.params as { name: string }).name, request.body),
  );
  app.get(`${web.download}:token`, async (request, reply) => {
    const document = downloads.take((request.params as { token: string }).token);
    return document ? sendDownload(reply, document) : fail(reply, 404, 'host.unknownFile');
  });
  app.get(web.events, { websocket: true }, (socket) => relayEvents(socket, host));

  port = await listen(app, options.port);
  return { port, close: () => app.close() };
}

function askingOf({ method, url, headers, raw }: FastifyRequest) {
  return {
    method,
    path: url.split('?')[0] ?? '',
    host: headers.host,
    origin: headers.origin,
    site: one(headers['sec-fetch-site']),
    authorization: headers.authorization,
    protocols: isUpgrade(raw) ? (one(headers['sec-websocket-protocol']) ?? '') : undefined,
  };
}

function isUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade !== undefined;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

async function listen(app: FastifyInstance, port: number): Promise<number> {
  try {
    await app.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    throw new AppError('host.port', { port, reason: (cause as Error).message }, { cause });
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
