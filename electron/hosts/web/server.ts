import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type RouteOptions } from 'fastify';
import { sessionInput, web } from '../../../shared/contract/web.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { errorData } from '../../../shared/messages/index.ts';
import type { Host } from '../shared/host.ts';
import { securityHeaders } from '../shared/pages.ts';
import { askingOf } from './asking.ts';
import { sendDownload } from './download-route.ts';
import type { Downloads } from './downloads.ts';
import { relayEvents } from './events.ts';
import { guard } from './guard.ts';
import { markOpen, servePages } from './open-routes.ts';
import type { Presence } from './presence.ts';
import type { Sessions } from './sessions.ts';

export interface WebServerOptions {
  host: Host;
  sessions: Sessions;
  downloads: Downloads;
  /** Told of every page that comes and goes. */
  presence: Presence;
  /** Folder of the built pages. */
  pages: string;
  /** 0: one that is free. */
  port: number;
  /** Told of every route there is. */
  onRoute?(route: RouteOptions): void;
}

export interface WebServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves the wizard on 127.0.0.1. A request reaches a route only past the guard, which looks at the route that was
 * matched: without a session there is what `open` registers, and nothing else.
 * @throws AppError host.port {port, reason}
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { host, sessions, downloads, presence, pages, onRoute } = options;
  let port = 0;
  const fail = (reply: FastifyReply, status: number, code: ErrorCode, reason = ''): FastifyReply =>
    reply.code(status).send({
      ok: false,
      error: errorData(new AppError(code, reason ? { reason } : {}), host.t(), 'wizard'),
    });
  const app = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    return503OnClosing: true,
    // A path that cannot be decoded reaches no route and no hook. The connection of an upgrade would stay open.
    frameworkErrors: (error, request, reply) => {
      reply.raw.once('finish', () => request.raw.socket.end());
      fail(reply.headers(securityHeaders("'self'")), 400, 'host.badInput', error.code);
    },
  });

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
  if (onRoute) app.addHook('onRoute', onRoute);
  app.addHook('onRequest', async (request, reply) => {
    const asking = askingOf(request);
    reply.headers(securityHeaders("'self'"));
    if (!asking.open) reply.header('cache-control', 'no-store');
    const verdict = guard(asking, port, (secret) => sessions.has(secret));
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

  await app.register(async (open) => {
    markOpen(open);
    await servePages(open, pages);
    open.post(web.session, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const parsed = sessionInput.safeParse(request.body);
      const session = parsed.success ? sessions.open(parsed.data.link) : null;
      return session === null ? fail(reply, 401, 'host.noSession') : { ok: true, value: { session } };
    });
  });
  app.post(`${web.call}:name`, async (request) =>
    host.call((request.params as { name: string }).name, request.body),
  );
  // Without a HEAD, which would use the document up.
  app.get(`${web.download}:token`, { exposeHeadRoute: false }, async (request, reply) => {
    const document = downloads.take((request.params as { token: string }).token);
    if (!document) return fail(reply, 404, 'host.unknownFile');
    return sendDownload(reply, document, (error) => host.unexpected(error, 'download'));
  });
  app.get(web.events, { websocket: true }, (socket) => {
    socket.on('close', presence.join());
    relayEvents(socket, host);
  });

  port = await listen(app, options.port);
  return { port, close: () => app.close() };
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
