import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  safeUrl,
  sessionAttrs,
  type TargetConfig,
  targetConfig,
} from '../../../electron/engine/target/config.ts';
import { findPassword, passwordFor } from '../../../electron/engine/target/passfile.ts';
import { sslModes } from '../../../electron/engine/target/ssl-config.ts';

let home: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'autocore-home-'));
  env = { HOME: home, PGSYSCONFDIR: join(home, 'none') };
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('URLs', () => {
  test.each<[string, Partial<TargetConfig>]>([
    [
      'postgresql://ana@db.example/autocore',
      { host: 'db.example', port: 5432, user: 'ana', database: 'autocore' },
    ],
    ['postgres://ana:s@h:6543/x', { port: 6543, password: 's' }],
    ['postgresql://ana:p%40ss%2Fw%25rd%23@h/x', { password: 'p@ss/w%rd#' }],
    ['postgresql://ana:a#b@h/x', { password: 'a#b' }],
    ['postgresql://ana:a@b@h/x', { password: 'a@b' }],
    ['postgresql://jo%C3%A3o@h/meu%20banco', { user: 'joão', database: 'meu banco' }],
    ['postgresql://ana@[::1]:5433/x', { host: '::1', port: 5433 }],
    ['postgresql://ana@/x?host=/var/run/pg', { host: '/var/run/pg', database: 'x' }],
    ['postgresql://ana@%2Ftmp%2Fpg/x', { host: '/tmp/pg' }],
    ['postgresql://h/x?user=ana&password=a+b', { user: 'ana', password: 'a+b' }],
    ['postgresql://ana@h', { database: 'ana' }],
    ['postgresql://ana@h/x?connect_timeout=3', { connectTimeout: 3 }],
    ['postgresql://ana@h/x?application_name=oficina', { applicationName: 'oficina' }],
    ['postgresql://ana@h/x?options=-c%20geqo%3Doff', { options: '-c geqo=off' }],
  ])('%s', (url, expected) => {
    expect(targetConfig(url, env)).toMatchObject(expected);
  });

  test.each([
    ['postgresql://h/x?sslmode=no-verify'],
    ['postgresql://h/x?sslmod=verify-full'],
    ['postgresql://h:abc/x'],
    ['postgresql://h:70000/x'],
    ['postgresql://a:b%zz@h/x'],
    ['postgresql://h/x?sslnegotiation=direct'],
    ['postgresql://h/x?sslcrl=/x'],
    ['postgresql://h/x?sslmode='],
    ['postgresql://h/x?__proto__=y'],
    ['postgresql://h/x?hostaddr=other.example'],
    ['postgresql://h/x?sslmode=disable&channel_binding=require'],
    ['postgresql:///x?host=/tmp&channel_binding=require'],
    ['postgresql://h/x?ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=tlsv1.2'],
    ['postgresql://h/x?sslrootcert=system&sslmode=require'],
    ['postgresql://h/x?require_auth=md5,!none'],
    ['postgresql://h/x%00'],
    ['mysql://h/x'],
    ['autocore'],
    [''],
  ])('%s is refused', (url) => {
    expect(() => targetConfig(url, env)).toThrow(expect.objectContaining({ code: 'target.badUrl' }));
  });

  test.each([
    ['an escape that is none', 'postgresql://ana:topsecret%zz@h/x'],
    ['a question mark in the password', 'postgresql://ana:a?topsecret=1@h/x'],
    ['no "="', 'postgresql://ana:s@h/x?topsecret'],
    ['no port', 'postgresql://ana@h:topsecret/x'],
    ['no value of the parameter', 'postgresql://ana@h/x?sslmode=topsecret'],
    ['a quote that never ends', "host=h password='topsecret"],
    ['neither of both', 'topsecret'],
  ])('the reason of a refusal never quotes what may be a password: %s', (_, url) => {
    let error: unknown;
    try {
      targetConfig(url, env);
    } catch (refusal) {
      error = refusal;
    }
    expect(error).toMatchObject({ code: 'target.badUrl' });
    expect(JSON.stringify(error)).not.toContain('topsecret');
    expect(String(error)).not.toContain('topsecret');
  });
});

test('key=value text', () => {
  expect(
    targetConfig(
      String.raw`host=h port = 6000 dbname='meu banco' user=ana password='it\'s \\ ok' sslmode=require`,
      env,
    ),
  ).toMatchObject({
    host: 'h',
    port: 6000,
    database: 'meu banco',
    user: 'ana',
    password: String.raw`it's \ ok`,
    ssl: { mode: 'require' },
  });
  expect(() => targetConfig("host='h", env)).toThrow(expect.objectContaining({ code: 'target.badUrl' }));
});

test('the environment stands in for what the URL leaves out', () => {
  const full = {
    ...env,
    PGHOST: 'envhost',
    PGPORT: '7000',
    PGUSER: 'envuser',
    PGPASSWORD: 'envpass',
    PGDATABASE: 'envdb',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/certs/root.crt',
    PGCONNECT_TIMEOUT: '9',
  };
  expect(targetConfig(undefined, full)).toMatchObject({
    host: 'envhost',
    port: 7000,
    user: 'envuser',
    password: 'envpass',
    database: 'envdb',
    connectTimeout: 9,
    ssl: { mode: 'verify-full', rootCert: '/certs/root.crt' },
  });
  expect(targetConfig('postgresql://ana@h/x?sslmode=disable', full)).toMatchObject({
    host: 'h',
    port: 7000,
    user: 'ana',
    database: 'x',
    ssl: { mode: 'disable' },
  });
});

