import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number;
  head: string;
  body: string;
}

/**
 * Sends exactly these bytes over a connection of its own, and reads until the other side closes it or has answered 101
 * (an upgraded connection stays open). What an HTTP client would put right stays as it is.
 */
export function rawRequest(port: number, text: string): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  const socket = connect(port, '127.0.0.1');
  let received = '';
  const done = (): void => {
    socket.destroy();
    // Told to go on before anything is decided.
    const [head = '', ...rest] = received.replace('HTTP/1.1 100 Continue\r\n\r\n', '').split('\r\n\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
    resolve({ status, head, body: rest.join('\r\n\r\n') });
  };
  socket.setEncoding('latin1').on('data', (piece: string) => {
    received += piece;
    if (received.startsWith('HTTP/1.1 101')) done();
  });
  socket.on('end', done);
  // A connection that is reset has been refused, after an answer perhaps.
  socket.on('error', done);
  socket.write(Buffer.from(text, 'latin1'));
  return promise;
}

/** The text of a request. `headers` as they are to be sent, in their order. */
export function requestText(method: string, target: string, headers: string[], body = ''): string {
  return [`${method} ${target} HTTP/1.1`, ...headers, '', body].join('\r\n');
}
