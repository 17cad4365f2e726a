import { isIP } from 'node:net';
import type { Parameters as Conninfo } from './conninfo.ts';
import { defaultHost, defaultPassFile, systemUser } from './defaults.ts';
import type { ParameterName } from './libpq.ts';
import { allowedLogins, loginMethods } from './login-rule.ts';
import { badSetting, readSettings, type Setting, type Settings, unsupported } from './settings.ts';
import { oldestTls, type SslConfig, sslConfig } from './ssl-config.ts';

export const sessionAttrs = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const;
export type SessionAttrs = (typeof sessionAttrs)[number];

/** Everything needed to reach a target. Plain data; it may hold a password, so it is never logged or written. */
export interface TargetConfig {
  /** Name, address, or the folder of a unix socket. */
  host: string;
  /** Where to connect to in place of what `host` resolves to. */
  hostAddress: string | null;
  port: number;
  database: string;
  user: string;
  /** Null: looked up in `passFile` when connecting. */
  password: string | null;
  passFile: string;
  ssl: SslConfig;
  /** Logins that the server may ask for, as libpq's require_auth; null: any. */
  requireAuth: string | null;
  /** What the server must be, or the session must allow. */
  sessionAttrs: SessionAttrs;
  /** Seconds; 0 waits as long as the system does. */
  connectTimeout: number;
  applicationName: string | null;
  /** Command-line options for the server, such as `-c work_mem=64MB`. */
  options: string | null;
}

const defaultConnectTimeout = 15;

/**
 * A connection as libpq's users write it: the URL or key=value text first, then the service it names, then the
 * environment, then the defaults. https://www.postgresql.org/docs/current/libpq-connect.html
 * @throws AppError `target.badUrl` {reason}, which never quotes the text, because it may hold a password;
 *   `target.unsupported` {setting, name, origin} for what would be promised and not held.
 */
export function targetConfig(url: string | undefined, env: NodeJS.ProcessEnv): TargetConfig {
  const settings = readSettings(url, env);
  const value = (name: ParameterName): string | null => settings(name)?.value ?? null;
  for (const name of ['host', 'hostaddr'] as const) {
    const setting = settings(name);
    if (setting?.value.includes(',')) throw unsupported(name, setting.origin, null);
  }
  const port = wholeNumber(settings('port'), 5432, 1, 65_535);
  const user = value('user') ?? systemUser();
  const address = settings('hostaddr');
  if (address && isIP(address.value) === 0) throw badSetting(address, 'is no network address');
  const host = value('host');
  const config: TargetConfig = {
    host: host ?? address?.value ?? defaultHost(port),
    hostAddress: host === null ? null : (address?.value ?? null),
    port,
    user,
    database: value('dbname') ?? user,
    password: value('password'),
    passFile: value('passfile') ?? defaultPassFile(env),
    ssl: sslConfig(settings, env),
    requireAuth: requireAuth(settings('require_auth')),
    sessionAttrs: (value('target_session_attrs') ?? 'any') as SessionAttrs,
    connectTimeout: Math.max(
      0,
      wholeNumber(settings('connect_timeout'), defaultConnectTimeout, -1e8, 86_400),
    ),
    applicationName: value('application_name') ?? value('fallback_application_name'),
    options: value('options'),
  };
  requireTransport(config, settings);
  return config;
}

function requireAuth(setting: Setting | null): string | null {
  if (setting === null) return null;
  if (allowedLogins(setting.value) !== null) return setting.value;
  throw badSetting(
    setting,
    `is no list of ${loginMethods.join(', ')}, or of the same with a "!" before each`,
  );
}

/** What the way to the server cannot give, whatever the server is. */
function requireTransport(config: TargetConfig, settings: Settings): void {
  const socket = socketOf(config) !== null;
  const peer = settings('requirepeer');
  if (peer && socket) throw unsupported('requirepeer', peer.origin, null);
  const list = settings('sslcrl') ?? settings('sslcrldir');
  if (list && !socket && config.ssl.mode !== 'disable' && config.ssl.rootCert === null) {
    // libpq would take it, and check nothing.
    throw badSetting(list, 'needs sslrootcert: a file of certificates, or system');
  }
  const binding = settings('channel_binding');
  if (binding?.value !== 'require') return;
  if (socket) throw badSetting(binding, '=require over a unix socket, which has no TLS');
  if (config.ssl.mode === 'disable') throw badSetting(binding, '=require with sslmode=disable');
}

/** The file of the unix socket that leads to a target; null: it is reached over TCP. */
export function socketOf({
  host,
  hostAddress,
  port,
}: Pick<TargetConfig, 'host' | 'hostAddress' | 'port'>): string | null {
  return hostAddress === null && host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : null;
}

/** The part of a URL that people may see and files may keep: it finds the same server again, without the password. */
export function safeUrl(config: TargetConfig): string {
  // A folder has no place before the slash.
  const folder = config.host.startsWith('/');
  // An address of IPv6 may name its interface behind a percent sign.
  const host = config.host.includes(':')
    ? `[${config.host.replaceAll('%', '%25')}]`
    : encodeURIComponent(config.host);
  const place = folder ? '' : `${host}:${config.port}`;
  const extra: Conninfo = {};
  if (folder) {
    extra.host = config.host;
    if (config.port !== 5432) extra.port = String(config.port);
  }
  const { ssl } = config;
  const keep = (name: ParameterName, value: string | null, usual: string | null = null): void => {
    if (value !== null && value !== usual) extra[name] = value;
  };
  keep('hostaddr', config.hostAddress);
  keep('sslmode', ssl.mode, 'prefer');
  keep('sslrootcert', ssl.rootCert);
  keep('sslcrl', ssl.crl);
  keep('sslcrldir', ssl.crlDir);
  keep('sslcert', ssl.cert);
  keep('sslkey', ssl.key);
  keep('sslcertmode', ssl.sendCert ? 'allow' : 'disable', 'allow');
  keep('sslnegotiation', ssl.negotiation, 'postgres');
  keep('sslsni', ssl.sni ? '1' : '0', '1');
  keep('ssl_min_protocol_version', ssl.minVersion, oldestTls);
  keep('ssl_max_protocol_version', ssl.maxVersion);
  keep('channel_binding', ssl.channelBinding, 'prefer');
  keep('require_auth', config.requireAuth);
  keep('target_session_attrs', config.sessionAttrs, 'any');
  keep('options', config.options);
  const query = Object.entries(extra).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return `postgresql://${encodeURIComponent(config.user)}@${place}/${encodeURIComponent(config.database)}${
    query.length > 0 ? `?${query.join('&')}` : ''
  }`;
}

function wholeNumber(setting: Setting | null, usual: number, min: number, max: number): number {
  if (setting === null) return usual;
  const number = /^[-+]?\d{1,9}$/.test(setting.value) ? Number(setting.value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw badSetting(setting, `is not a number from ${Math.max(0, min)} to ${max}`);
}
