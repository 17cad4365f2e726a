import { createHash } from 'node:crypto';
import type { Certificate, CertificateDigest } from '../../../shared/model/index.ts';

/** Crockford's: without letters that are taken for digits. https://www.crockford.com/base32.html */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What the digest says nothing of: how and for whom a document is printed, and what is measured afterwards. */
const outside = new Set(['digest', 'language', 'installer', 'benchmark', 'prediction']);

/** The digest of what a certificate says, whether or not it carries one. */
export function digestOf(certificate: Certificate): CertificateDigest {
  const facts = Object.fromEntries(Object.entries(certificate).filter(([name]) => !outside.has(name)));
  const sha256 = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { sha256, code: codeOf(sha256) };
}

/** The same certificate with its digest. */
export function sealed(certificate: Certificate): Certificate {
  return { ...certificate, digest: digestOf(certificate) };
}

/** The first 50 bits of a digest as two groups of five characters. */
function codeOf(sha256: string): string {
  const bits = BigInt(`0x${sha256.slice(0, 13)}`) >> 2n;
  const characters = Array.from(
    { length: 10 },
    (_, i) => letters[Number((bits >> BigInt(45 - 5 * i)) & 31n)],
  );
  return `${characters.slice(0, 5).join('')}-${characters.slice(5).join('')}`;
}