test('a service lies between the URL and the environment', () => {
  const file = join(home, 'services.conf');
  writeFileSync(
    file,
    '# ours\n[other]\nhost=no\n\n[oficina]\nhost=svc\nport=5555\nuser=svcuser\ndbname=carros\n',
  );
  const withFile = { ...env, PGSERVICEFILE: file, PGHOST: 'envhost', PGPASSWORD: 'envpass' };
  expect(targetConfig('service=oficina user=ana', withFile)).toMatchObject({
    host: 'svc',
    port: 5555,
    user: 'ana',
    database: 'carros',
    password: 'envpass',
  });
  expect(targetConfig(undefined, { ...withFile, PGSERVICE: 'other' })).toMatchObject({ host: 'no' });
  expect(() => targetConfig('service=missing', withFile)).toThrow(
    expect.objectContaining({
      code: 'target.badUrl',
      params: { reason: 'no definition of service "missing"' },
    }),
  );
  writeFileSync(file, '[oficina]\nhots=svc\n');
  expect(() => targetConfig('service=oficina', withFile)).toThrow(/hots/);
});

test('certificates in their usual place are taken', () => {
  mkdirSync(join(home, '.postgresql'), { recursive: true });
  const root = join(home, '.postgresql', 'root.crt');
  writeFileSync(root, 'x');
  try {
    expect(targetConfig('postgresql://ana@h/x', env).ssl.rootCert).toBe(root);
  } finally {
    rmSync(root);
  }
});

test.runIf(process.platform !== 'win32')('the password file', async () => {
  const passFile = join(home, 'pass');
  const lines = [
    '# comment',
    'h:5432:x:ana:p\\:w',
    'localhost:*:*:ana:socket',
    'h:1:d:u:p',
    '*:*:*:bia:any:more',
  ];
  writeFileSync(passFile, `${lines.join('\r\n')}\n`, { mode: 0o600 });
  const files = { ...env, PGPASSFILE: passFile };
  const password = (url: string) => passwordFor(targetConfig(url, files));
  expect(await password('postgresql://ana@h/x')).toBe('p:w');
  expect(await password('postgresql://ana@h:1/x')).toBeUndefined();
  expect(await password('postgresql://u@h:1/d')).toBe('p');
  expect(await password('postgresql://ana@/x?host=/tmp')).toBe('socket');
  // Anybody may have put a socket into a folder of his own.
  expect(await password('postgresql://ana@/x?host=/tmp/theirs')).toBeUndefined();
  // The name counts, not the address that it stands for.
  expect(await password('postgresql://ana@h/x?hostaddr=10.0.0.1')).toBe('p:w');
  expect(await password('postgresql://bia@z/y')).toBe('any');
  expect(await password('postgresql://bia:own@z/y')).toBe('own');
  expect(await password('postgresql://bia@z/y?password=')).toBe('any');
  for (const mode of [0o640, 0o604, 0o644]) {
    chmodSync(passFile, mode);
    expect(await password('postgresql://bia@z/y')).toBeUndefined();
    expect((await findPassword(targetConfig('postgresql://bia@z/y', files))).ignored).toContain(passFile);
  }
  expect(await passwordFor(targetConfig('postgresql://bia@z/y', env))).toBeUndefined();
});

test('safeUrl finds the same server again and never shows the password', () => {
  const name = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((text) => !/[\0,]/.test(text) && text.trim() !== '');
  fc.assert(
    fc.property(
      fc.record({
        host: fc.constantFrom(
          'localhost',
          '10.0.0.1',
          '::1',
          'fe80::1%eth0',
          'db.example.org',
          '/var/run/postgresql',
          '/tmp/é x',
        ),
        port: fc.integer({ min: 1, max: 65535 }),
        database: name,
        user: name,
        mode: fc.constantFrom(...sslModes),
        options: fc.option(name),
        requireAuth: fc.constantFrom(null, 'scram-sha-256', '!password,!none'),
        sessionAttrs: fc.constantFrom(...sessionAttrs),
        tls: fc.record({
          rootCert: fc.constant('/ca file'),
          crl: fc.option(fc.constant('/list')),
          crlDir: fc.option(fc.constant('/lists')),
          sni: fc.boolean(),
          sendCert: fc.boolean(),
          minVersion: fc.constantFrom('TLSv1.2' as const, 'TLSv1.3' as const),
          maxVersion: fc.option(fc.constant('TLSv1.3' as const)),
        }),
        hostAddress: fc.constantFrom(null, '10.0.0.7', 'fe80::1'),
      }),
      ({ mode, tls, ...fields }) => {
        const base = targetConfig('postgresql://ana@h/x', env);
        const config = { ...base, ...fields, ssl: { ...base.ssl, ...tls, mode }, password: 'TOPSECRET' };
        const url = safeUrl(config);
        expect(url).not.toContain('TOPSECRET');
        expect(targetConfig(url, env)).toEqual({ ...config, password: null });
      },
    ),
  );
  expect(safeUrl(targetConfig('postgresql://ana:s@h:5432/x', env))).toBe('postgresql://ana@h:5432/x');
});
