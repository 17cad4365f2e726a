import { once } from 'node:events';
import type pg from 'pg';
import type { TargetConfig } from './config.ts';
import { ServerConnection } from './connection.ts';
import { guardProtocol } from './protocol.ts';
import type { TlsAttempt } from './tls.ts';

/**
 * Asks the server to end what a connection is doing. Such a request is no session: it needs no password and gets
 * through where all connections are taken, and a pooler passes it on. Whether there was something to end is not told.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 * @param patience milliseconds for all of it.
 */
export async function requestCancel(
  client: pg.Client,
  config: TargetConfig,
  ssl: TlsAttempt,
  patience: number,
): Promise<void> {
  const { processID, secretKey } = client as pg.Client & { processID: number; secretKey: number };
  const direct = config.ssl.negotiation === 'direct';
  const request = new ServerConnection(config, ssl);
  guardProtocol(request);
  const timer = setTimeout(() => request.stream.destroy(), patience);
  request.on('connect', () => {
    if (!ssl) request.cancel(processID, secretKey);
    else if (!direct) request.requestSsl();
  });
  request.on('sslconnect', () => request.cancel(processID, secretKey));
  request.connect();
  try {
    // The server closes the connection when it has passed the request on.
    await once(request, 'end');
  } finally {
    clearTimeout(timer);
    request.stream.destroy();
  }
}
