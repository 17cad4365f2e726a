import { allowedLogins, type LoginMethod } from './login-rule.ts';

/** A message of the server about the login, as pg names it. */
export interface LoginMessage {
  name: string;
  /** Of the message, with the four bytes that hold it. */
  length: number;
  mechanisms?: string[];
}

/** Why a message is not answered. */
export type LoginRefusal =
  /** The server asks for a login that a setting does not allow. */
  | { kind: 'forbidden'; asked: string; setting: string }
  /** It asks out of turn, or for what is not spoken. */
  | { kind: 'unreadable'; reason: string };

export interface LoginDemands {
  /** As libpq's require_auth; null allows all. */
  requireAuth: string | null;
  /** As libpq's channel_binding=require. */
  requireBinding: boolean;
}

const scram = 'SCRAM-SHA-256';
const scramPlus = 'SCRAM-SHA-256-PLUS';

/**
 * Looks at what the server asks for before anything is answered, as libpq does, and a little more strictly: a SCRAM
 * exchange in which the server has not shown that it knows the password is no login, and after the login none is asked
 * for. https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-START-UP
 */
export class LoginGuard {
  readonly #demands: LoginDemands;
  readonly #allowed: ReadonlySet<LoginMethod> | null;
  /** What was answered last, and whether that exchange came to its end. */
  #login: { method: LoginMethod; bound: boolean; finished: boolean } | null = null;
  #done = false;

  constructor(demands: LoginDemands) {
    this.#demands = demands;
    this.#allowed = demands.requireAuth === null ? null : allowedLogins(demands.requireAuth);
  }

  /** @param encrypted whether the connection has TLS. @returns null when the message may be answered. */
  look({ name, length, mechanisms = [] }: LoginMessage, encrypted: boolean): LoginRefusal | null {
    if (this.#done) return { kind: 'unreadable', reason: 'a login is asked for after the login' };
    switch (name) {
      case 'authenticationCleartextPassword':
        return this.#begin('password', 'password (clear text)', false, true);
      case 'authenticationMD5Password':
        return this.#begin('md5', 'md5', false, true);
      case 'authenticationSASL':
        return this.#sasl(mechanisms, encrypted);
      case 'authenticationSASLContinue':
        return this.#inScram ? null : outOfTurn;
      case 'authenticationSASLFinal':
        if (!this.#inScram || !this.#login) return outOfTurn;
        // pg ends the connection where the server's signature does not fit.
        this.#login.finished = true;
        return null;
      case 'authenticationOk':
        return this.#ok(length);
      default:
        return outOfTurn;
    }
  }

  get #inScram(): boolean {
    return this.#login?.method === 'scram-sha-256' && !this.#login.finished;
  }

  #sasl(mechanisms: string[], encrypted: boolean): LoginRefusal | null {
    const bound = mechanisms.includes(scramPlus) && encrypted;
    if (bound || mechanisms.includes(scram)) return this.#begin('scram-sha-256', scram, bound, false);
    const asked = mechanisms.join(', ') || 'SASL';
    return mechanisms.includes('OAUTHBEARER') && this.#allowed?.has('oauth') === false
      ? this.#forbidden(asked)
      : { kind: 'unreadable', reason: `the server asks for ${asked}, which is not spoken here` };
  }

  #begin(method: LoginMethod, asked: string, bound: boolean, finished: boolean): LoginRefusal | null {
    if (this.#allowed?.has(method) === false) return this.#forbidden(asked);
    if (this.#demands.requireBinding && !bound) return this.#unbound(asked);
    this.#login = { method, bound, finished };
    return null;
  }

  #ok(length: number): LoginRefusal | null {
    // pg takes requests of the wrong length for it.
    if (length !== 8) return outOfTurn;
    const asked = this.#login === null ? 'none' : 'none, in the middle of SCRAM-SHA-256';
    if (!this.#login?.finished && this.#allowed?.has('none') === false) return this.#forbidden(asked);
    if (this.#demands.requireBinding && !(this.#login?.bound && this.#login.finished))
      return this.#unbound(asked);
    if (this.#inScram)
      return { kind: 'unreadable', reason: 'the server did not show that it knows the password' };
    this.#done = true;
    return null;
  }

  #forbidden(asked: string): LoginRefusal {
    return { kind: 'forbidden', asked, setting: `require_auth=${this.#demands.requireAuth}` };
  }

  #unbound(asked: string): LoginRefusal {
    return { kind: 'forbidden', asked, setting: 'channel_binding=require' };
  }
}

const outOfTurn: LoginRefusal = { kind: 'unreadable', reason: 'an unexpected message about the login' };
