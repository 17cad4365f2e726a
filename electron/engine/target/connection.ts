import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { socketOf, type TargetConfig } from './config.ts';
import { LoginGuard, type LoginMessage, type LoginRefusal } from './login-guard.ts';
import { loginMessages } from './login-messages.ts';
import { ProtocolError } from './protocol.ts';
import { targetParams } from './sqlstate.ts';
import type { TlsAttempt } from './tls.ts';

type Listen = (event: string, listener: (data: unknown) => void) => unknown;

/** What @types/pg leaves out. */
interface RawConnection extends EventEmitter {
  stream: Socket;
  connect(portOrPath: number | string, host?: string): void;
  upgradeToSSL(host: string, report: (error: unknown) => void): void;
  attachListeners(stream: { on: Listen }): void;
  requestSsl(): void;
  cancel(pid: number, key: number): void;
}
const RawConnection = pg.Connection as unknown as new (config: object) => RawConnection;

/**
 * pg's connection, with what libpq does and pg does not: nothing is sent before the server's certificate is accepted, a
 * request for a login is looked at before it is answered (login-guard.ts), and a message that cannot be read is an error
 * of the connection instead of one that ends the process.
 */
export class ServerConnection extends RawConnection {
  readonly #config: TargetConfig;
  readonly #guard: LoginGuard;
  /** The beginning of a message whose end is on its way; only until the login is over. */
  #rest: Buffer = Buffer.alloc(0);
  #loggedIn = false;

  constructor(config: TargetConfig, ssl: TlsAttempt) {
    super({
      ssl,
      sslNegotiation: ssl ? config.ssl.negotiation : 'postgres',
      // Long index builds are silent: keep-alive tells a quiet server from a dead one, and keeps firewalls open.
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
    });
    this.#config = config;
    this.#guard = new LoginGuard({
      requireAuth: config.requireAuth,
      requireBinding: config.ssl.channelBinding === 'require',
    });
  }

  override connect(): void {
    const socket = socketOf(this.#config);
    if (socket === null) super.connect(this.#config.port, this.#config.hostAddress ?? this.#config.host);
    else super.connect(socket);
  }

  override upgradeToSSL(_: string, report: (error: unknown) => void): void {
    // Without a name it is not sent; whose certificate it must be is checked in tls.ts.
    super.upgradeToSSL(this.#config.ssl.sni ? this.#config.host : '', report);
  }

  override attachListeners(stream: { on: Listen }): void {
    const on: Listen = (event, listener) =>
      stream.on(event, event === 'data' ? (data) => this.#read(listener, data as Buffer) : listener);
    super.attachListeners({ on });
  }

  override emit(event: string, ...given: unknown[]): boolean {
    if (event === 'sslconnect') {
      this.stream.once('secureConnect', () => this.#secured());
      return true;
    }
    if (event.startsWith('authentication')) {
      const refusal = this.#guard.look(given[0] as LoginMessage, 'encrypted' in this.stream);
      if (refusal !== null) return this.#end(this.#told(refusal));
    }
    return super.emit(event, ...given);
  }

  #secured(): void {
    // A server that does not say which protocol it speaks may be one of another kind that was tricked into answering.
    const direct = this.#config.ssl.negotiation === 'direct';
    if (direct && (this.stream as TLSSocket).alpnProtocol !== 'postgresql') {
      this.#end(
        new AppError('target.tls', targetParams('no ALPN, which sslnegotiation=direct needs', this.#config)),
      );
    } else super.emit('sslconnect');
  }

  #read(parse: (data: unknown) => void, data: Buffer): void {
    let readable = data;
    if (!this.#loggedIn) {
      const { whole, rest, ready, problem } = loginMessages(Buffer.concat([this.#rest, data]));
      [readable, this.#rest, this.#loggedIn] = [whole, rest, ready];
      if (problem !== null) {
        this.#end(unreadable(new Error(problem), this.#config));
        return;
      }
    }
    try {
      if (readable.length > 0) parse(readable);
    } catch (error) {
      this.#end(unreadable(error, this.#config));
    }
  }

  /** Nothing that is still under way can be answered on a stream that is destroyed. */
  #end(error: unknown): boolean {
    this.stream.destroy();
    return super.emit('error', error);
  }

  #told(refusal: LoginRefusal): AppError {
    if (refusal.kind === 'unreadable') {
      return new AppError('target.auth', targetParams(refusal.reason, this.#config));
    }
    const { asked, setting } = refusal;
    return new AppError('target.weakLogin', { ...targetParams(asked, this.#config), setting });
  }
}

/** https://www.postgresql.org/docs/18/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-AUTHENTICATIONOK */
const unspoken: Readonly<Record<string, string>> = {
  2: 'Kerberos',
  6: 'SCM',
  7: 'GSSAPI',
  8: 'GSSAPI',
  9: 'SSPI',
};

function unreadable(error: unknown, config: TargetConfig): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const request = /^Unknown authenticationOk message type (-?\d+)$/.exec(message)?.[1];
  if (request !== undefined) {
    const asked = unspoken[request] ?? `login ${request}`;
    return new AppError(
      'target.auth',
      targetParams(`the server asks for ${asked}, which is not spoken here`, config),
    );
  }
  return new ProtocolError(`a message of the server cannot be read: ${message}`, { cause: error });
}
