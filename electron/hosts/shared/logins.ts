import type { ServerTarget, Target } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { safeUrl, type TargetConfig, targetConfig } from '../../engine/target/config.ts';
import { parseConnectionString } from '../../engine/target/conninfo.ts';
import { userFile } from '../../engine/target/defaults.ts';
import { namesFile } from '../../engine/target/libpq.ts';
import type { FileTokens } from './tokens.ts';

/** The system's keychain, where the host has one. Keys name a server and a user. */
export interface Keychain {
  /** Null when there is none for that key. */
  get(key: string): Promise<string | null>;
  set(key: string, password: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export type Login = Pick<ServerTarget, 'host' | 'port' | 'database' | 'user'>;

/** How the engine reaches a target: a URL without a password, and the environment that may hold one. */
export interface Reach {
  /** Null: the managed local server. */
  url: string | null;
  env: Record<string, string | undefined>;
}

/**
 * Passwords of targets: kept in memory while the host lives, so that a run can be resumed without asking again, and in
 * the keychain when the user says so. Nowhere else.
 */
export class Logins {
  readonly #memory = new Map<string, string>();
  readonly #files: FileTokens;
  readonly #env: NodeJS.ProcessEnv;
  readonly #keychain: Keychain | null;

  constructor(files: FileTokens, env: NodeJS.ProcessEnv, keychain: Keychain | null) {
    this.#files = files;
    this.#env = env;
    this.#keychain = keychain;
  }

  /** @throws AppError target.badUrl {reason}, host.unknownFile. */
  async reach(target: Target): Promise<Reach> {
    switch (target.kind) {
      case 'managed':
        return { url: null, env: { ...this.#env } };
      case 'server':
        return this.#reach(this.#serverUrl(target), target.password);
      case 'url':
        return this.#reach(withoutFiles(target.url), null);
    }
  }

  /** The way back to the target of a run, whose state remembers everything but the password. */
  async reachAgain(target: { managed: boolean; url: string }, password: string | null): Promise<Reach> {
    // An exported run that has met no server yet has no URL: the engine says so.
    if (target.managed || target.url === '') return { url: null, env: { ...this.#env } };
    return this.#reach(target.url, password);
  }

  async has(login: Login): Promise<boolean> {
    return (await this.#keychain?.get(keyOf(login))) != null;
  }

  /** @throws AppError host.noKeychain */
  async save(login: Login, password: string): Promise<void> {
    if (!this.#keychain) throw new AppError('host.noKeychain');
    await this.#keychain.set(keyOf(login), password);
  }

  async forget(login: Login): Promise<void> {
    this.#memory.delete(keyOf(login));
    await this.#keychain?.remove(keyOf(login));
  }

  async #reach(url: string, given: string | null): Promise<Reach> {
    const config = targetConfig(url, {});
    const key = keyOf(config);
    const known =
      given || config.password || this.#memory.get(key) || (await this.#keychain?.get(key)) || null;
    if (given || config.password) this.#memory.set(key, known ?? '');
    const env = { ...this.#env, ...(known === null ? {} : { PGPASSWORD: known }) };
    return { url: asChosen(safeUrl(config), config), env };
  }

  #serverUrl({ host, port, database, user, tls, certificates }: ServerTarget): string {
    const parameters = new Map([
      ['host', host],
      ['port', String(port)],
      ['dbname', database],
      ['user', user],
      ['sslmode', tls],
    ]);
    if (certificates !== null) parameters.set('sslrootcert', this.#files.path(certificates));
    // Nothing else says whom to trust: the system does, for servers by their full name.
    else if (
      tls.startsWith('verify') &&
      !this.#env.PGSSLROOTCERT &&
      userFile(this.#env, 'root.crt') === null
    ) {
      parameters.set('sslrootcert', 'system').set('sslmode', 'verify-full');
    }
    const query = [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `postgresql://?${query.join('&')}`;
  }
}

/** What people chose on screen wins over PGSSLMODE and PGHOSTADDR: the URL always says it. */
function asChosen(url: string, { ssl, hostAddress }: TargetConfig): string {
  const said = `sslmode=${ssl.mode}&hostaddr=${encodeURIComponent(hostAddress ?? '')}`;
  return `${url}${url.includes('?') ? '&' : '?'}${said}`;
}

/** A page must not choose files of this computer by their path. */
function withoutFiles(url: string): string {
  const given = Object.entries(parseConnectionString(url));
  const refused = given.find(([name, value]) => namesFile(name) && value !== 'system')?.[0];
  if (refused !== undefined) throw new AppError('target.badUrl', { reason: `${refused} names a file` });
  return url;
}

function keyOf({ host, port, database, user }: Login): string {
  return `postgresql://${encodeURIComponent(user)}@${encodeURIComponent(host)}:${port}/${encodeURIComponent(database)}`;
}
