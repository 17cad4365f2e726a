import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { connect } from '../../../electron/engine/target/connect.ts';
import { loginMessages } from '../../../electron/engine/target/login-messages.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorData, languages, translator } from '../../../shared/messages/index.ts';
import { type Authority, makeAuthority, openssl } from '../../helpers/authority.ts';
import { type FakeServer, fakeServer, type Script, says } from '../../helpers/fake-server.ts';

const secret = 'correct horse battery staple';
const hash = `md5${md5(`${md5(`${secret}ana`)}salt`)}`;
const in_ = [says.ok, says.ready];
const scram = says.sasl('SCRAM-SHA-256');
const plus = says.sasl('SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256');
let home: string;
let server: FakeServer | null = null;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'autocore-home-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(async () => {
  await server?.close();
  server = null;
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

interface Attempt {
  script: Script | ((answers: readonly string[]) => Script);
  /** Parameters of the URL. */
  query?: string;
  env?: NodeJS.ProcessEnv;
  tls?: { cert: string; key: string } | null;
}

/** The error of a login at a server that plays a script; `null`: the login went well, and a statement came. */
async function login({ script, query = '', env = {}, tls = null }: Attempt): Promise<AppError | null> {
  server = await fakeServer(typeof script === 'function' ? script : () => script, tls);
  const url = `postgresql://ana@localhost:${server.port}/x?hostaddr=127.0.0.1&connect_timeout=20${query}`;
  const abort = new AbortController();
  // The first statement is not answered: the login is over then, and so is the test.
  const watch = setInterval(() => server?.messages().includes('Q') && abort.abort(), 5);
  const error: unknown = await connect(targetConfig(url, { HOME: home, PGPASSWORD: secret, ...env }), {
    signal: abort.signal,
  }).catch((reason) => reason);
  clearInterval(watch);
  if (abort.signal.aborted) return null;
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

/** Nothing that came from us is the password, or made from it. */
function nothingSecret(): void {
  const received = server?.received().toString('latin1') ?? '';
  expect(received).not.toContain(secret);
  expect(received).not.toContain('md5');
  expect(received).not.toContain(',p=');
  expect(server?.messages()).not.toContain('p');
}

describe('a server that asks for a login which the settings do not allow gets no answer', () => {
  const forbidden: [string, Attempt, asked: RegExp][] = [
    [
      'clear text, scram required',
      { script: [says.cleartext, in_], query: '&require_auth=scram-sha-256' },
      /clear/,
    ],
    [
      'clear text, from the environment',
      { script: [says.cleartext, in_], env: { PGREQUIREAUTH: 'scram-sha-256' } },
      /clear/,
    ],
    [
      'clear text, by negation',
      { script: [says.cleartext, in_], env: { PGREQUIREAUTH: '!password' } },
      /clear/,
    ],
    ['md5, scram required', { script: [says.md5, in_], query: '&require_auth=scram-sha-256' }, /md5/],
    ['md5, by negation', { script: [says.md5, in_], query: '&require_auth=!password,!md5' }, /md5/],
    ['scram, md5 required', { script: [scram, in_], query: '&require_auth=md5' }, /SCRAM/],
    ['any login, none required', { script: [says.cleartext, in_], query: '&require_auth=none' }, /clear/],
    ['no login, one required', { script: [in_], query: '&require_auth=password,md5,scram-sha-256' }, /none/],
    ['no login, by negation', { script: [in_], query: '&require_auth=!none' }, /none/],
    [
      'OAuth, scram required',
      { script: [says.sasl('OAUTHBEARER')], query: '&require_auth=scram-sha-256' },
      /OAUTH/,
    ],
  ];
  test.each(forbidden)('%s', async (_, attempt, asked) => {
    const error = await login({ ...attempt, query: `${attempt.query ?? ''}&sslmode=disable` });
    expect(error?.code).toBe('target.weakLogin');
    expect(error?.params.reason).toMatch(asked);
    nothingSecret();
    expect(server?.count()).toBe(1);
    for (const language of languages) {
      const { message, hint } = errorData(error, translator(language));
      expect(message).toContain('require_auth=');
      expect(`${message}${hint}`).not.toMatch(/\{\{|\$t/);
    }
  });

  test('neither is what is asked for after a login that is allowed', async () => {
    // pg remembers the password from the first question on.
    const error = await login({
      script: [scram, says.cleartext],
      query: '&require_auth=scram-sha-256&sslmode=disable',
    });
    expect(error?.code).toBe('target.weakLogin');
    expect(server?.messages()).toEqual(['p']);
    expect(server?.received().toString('latin1')).not.toContain(secret);
  });

  test('nor what is asked for once the login is done', async () => {
    const error = await login({ script: [[says.ok, says.ready, says.cleartext]], query: '&sslmode=disable' });
    expect(error?.code).toBe('target.unreachable');
    nothingSecret();
  });

  test('a server that gives up in the middle of SCRAM has not shown that it knows the password', async () => {
    const script = (answers: readonly string[]): Script => {
      const nonce = /r=([^,]+)/.exec(answers[0] ?? '')?.[1];
      return [scram, says.saslContinue(`r=${nonce}more,s=c2FsdHNhbHQ=,i=4096`), in_];
    };
    for (const query of ['&require_auth=scram-sha-256', '']) {
      const error = await login({ script, query: `${query}&sslmode=disable` });
      expect(error?.code).toBe(query === '' ? 'target.auth' : 'target.weakLogin');
      expect(server?.messages()).not.toContain('Q');
      await server?.close();
    }
  });

  test('what is allowed gets through', async () => {
    expect(
      await login({ script: [says.cleartext, in_], query: '&require_auth=password&sslmode=disable' }),
    ).toBeNull();
    expect(server?.received().toString('latin1')).toContain(secret);
    await server?.close();
    expect(
      await login({ script: [says.md5, in_], query: '&require_auth=!password&sslmode=disable' }),
    ).toBeNull();
    expect(server?.received().toString('latin1')).toContain(hash);
    await server?.close();
    expect(await login({ script: [in_], query: '&require_auth=none&sslmode=disable' })).toBeNull();
  });
});

describe('requests that are not spoken, or no requests at all, end the connection and not the process', () => {
  const odd: [string, Script, RegExp][] = [
    ['GSSAPI', [says.other(7), in_], /GSSAPI/],
    ['SSPI', [says.other(9), in_], /SSPI/],
    ['Kerberos', [says.other(2), in_], /Kerberos/],
    ['a number that means nothing', [says.other(4711), in_], /4711/],
    ['OAuth', [says.sasl('OAUTHBEARER'), in_], /OAUTHBEARER/],
    ['SASL without a mechanism', [says.sasl(), in_], /SASL/],
    // pg takes those for "you are in".
    ['a longer request for clear text', [[says.raw('R', 3, 'more'), says.ready]], /unexpected/],
    ['a shorter request for md5', [[says.raw('R', 5, 'ab'), says.ready]], /unexpected/],
    ['SCRAM from its middle', [says.saslContinue('r=x,s=eA==,i=1'), in_], /unexpected/],
    ['SCRAM from its end', [says.saslFinal('v=eA=='), in_], /unexpected/],
  ];
  test.each(odd)('%s', async (_, script, reason) => {
    const error = await login({ script, query: '&sslmode=disable' });
    expect(error?.code).toBe('target.auth');
    expect(error?.params.reason).toMatch(reason);
    nothingSecret();
  });

  test.each([
    ['cut short', says.raw('R')],
    ['SASL without an end', says.raw('R', 10, 'SCRAM')],
    ['an error without an end', says.raw('E', 'SFATAL\0')],
    ['an error in the middle of a text', says.raw('E', 'SFATAL')],
    ['a parameter without a value', says.raw('S', 'TimeZone\0')],
    ['a message of impossible length', Buffer.from('R\x7f\xff\xff\xff', 'latin1')],
    ['the answer of a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a description of rows', says.raw('T', 'x')],
  ])('%s', async (_, first) => {
    const error = await login({ script: [first], query: '&sslmode=disable' });
    expect(error?.code).toMatch(/^target\.(protocol|auth)$/);
    nothingSecret();
  });
});

test('messages come out whole, however they are cut', () => {
  const all = Buffer.concat([says.sasl('SCRAM-SHA-256'), says.saslContinue('r=x'), says.ok, says.ready]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(all.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), all.length];
      const out: Buffer[] = [];
      let rest: Buffer = Buffer.alloc(0);
      let done = false;
      for (const [index, from] of at.slice(0, -1).entries()) {
        const piece = all.subarray(from, at[index + 1]);
        if (done) continue;
        const found = loginMessages(Buffer.concat([rest, piece]));
        expect(found.problem).toBeNull();
        out.push(found.whole);
        ({ rest, ready: done } = found);
      }
      expect(Buffer.concat(out)).toEqual(all);
      expect(done).toBe(true);
    }),
  );
});

