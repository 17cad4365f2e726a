import { AppError } from '../../../shared/errors.ts';
import { type Parameters, parseConnectionString } from './conninfo.ts';
import { defaultHost, defaultPassFile, systemUser, userFile } from './defaults.ts';
import { readService } from './service.ts';

export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** Everything needed to reach a target. Plain data; it may hold a password, so it is never logged or written. */
export interface TargetConfig {
  /** Name, address, or the folder of a unix socket. */
  host: string;
  port: number;
  database: string;
  user: string;
  /** Null: looked up in `passFile` when connecting. */
  password: string | null;
  passFile: string;
  ssl: SslConfig;
  /** Seconds; 0 waits as long as the system does. */
  connectTimeout: number;
  applicationName: string | null;
  /** Command-line options for the server, such as `-c work_mem=64MB`. */
  options: string | null;
}

export interface SslConfig {
  mode: SslMode;
  /** File of certificates to trust; `system` or null: those that come with Node. */
  rootCert: string | null;
  cert: string | null;
  key: string | null;
  /** Passphrase of `key`. */
  keyPassword: string | null;
  negotiation: 'postgres' | 'direct';
  /** Tie the login to the TLS session where the server offers it. */
  channelBinding: 'disable' | 'prefer' | 'require';
}

const defaultConnectTimeout = 15;

/** libpq's parameters with the environment variable that stands in for each. */
const variables: Record<string, string> = {
  host: 'PGHOST',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslnegotiation: 'PGSSLNEGOTIATION',
  channel_binding: 'PGCHANNELBINDING',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  application_name: 'PGAPPNAME',
  options: 'PGOPTIONS',
};

/**
 * A connection as libpq's users write it: the URL or key=value text first, then the service it names, then the
 * environment, then the defaults. https://www.postgresql.org/docs/current/libpq-connect.html
 * @throws AppError `target.badUrl` {reason}; the reason never quotes the text, which may hold a password.
 */
export function targetConfig(url: string | undefined, env: NodeJS.ProcessEnv): TargetConfig {
  const given = url === undefined ? {} : parseConnectionString(url);
  const serviceName = given.service ?? env.PGSERVICE;
  const service = serviceName ? readService(serviceName, env) : {};
  const value = (name: string): string | null =>
    given[name] || service[name] || env[variables[name] ?? ''] || null;

  const port = wholeNumber('port', value('port') ?? '5432', 1, 65535);
  const user = value('user') ?? systemUser();
  const host = value('host') ?? defaultHost(port);
  if (host.includes(',')) throw new AppError('target.badUrl', { reason: 'more than one host' });
  return {
    host,
    port,
    user,
    database: value('dbname') ?? user,
    password: value('password'),
    passFile: value('passfile') ?? defaultPassFile(env),
    ssl: sslConfig(value, env),
    connectTimeout: wholeNumber(
      'connect_timeout',
      value('connect_timeout') ?? String(defaultConnectTimeout),
      0,
      86_400,
    ),
    applicationName: value('application_name'),
    options: value('options'),
  };
}

function sslConfig(value: (name: string) => string | null, env: NodeJS.ProcessEnv): SslConfig {
  const rootCert = value('sslrootcert') ?? userFile(env, 'root.crt');
  const negotiation = oneOf('sslnegotiation', value('sslnegotiation') ?? 'postgres', [
    'postgres',
    'direct',
  ] as const);
  const channelBinding = oneOf('channel_binding', value('channel_binding') ?? 'prefer', [
    'disable',
    'prefer',
    'require',
  ] as const);
  const mode = oneOf(
    'sslmode',
    value('sslmode') ?? (rootCert === 'system' ? 'verify-full' : 'prefer'),
    sslModes,
  );
  const weak = ['disable', 'allow', 'prefer'].includes(mode);
  // As libpq: these settings make no sense where the connection may fall back to plain text or to any server.
  if (negotiation === 'direct' && weak) {
    throw new AppError('target.badUrl', { reason: `sslnegotiation=direct with sslmode=${mode}` });
  }
  if (rootCert === 'system' && mode !== 'verify-full') {
    throw new AppError('target.badUrl', { reason: `sslrootcert=system with sslmode=${mode}` });
  }
  return {
    mode,
    rootCert,
    cert: value('sslcert') ?? userFile(env, 'postgresql.crt'),
    key: value('sslkey') ?? userFile(env, 'postgresql.key'),
    keyPassword: value('sslpassword'),
    negotiation,
    channelBinding,
  };
}

/** The part of a URL that people may see and files may keep: it finds the same server again, without the password. */
export function safeUrl(config: TargetConfig): string {
  const socket = config.host.startsWith('/');
  const host = config.host.includes(':') ? `[${config.host}]` : encodeURIComponent(config.host);
  const place = socket ? '' : `${host}:${config.port}`;
  const extra: Parameters = {};
  if (socket) {
    extra.host = config.host;
    if (config.port !== 5432) extra.port = String(config.port);
  }
  const { ssl } = config;
  if (ssl.mode !== 'prefer') extra.sslmode = ssl.mode;
  if (ssl.rootCert) extra.sslrootcert = ssl.rootCert;
  if (ssl.cert) extra.sslcert = ssl.cert;
  if (ssl.key) extra.sslkey = ssl.key;
  if (ssl.negotiation !== 'postgres') extra.sslnegotiation = ssl.negotiation;
  if (ssl.channelBinding !== 'prefer') extra.channel_binding = ssl.channelBinding;
  if (config.options) extra.options = config.options;
  const query = Object.entries(extra).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return `postgresql://${encodeURIComponent(config.user)}@${place}/${encodeURIComponent(config.database)}${
    query.length > 0 ? `?${query.join('&')}` : ''
  }`;
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw new AppError('target.badUrl', { reason: `${name} is not a number from ${min} to ${max}` });
  }
  return number;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((option) => option === text);
  if (found === undefined) {
    throw new AppError('target.badUrl', { reason: `${name} is none of ${allowed.join(', ')}` });
  }
  return found;
}
