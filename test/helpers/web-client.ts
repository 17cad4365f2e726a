import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import { type EventMessage, type Session, web } from '../../shared/contract/web.ts';
import type { CallInput, CallName, CallValue, EventName, EventValue, Result } from '../../shared/contract.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request with exactly these headers and this path: `fetch` would put both right. */
export function ask(port: number, options: RequestOptions & { body?: string }): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request({ host: '127.0.0.1', port, ...options }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(options.body ?? '');
  return promise;
}

/** The link that `serve` prints. */
export async function printedLink(stdout: Readable): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('http://')) return line;
  }
  throw new Error('no link');
}

/** What the page does in a browser: exchanges the link, calls, listens. */
export class WebClient {
  readonly port: number;
  session = '';

  constructor(port: number) {
    this.port = port;
  }

  static async open(link: string): Promise<WebClient> {
    const { port, hash } = new URL(link);
    const client = new WebClient(Number(port));
    const opened = await client.exchange(hash.slice(1));
    if (!opened.ok) throw new Error(opened.error.message);
    client.session = opened.value.session;
    return client;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async exchange(link: string): Promise<Result<Session>> {
    const answer = await this.post(web.session, { link });
    return JSON.parse(answer.body) as Result<Session>;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return ask(this.port, {
      method: 'POST',
      path,
      headers: {
        origin: this.origin,
        'content-type': 'application/json',
        ...(this.session ? { authorization: `Bearer ${this.session}` } : {}),
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }

  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallValue<N>>> {
    const { body } = await this.post(web.call + name, input);
    return JSON.parse(body) as Result<CallValue<N>>;
  }

  /** The value of a call that works. */
  async value<N extends CallName>(name: N, input: CallInput<N>): Promise<CallValue<N>> {
    const result = await this.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
    return result.value;
  }

  async get(path: string): Promise<Answer> {
    return ask(this.port, { path, headers: { authorization: `Bearer ${this.session}` } });
  }

  /** Opens the events; resolves when they flow. */
  async events(
    listener: <N extends EventName>(name: N, value: EventValue<N>) => void = () => {},
    protocols: string[] = [web.protocol, web.sessionPrefix + this.session],
    origin: string | undefined = this.origin,
  ): Promise<WebSocket> {
    const socket = new WebSocket(
      `ws://127.0.0.1:${this.port}${web.events}`,
      protocols,
      origin ? { origin } : {},
    );
    socket.on('message', (data) => {
      const { name, value } = JSON.parse(String(data)) as EventMessage;
      listener(name as EventName, value as never);
    });
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
    return promise;
  }
}