test.runIf(process.platform !== 'win32')(
  'a password file that others may read is told of, once it is needed',
  async () => {
    const file = join(home, 'pass');
    writeFileSync(file, `*:*:*:ana:${secret}\n`);
    chmodSync(file, 0o644);
    const env = { PGPASSFILE: file, PGPASSWORD: '' };
    const error = await login({ script: [says.cleartext, in_], query: '&sslmode=disable', env });
    expect(error?.code).toBe('target.auth');
    expect(error?.params.reason).toContain(file);
    nothingSecret();
    await server?.close();
    expect(await login({ script: [in_], query: '&sslmode=disable', env })).toBeNull();
  },
);

describe('channel_binding=require', () => {
  test.each(['prefer', 'allow', 'require'])('a server without TLS is left, sslmode=%s', async (mode) => {
    for (const script of [[says.cleartext, in_], [scram, in_], [in_]]) {
      const error = await login({ script, query: `&channel_binding=require&sslmode=${mode}` });
      expect(error?.code).toBe('target.tls');
      // Not even the name of the user.
      expect(server?.received().length).toBe(0);
      await server?.close();
    }
  });
});

describe.runIf(openssl)('with TLS', () => {
  let authority: Authority;
  let other: Authority;
  const trusted = () => `&sslmode=verify-full&sslrootcert=${authority.root}`;
  beforeAll(() => {
    authority = makeAuthority('ours');
    other = makeAuthority('theirs');
  });
  afterAll(() => {
    authority.remove();
    other.remove();
  });

  test.each<[string, Script]>([
    ['clear text', [says.cleartext, in_]],
    ['md5', [says.md5, in_]],
    ['SCRAM without binding', [scram, in_]],
    ['no login', [in_]],
  ])('channel_binding=require refuses %s', async (_, script) => {
    for (const env of [{}, { PGCHANNELBINDING: 'require' }]) {
      const query = `${'PGCHANNELBINDING' in env ? '' : '&channel_binding=require'}${trusted()}`;
      const error = await login({ script, query, env, tls: authority });
      expect(error?.code).toBe('target.weakLogin');
      expect(error?.params.setting).toBe('channel_binding=require');
      nothingSecret();
      await server?.close();
    }
  });

  test('a login that is bound, and not brought to its end, is none', async () => {
    const error = await login({
      script: [plus, in_],
      query: `&channel_binding=require${trusted()}`,
      tls: authority,
    });
    expect(error?.code).toBe('target.weakLogin');
    expect(server?.received().toString('latin1')).toContain('p=tls-server-end-point');
    expect(server?.messages()).toEqual(['p']);
  });

  test('PLUS on a connection without TLS counts for nothing', async () => {
    const error = await login({ script: [says.sasl('SCRAM-SHA-256-PLUS')], query: '&sslmode=disable' });
    expect(error?.code).toBe('target.auth');
    nothingSecret();
  });

  test('nothing is sent to a server whose certificate is not trusted, and nothing in plain text after it', async () => {
    for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full']) {
      for (const negotiation of ['postgres', 'direct']) {
        if (mode === 'prefer' && negotiation === 'direct') continue;
        const error = await login({
          script: [says.cleartext, in_],
          query: `&sslmode=${mode}&sslrootcert=${authority.root}&sslnegotiation=${negotiation}`,
          tls: { ...other },
        });
        expect(error?.code).toBe('target.tls');
        expect(server?.received().length).toBe(0);
        expect(server?.count()).toBe(1);
        await server?.close();
      }
    }
  });

  test('nor to one that has the name of another, with verify-full', async () => {
    server = await fakeServer(() => [says.cleartext, in_], authority);
    const url = `postgresql://ana@127.0.0.1:${server.port}/x?${trusted()}`;
    await expect(connect(targetConfig(url, { HOME: home, PGPASSWORD: secret }))).rejects.toMatchObject({
      code: 'target.tls',
    });
    expect(server.received().length).toBe(0);
  });

  test('verify-ca and verify-full without certificates to trust are refused before a connection', async () => {
    for (const mode of ['verify-ca', 'verify-full']) {
      const error = await login({ script: [in_], query: `&sslmode=${mode}`, tls: authority });
      expect(error?.code).toBe('target.tls');
      expect(error?.params.reason).toContain('sslrootcert');
      expect(server?.count()).toBe(0);
      await server?.close();
    }
  });

  test('a server that does not name its protocol is left, with sslnegotiation=direct', async () => {
    const query = `&sslnegotiation=direct${trusted()}`;
    const error = await login({ script: [says.cleartext, in_], query, tls: authority });
    expect(error?.code).toBe('target.tls');
    expect(error?.params.reason).toContain('ALPN');
    expect(server?.received().length).toBe(0);
    await server?.close();
    const tls = { ...authority, ALPNProtocols: ['postgresql'] };
    expect(await login({ script: [in_], query, tls })).toBeNull();
  });

  test('the name of the server crosses in clear text, unless sslsni=0', async () => {
    expect(await login({ script: [in_], query: trusted(), tls: authority })).toBeNull();
    expect(server?.names()).toEqual(['localhost']);
    await server?.close();
    expect(await login({ script: [in_], query: `&sslsni=0${trusted()}`, tls: authority })).toBeNull();
    expect(server?.names()).toEqual([null]);
    await server?.close();
    // Whose certificate it is counts all the same.
    const strict = await login({
      script: [in_],
      query: `&sslsni=0&sslmode=verify-full&sslrootcert=${other.root}`,
      tls: authority,
    });
    expect(strict?.code).toBe('target.tls');
  });

  test('versions of TLS outside the limits are not spoken', async () => {
    const old = { ...authority, maxVersion: 'TLSv1.2' as const };
    const query = trusted();
    expect(
      (await login({ script: [in_], query: `&ssl_min_protocol_version=TLSv1.3${query}`, tls: old }))?.code,
    ).toBe('target.tls');
    await server?.close();
    const young = { ...authority, minVersion: 'TLSv1.3' as const };
    expect(
      (await login({ script: [in_], query: `&ssl_max_protocol_version=TLSv1.2${query}`, tls: young }))?.code,
    ).toBe('target.tls');
    await server?.close();
    expect(
      await login({ script: [in_], query: `&ssl_min_protocol_version=TLSv1.3${query}`, tls: young }),
    ).toBeNull();
  });
});
