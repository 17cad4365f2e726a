import type { SecureVersion } from 'node:tls';
import { userFile } from './defaults.ts';
import type { ParameterName } from './libpq.ts';
import { badSetting, type Settings } from './settings.ts';

export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

export interface SslConfig {
  mode: SslMode;
  /** File of certificates to trust; `system`: those of the system; null: the server's is not checked. */
  rootCert: string | null;
  /** File and folder of revoked certificates. */
  crl: string | null;
  crlDir: string | null;
  cert: string | null;
  key: string | null;
  /** Whether `cert` is shown to a server that asks for one. */
  sendCert: boolean;
  /** Passphrase of `key`. */
  keyPassword: string | null;
  minVersion: SecureVersion;
  maxVersion: SecureVersion | null;
  negotiation: 'postgres' | 'direct';
  /** Whether the name of the server crosses in clear text. */
  sni: boolean;
  /** Tie the login to the TLS session; `prefer` promises nothing. */
  channelBinding: 'disable' | 'prefer' | 'require';
}

const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export const oldestTls: SecureVersion = 'TLSv1.2';

/**
 * What the settings say about TLS. Values of a fixed list have been checked before (settings.ts).
 * @throws AppError `target.badUrl` {reason} for settings that contradict each other.
 */
export function sslConfig(settings: Settings, env: NodeJS.ProcessEnv): SslConfig {
  const value = (name: ParameterName): string | null => settings(name)?.value ?? null;
  const rootCert = value('sslrootcert') ?? userFile(env, 'root.crt');
  const mode = (value('sslmode') ?? (rootCert === 'system' ? 'verify-full' : 'prefer')) as SslMode;
  const negotiation = (value('sslnegotiation') ?? 'postgres') as SslConfig['negotiation'];
  // As libpq: these make no sense where the connection may fall back to plain text or to any server.
  const direct = settings('sslnegotiation');
  if (direct && negotiation === 'direct' && ['disable', 'allow', 'prefer'].includes(mode)) {
    throw badSetting(direct, `=direct with sslmode=${mode}`);
  }
  const root = settings('sslrootcert');
  if (root && rootCert === 'system' && mode !== 'verify-full') {
    throw badSetting(root, `=system with sslmode=${mode}`);
  }
  const minVersion = version(settings, 'ssl_min_protocol_version') ?? oldestTls;
  const maxVersion = version(settings, 'ssl_max_protocol_version');
  const max = settings('ssl_max_protocol_version');
  if (max && maxVersion !== null && tlsVersions.indexOf(maxVersion) < tlsVersions.indexOf(minVersion)) {
    throw badSetting(max, `is below ssl_min_protocol_version, ${minVersion}`);
  }
  const given = { crl: value('sslcrl'), crlDir: value('sslcrldir') };
  const named = given.crl !== null || given.crlDir !== null;
  return {
    mode,
    rootCert,
    // As libpq, the usual list counts where certificates are checked at all.
    crl: named || rootCert === null ? given.crl : userFile(env, 'root.crl'),
    crlDir: given.crlDir,
    cert: value('sslcert') ?? userFile(env, 'postgresql.crt'),
    key: value('sslkey') ?? userFile(env, 'postgresql.key'),
    sendCert: value('sslcertmode') !== 'disable',
    keyPassword: value('sslpassword'),
    minVersion,
    maxVersion,
    negotiation,
    sni: value('sslsni') !== '0',
    channelBinding: (value('channel_binding') ?? 'prefer') as SslConfig['channelBinding'],
  };
}

function version(settings: Settings, name: ParameterName): (typeof tlsVersions)[number] | null {
  const setting = settings(name);
  if (!setting) return null;
  const found = tlsVersions.find((each) => each.toLowerCase() === setting.value.toLowerCase());
  if (found === undefined) throw badSetting(setting, `is none of ${tlsVersions.join(', ')}`);
  return found;
}
