import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';

export const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.log('No openssl on this machine: tests with certificates are skipped.');

/** Writes files beside the data of a server, which reads them as its own user: through the server itself. */
export async function handOver(client: pg.Client, files: Readonly<Record<string, string>>): Promise<void> {
  await client.query('create temporary table file (line text)');
  for (const [name, text] of Object.entries(files)) {
    await client.query('truncate file');
    await client.query('insert into file select unnest($1::text[])', [text.trimEnd().split('\n')]);
    await client.query(`copy file to program 'umask 077 && cat > ${name}'`);
  }
}

/** Files of a certificate authority for `localhost`, and what it issued. */
export interface Authority {
  folder: string;
  root: string;
  cert: string;
  key: string;
  /** Lists of revoked certificates: one without any, and one with the server's. */
  noneRevoked: string;
  revoked: string;
  /** A certificate of a person, for the role `ana`. */
  client: { cert: string; key: string };
  remove(): void;
}

/** Makes a certificate authority with openssl, in a folder of its own. */
export function makeAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'autocore-certs-'));
  const file = (each: string) => join(folder, each);
  const run = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  };
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  run(
    ...[
      'req',
      '-x509',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      ...newKey,
      '-keyout',
      'root.key',
      '-out',
      'root.crt',
    ],
  );
  writeFileSync(
    file('ca.conf'),
    `[ca]\ndefault_ca = it\n[it]\ndatabase = ${file('index')}\ncertificate = ${file('root.crt')}\n` +
      `private_key = ${file('root.key')}\ndefault_md = sha256\ndefault_crl_days = 2\n`,
  );
  writeFileSync(file('index'), '');
  writeFileSync(file('san'), 'subjectAltName=DNS:localhost');
  const issue = (what: string, subject: string, serial: string, ...more: string[]): void => {
    run(...['req', '-subj', subject, ...newKey, '-keyout', `${what}.key`, '-out', `${what}.csr`]);
    run(
      ...['x509', '-req', '-days', '2', '-in', `${what}.csr`, '-CA', 'root.crt', '-CAkey', 'root.key'],
      ...['-set_serial', serial, '-out', `${what}.crt`, ...more],
    );
  };
  issue('server', '/CN=localhost', '0x1001', '-extfile', 'san');
  issue('client', '/CN=ana', '0x1002');
  run('ca', '-config', 'ca.conf', '-gencrl', '-out', 'none.crl');
  run('ca', '-config', 'ca.conf', '-revoke', 'server.crt');
  run('ca', '-config', 'ca.conf', '-gencrl', '-out', 'revoked.crl');
  return {
    folder,
    root: file('root.crt'),
    cert: readFileSync(file('server.crt'), 'utf8'),
    key: readFileSync(file('server.key'), 'utf8'),
    noneRevoked: file('none.crl'),
    revoked: file('revoked.crl'),
    client: { cert: file('client.crt'), key: file('client.key') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
