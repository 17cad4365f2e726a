import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import { socketOf, type TargetConfig } from './config.ts';
import { targetParams } from './sqlstate.ts';
import type { SslConfig } from './ssl-config.ts';

/** TLS options of one attempt; false is plain text. */
export type TlsAttempt = false | ConnectionOptions;

/**
 * The ways to try, in order, that libpq's sslmode stands for.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 * @throws AppError `target.tls` when a file with a certificate or key cannot be used, or one is missing for what was
 *   asked for.
 */
export function tlsAttempts(config: TargetConfig): TlsAttempt[] {
  const { ssl } = config;
  // Unix sockets carry no TLS.
  if (socketOf(config) !== null || ssl.mode === 'disable') return [false];
  const secure = tlsOptions(ssl, config);
  // Channel binding cannot be had without TLS.
  if (ssl.channelBinding === 'require') return [secure];
  switch (ssl.mode) {
    case 'allow':
      return [false, secure];
    case 'prefer':
      return [secure, false];
    default:
      return [secure];
  }
}

/** True for an error that says: nobody vouches for this certificate. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export function isUntrusted(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_|ERR_TLS_CERT_)/.test(
    code,
  );
}

function tlsOptions(ssl: SslConfig, config: TargetConfig): ConnectionOptions {
  const { mode, rootCert, crl, crlDir } = ssl;
  if (mode.startsWith('verify') && rootCert === null) {
    const reason = `sslmode=${mode} needs sslrootcert: a file of certificates, or system`;
    throw new AppError('target.tls', targetParams(reason, config));
  }
  const lists = [...(crl === null ? [] : pemBlocks(read(crl, config))), ...folderOfLists(crlDir, config)];
  const context = {
    ...(rootCert === null
      ? {}
      : { ca: rootCert === 'system' ? getCACertificates('system') : read(rootCert, config) }),
    ...(lists.length > 0 ? { crl: lists } : {}),
    minVersion: ssl.minVersion,
    ...(ssl.maxVersion === null ? {} : { maxVersion: ssl.maxVersion }),
    ...clientCertificate(ssl, config),
  };
  return {
    secureContext: contextOf(context, config),
    // With roots at hand libpq checks the chain in every mode, the name only in verify-full.
    rejectUnauthorized: rootCert !== null,
    checkServerIdentity: (_, certificate) =>
      mode === 'verify-full' ? checkServerIdentity(config.host, certificate) : undefined,
  };
}

/** Made here, so that a file that is no certificate is told of as such. */
function contextOf(options: SecureContextOptions, config: TargetConfig): SecureContext {
  try {
    return createSecureContext(options);
  } catch (error) {
    throw new AppError('target.tls', targetParams(error, config), { cause: error });
  }
}

function clientCertificate(ssl: SslConfig, config: TargetConfig): SecureContextOptions {
  if (ssl.cert === null || !ssl.sendCert) return {};
  const refuse = (reason: string) => new AppError('target.tls', targetParams(reason, config));
  if (ssl.key === null) throw refuse(`there is no private key (sslkey) for ${ssl.cert}`);
  const cert = read(ssl.cert, config);
  const key = read(ssl.key, config);
  if (!isPrivate(ssl.key)) throw refuse(`${ssl.key} may be read by others: its mode should be 0600`);
  return { cert, key, ...(ssl.keyPassword ? { passphrase: ssl.keyPassword } : {}) };
}

/** As libpq: root's own keys may be read by a group. */
function isPrivate(file: string): boolean {
  if (process.platform === 'win32') return true;
  const { mode, uid } = statSync(file);
  return (mode & (uid === 0 ? 0o037 : 0o077)) === 0;
}

/** Every list of revoked certificates in a folder as `openssl rehash` leaves it. */
function folderOfLists(folder: string | null, config: TargetConfig): string[] {
  if (folder === null) return [];
  try {
    const files = readdirSync(folder).filter((name) => /^[0-9a-f]{8}\.r\d+$/.test(name));
    if (files.length === 0)
      throw new Error(`no list of revoked certificates in ${folder}; openssl rehash names them`);
    return files.flatMap((name) => pemBlocks(read(join(folder, name), config)));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('target.tls', targetParams(error, config), { cause: error });
  }
}

/** Node reads the first list of a text alone. */
function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN X509 CRL-----[\s\S]*?-----END X509 CRL-----/g) ?? [text];
}

function read(file: string, config: TargetConfig): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('target.tls', targetParams(error, config), { cause: error });
  }
}
