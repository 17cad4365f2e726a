import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { safeUrl, targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Authority, handOver, makeAuthority, openssl } from '../../helpers/authority.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { withPg } from '../../helpers/postgres.ts';
import { run } from '../../helpers/python.ts';

const roles = { plain: 'password', md5er: 'md5', trusted: 'trust', ana: 'cert' };

describe.runIf(openssl)('a real server with TLS', () => {
  let cluster: Cluster;
  let authority: Authority;
  let other: Authority;
  let home: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'autocore-home-'));
    authority = makeAuthority('ours');
    other = makeAuthority('theirs');
    cluster = await startCluster(await serverBinaries());
    const rules = Object.entries(roles).map(([role, method]) => `hostssl all ${role} 127.0.0.1/32 ${method}`);
    await withPg(cluster.url, async (client) => {
      await client.query(`set password_encryption = 'md5'`);
      for (const role of Object.keys(roles))
        await client.query(`create role ${role} login password 'secret'`);
      await handOver(client, {
        'server.crt': authority.cert,
        'server.key': authority.key,
        'ca.crt': readFileSync(authority.root, 'utf8'),
        'pg_hba.conf': [...rules, 'host all all 127.0.0.1/32 scram-sha-256', ''].join('\n'),
      });
      await client.query(`alter system set ssl_ca_file = 'ca.crt'`);
      await client.query('alter system set ssl = on');
    });
    await cluster.restart('stop');
  });
  afterAll(async () => {
    await cluster?.stop();
    for (const each of [authority, other]) each?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  interface Place {
    query?: string;
    user?: string;
    env?: NodeJS.ProcessEnv;
  }
  const urlOf = ({ query = '', user = 'postgres' }: Place) =>
    `postgresql://${user}@localhost:${cluster.port}/postgres?hostaddr=127.0.0.1&connect_timeout=60${query}`;
  const configOf = (place: Place) => {
    const password = (place.user ?? 'postgres') === 'postgres' ? new URL(cluster.url).password : 'secret';
    return targetConfig(urlOf(place), { HOME: home, PGPASSWORD: password, ...place.env });
  };
  /** What TLS the session has; `null`: none. */
  const session = (place: Place): Promise<{ version: string | null; client: string | null }> =>
    withClient(configOf(place), async (client) => {
      const { rows } = await client.query(
        'select version, client_dn as client from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()',
      );
      return rows[0];
    });
  const refused = async (place: Place): Promise<AppError> => {
    const error = await session(place).then(
      () => expect.unreachable('it should have been refused'),
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(AppError);
    return error;
  };
  const trusted = () => `&sslmode=verify-full&sslrootcert=${authority.root}`;

  test('a login that is bound to the connection, and those that are not', async () => {
    const bound = `&channel_binding=require${trusted()}`;
    expect(await session({ query: bound })).toMatchObject({ version: 'TLSv1.3' });
    expect(await session({ query: trusted(), env: { PGCHANNELBINDING: 'require' } })).toMatchObject({
      client: null,
    });
    for (const user of ['plain', 'md5er', 'trusted']) {
      expect(await session({ user, query: trusted() })).toMatchObject({ client: null });
      expect((await refused({ user, query: bound })).code).toBe('target.weakLogin');
    }
  });

  test('require_auth lets through what it names', async () => {
    const logins: [string, string][] = [
      ['postgres', 'scram-sha-256'],
      ['plain', 'password'],
      ['md5er', 'md5'],
      ['trusted', 'none'],
    ];
    for (const [user, method] of logins) {
      for (const [, asked] of logins) {
        const query = `&require_auth=${asked}${trusted()}`;
        if (asked === method) await session({ user, query });
        else expect((await refused({ user, query })).code).toBe('target.weakLogin');
      }
      const never = await refused({ user, query: trusted(), env: { PGREQUIREAUTH: `!${method}` } });
      expect(never).toMatchObject({
        code: 'target.weakLogin',
        params: { setting: `require_auth=!${method}` },
      });
    }
  });

  test('revoked certificates, from a file, a folder and the usual place', async () => {
    const { root, noneRevoked, revoked, folder } = authority;
    const both = `&sslmode=verify-ca&sslrootcert=${root}`;
    await session({ query: `${both}&sslcrl=${noneRevoked}` });
    expect((await refused({ query: `${both}&sslcrl=${revoked}` })).params.reason).toMatch(/revoked/i);
    expect((await refused({ query: both, env: { PGSSLCRL: revoked } })).code).toBe('target.tls');
    // With roots at hand the list counts in every mode, and plain text is no way around it.
    expect((await refused({ query: `&sslmode=prefer&sslrootcert=${root}&sslcrl=${revoked}` })).code).toBe(
      'target.tls',
    );
    // A list of somebody else says nothing about this certificate.
    expect((await refused({ query: `${both}&sslcrl=${other.noneRevoked}` })).code).toBe('target.tls');
    // Two lists in one file.
    const two = join(folder, 'two.crl');
    writeFileSync(two, readFileSync(other.noneRevoked, 'utf8') + readFileSync(revoked, 'utf8'));
    expect((await refused({ query: `${both}&sslcrl=${two}` })).params.reason).toMatch(/revoked/i);
    writeFileSync(two, 'no list');
    for (const broken of [two, '/no/such/list']) {
      expect((await refused({ query: `${both}&sslcrl=${broken}` })).code).toBe('target.tls');
    }

    const lists = join(folder, 'lists');
    mkdirSync(lists);
    expect((await refused({ query: `${both}&sslcrldir=${lists}` })).code).toBe('target.tls');
    copyFileSync(noneRevoked, join(lists, '01234567.r0'));
    await session({ query: `${both}&sslcrldir=${lists}` });
    copyFileSync(revoked, join(lists, '01234567.r0'));
    expect((await refused({ query: both, env: { PGSSLCRLDIR: lists } })).params.reason).toMatch(/revoked/i);

    const own = mkdtempSync(join(home, 'own-'));
    mkdirSync(join(own, '.postgresql'));
    copyFileSync(root, join(own, '.postgresql', 'root.crt'));
    // sslmode=require with a root.crt is verify-ca.
    await session({ query: '&sslmode=require', env: { HOME: own } });
    copyFileSync(revoked, join(own, '.postgresql', 'root.crl'));
    expect((await refused({ query: '&sslmode=require', env: { HOME: own } })).params.reason).toMatch(
      /revoked/i,
    );
    copyFileSync(other.root, join(own, '.postgresql', 'root.crt'));
    rmSync(join(own, '.postgresql', 'root.crl'));
    expect((await refused({ query: '&sslmode=require', env: { HOME: own } })).code).toBe('target.tls');
    expect((await refused({ query: '', env: { HOME: own } })).code).toBe('target.tls');
  });

  test('the name counts with verify-full, whatever the address', async () => {
    const url = `postgresql://postgres@127.0.0.1:${cluster.port}/postgres?sslrootcert=${authority.root}`;
    const secret = { HOME: home, PGPASSWORD: new URL(cluster.url).password };
    const ask = (mode: string) =>
      withClient(targetConfig(`${url}&sslmode=${mode}`, secret), (client) => client.query('select 1'));
    await ask('verify-ca');
    await expect(ask('verify-full')).rejects.toMatchObject({ code: 'target.tls' });
    await session({ query: trusted() });
  });

  test('sslrootcert=system is what the system trusts', async () => {
    // Read once in the life of a process: another one is needed.
    const program = `
      import { targetConfig } from './electron/engine/target/config.ts';
      import { withClient } from './electron/engine/target/connect.ts';
      const config = targetConfig(process.argv[1], { HOME: '/', PGPASSWORD: process.env.SECRET });
      try {
        await withClient(config, async (client) => console.log('in'));
      } catch (error) {
        console.log(error.code);
      }`;
    const ask = async (roots: string) => {
      const args = ['--input-type=module', '-e', program, urlOf({ query: '&sslrootcert=system' })];
      const secret = new URL(cluster.url).password;
      return (
        await run(process.execPath, args, {
          env: { SSL_CERT_FILE: roots, SSL_CERT_DIR: home, SECRET: secret },
        })
      ).trim();
    };
    expect(await ask(authority.root)).toBe('in');
    expect(await ask(other.root)).toBe('target.tls');
  });

  test('limits of the version', async () => {
    const limited = (limit: string) => session({ query: `&${limit}${trusted()}` });
    expect((await limited('ssl_max_protocol_version=TLSv1.2')).version).toBe('TLSv1.2');
    expect((await limited('ssl_min_protocol_version=TLSv1.3')).version).toBe('TLSv1.3');
    expect((await session({ query: trusted(), env: { PGSSLMAXPROTOCOLVERSION: 'TLSv1.2' } })).version).toBe(
      'TLSv1.2',
    );
  });

  test.runIf(process.platform !== 'win32')('a certificate of our own', async () => {
    const { client } = authority;
    const shown = `&sslcert=${client.cert}&sslkey=${client.key}${trusted()}`;
    chmodSync(client.key, 0o600);
    expect((await session({ user: 'ana', query: shown })).client).toBe('/CN=ana');
    expect((await session({ query: `&sslcertmode=disable${shown}` })).client).toBeNull();
    expect((await refused({ user: 'ana', query: `&sslcertmode=disable${shown}` })).code).toBe('target.auth');
    // The same through the URL that a run keeps.
    const kept = safeUrl(configOf({ query: `&sslcertmode=disable${shown}` }));
    expect(targetConfig(kept, { HOME: home }).ssl.sendCert).toBe(false);
    const alone = await refused({ user: 'ana', query: `&sslcert=${client.cert}${trusted()}` });
    expect(alone.params.reason).toContain('sslkey');
    chmodSync(client.key, 0o644);
    expect((await refused({ user: 'ana', query: shown })).params.reason).toContain(client.key);
    chmodSync(client.key, 0o600);
  });

  test('what the session must be is asked before anything else', async () => {
    const ask = (wanted: string, more = '') =>
      session({ query: `&target_session_attrs=${wanted}${more}${trusted()}` }).then(
        () => 'in',
        (error: AppError) => error.code,
      );
    const all = async (more = '') =>
      Object.fromEntries(
        await Promise.all(
          ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'].map(async (wanted) => [
            wanted,
            await ask(wanted, more),
          ]),
        ),
      );
    const [yes, no] = ['in', 'target.sessionAttrs'];
    const primary = { any: yes, primary: yes, standby: no, 'prefer-standby': yes };
    expect(await all()).toEqual({ ...primary, 'read-write': yes, 'read-only': no });
    const readOnly = '&options=-c%20default_transaction_read_only%3Don';
    expect(await all(readOnly)).toEqual({ ...primary, 'read-write': no, 'read-only': yes });
    await withPg(cluster.url, async (client) => {
      await client.query(`copy (select) to program 'touch standby.signal'`);
    });
    await cluster.restart('stop');
    const standby = { any: yes, primary: no, standby: yes, 'prefer-standby': yes };
    expect(await all()).toEqual({ ...standby, 'read-write': no, 'read-only': yes });
    const error = await refused({ query: trusted(), env: { PGTARGETSESSIONATTRS: 'primary' } });
    expect(error.params).toMatchObject({ wanted: 'primary', reason: 'standby, read-only' });
  });
});
