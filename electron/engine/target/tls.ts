import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import type { SslConfig, TargetConfig } from './config.ts';
import { targetParams } from './sqlstate.ts';

/** TLS options of one attempt; false is plain text. */
export type TlsAttempt = false | ConnectionOptions;

/**
 * The ways to try, in order, that libpq's sslmode stands for.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 * @throws AppError `target.tls` when a file with a certificate or key cannot be read.
 */
export function tlsAttempts(config: TargetConfig): TlsAttempt[] {
  const { ssl } = config;
  // Unix sockets carry no TLS.
  if (config.host.startsWith('/') || ssl.mode === 'disable') return [false];
  const secure = tlsOptions(ssl, config);
  switch (ssl.mode) {
    case 'allow':
      return [false, secure];
    case 'prefer':
      // Channel binding cannot be had without TLS.
      return ssl.channelBinding === 'require' ? [secure] : [secure, false];
    default:
      return [secure];
  }
}

function tlsOptions(ssl: SslConfig, config: TargetConfig): ConnectionOptions {
  const ownRoots = ssl.rootCert !== null && ssl.rootCert !== 'system';
  // With a file of roots at hand libpq checks the chain in every mode, the name only in verify-full.
  const verifyChain = ownRoots || ssl.mode.startsWith('verify');
  // verify-ca with public roots would accept anybody who bought a certificate: then the name counts too.
  const verifyName = ssl.mode === 'verify-full' || (ssl.mode === 'verify-ca' && !ownRoots);
  return {
    rejectUnauthorized: verifyChain,
    ...(verifyName ? {} : { checkServerIdentity: () => undefined }),
    ...(ownRoots ? { ca: read(ssl.rootCert, config) } : {}),
    ...(ssl.cert && ssl.key ? { cert: read(ssl.cert, config), key: read(ssl.key, config) } : {}),
    ...(ssl.keyPassword ? { passphrase: ssl.keyPassword } : {}),
  };
}

function read(file: string | null, config: TargetConfig): string {
  try {
    return readFileSync(file ?? '', 'utf8');
  } catch (error) {
    throw new AppError('target.tls', targetParams(error, config), { cause: error });
  }
}
