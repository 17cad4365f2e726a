import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { type TargetConfig, targetConfig } from '../../../electron/engine/target/config.ts';
import {
  backendPid,
  close,
  connect,
  withAdvisoryLock,
  withClient,
  withTransaction,
} from '../../../electron/engine/target/connect.ts';
import { isDataError, isTransient, sqlstateOf } from '../../../electron/engine/target/sqlstate.ts';
import { AppError } from '../../../shared/errors.ts';
import { handOver, openssl } from '../../helpers/authority.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { freshDatabase, hasPg15, serverUrl, withPg } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { until } from '../../helpers/until.ts';

const env: NodeJS.ProcessEnv = { HOME: tmpdir() };
let database: Awaited<ReturnType<typeof freshDatabase>>;
let config: TargetConfig;

beforeAll(async () => {
  database = await freshDatabase();
  config = targetConfig(database.url, env);
});
afterAll(() => database.drop());

/** The error of a failing promise. */
async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => expect.unreachable('it should have failed'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error;
}

describe('a session', () => {
  test('reads every value exactly, whatever the database is set to', async () => {
    const { url, name, drop } = await freshDatabase();
    onTestFinished(drop);
    await withPg(url, async (client) => {
      for (const setting of [
        `datestyle = 'SQL, DMY'`,
        `timezone = 'America/Sao_Paulo'`,
        `extra_float_digits = -3`,
        `bytea_output = escape`,
        `intervalstyle = sql_standard`,
        `statement_timeout = 300`,
      ]) {
        await client.query(`alter database ${name} set ${setting}`);
      }
    });
    await withClient(targetConfig(url, env), async (client) => {
      const { rows } =
        await client.query(`select 9223372036854775807::int8 as big, 0.1::float8 + 0.2 as float,
        '2025-08-08 05:11:57.775189'::timestamp as time, '\\x00ff'::bytea as bytes, 12.10::numeric as numeric,
        '{"a":1}'::jsonb as json, true as bool, 7::int4 as int, array['a','b"c']::text[] as texts,
        interval '1 day 2 hours' as span, current_setting('search_path') as path, 'é' as text,
        'now'::timestamptz::text as zone`);
      expect(rows[0]).toMatchObject({
        big: '9223372036854775807',
        float: '0.30000000000000004',
        time: '2025-08-08 05:11:57.775189',
        bytes: '\\x00ff',
        numeric: '12.10',
        json: '{"a": 1}',
        bool: true,
        int: 7,
        texts: ['a', 'b"c'],
        span: '1 day 02:00:00',
        path: 'pg_catalog, pg_temp',
        text: 'é',
        zone: expect.stringMatching(/\+00$/),
      });
      await client.query('select pg_sleep(0.5)');
    });
  });

  test('is set up again when the limits of the server end it before ours are set', async () => {
    const { url, name, drop } = await freshDatabase();
    const proxy = await startProxy(url);
    try {
      await withPg(url, (client) => client.query(`alter database ${name} set idle_session_timeout = 1000`));
      let held = 0;
      proxy.inspect((_, data, to) => {
        // The first statement of the first two connections, which the server waits for.
        if (to === 'client' || data[0] !== 0x51 || proxy.count() > 2) return data;
        held++;
        return null;
      });
      await withClient(targetConfig(proxy.url, env), (client) => client.query('select pg_sleep(0.2)'));
      expect(held).toBe(2);
      expect(proxy.count()).toBe(3);
    } finally {
      await proxy.close();
      await drop();
    }
  });

  test('survives the loss of its connection with an error instead of a crash', async () => {
    const error = await failure(
      withClient(config, async (client) => {
        await withPg(serverUrl(), (admin) =>
          admin.query('select pg_terminate_backend($1)', [backendPid(client)]),
        );
        await client.query('select 1');
      }),
    );
    expect(error.code).toBe('target.lost');
    expect(error.params).toMatchObject({ host: '127.0.0.1', port: config.port, database: database.name });
  });

  test.runIf(process.platform !== 'win32')('goes through a unix socket', async () => {
    const folder = await withPg(serverUrl(), async (client) => {
      const { rows } = await client.query('show unix_socket_directories');
      return rows[0].unix_socket_directories;
    });
    await withClient({ ...config, host: folder }, (client) => client.query('select 1'));
  });

  test('works on the PostgreSQL of this machine too', async ({ skip }) => {
    skip(!hasPg15());
    await withClient(targetConfig(serverUrl('pg15'), env), (client) => client.query('select 1'));
  });
});

describe('what goes wrong has a name', () => {
  test('no such host or port', async () => {
    const closed = await listen(() => {});
    const port = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    expect((await failure(connect({ ...config, port }))).code).toBe('target.unreachable');
    const noHost = await failure(connect({ ...config, host: 'no-such-host.invalid' }));
    expect(noHost.code).toBe('target.unreachable');
    expect(noHost.params.reason).toContain('no-such-host.invalid');
    expect((await failure(connect({ ...config, host: '/no/such/folder' }))).code).toBe('target.unreachable');
  });

  test('a server that never answers', async () => {
    const silent = await listen(() => {});
    const port = (silent.address() as AddressInfo).port;
    const error = await failure(connect({ ...config, port, connectTimeout: 1 }));
    expect(error.code).toBe('target.timeout');
  });

  test('a server that is no PostgreSQL', async () => {
    const other = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = (other.address() as AddressInfo).port;
    const error = await failure(connect({ ...config, port, connectTimeout: 2 }));
    expect(error.code).toBe('target.protocol');
  });

  test('wrong password, no password, no such role', async () => {
    for (const wrong of [
      { password: 'wrong' },
      { password: null },
      { password: '' },
      { user: 'nobody_here' },
    ]) {
      const error = await failure(connect({ ...config, ...wrong }));
      expect(error.code).toBe('target.auth');
      expect(JSON.stringify(error.params)).not.toContain(config.password ?? '-');
    }
  });

  test('no such database', async () => {
    expect((await failure(connect({ ...config, database: 'nowhere' }))).code).toBe('target.noDatabase');
  });

  test('a server without TLS', async () => {
    const error = await failure(connect({ ...config, ssl: { ...config.ssl, mode: 'require' } }));
    expect(error.code).toBe('target.tls');
  });

  test('no rights, read-only', async () => {
    const role = `${database.name}_guest`;
    await withPg(serverUrl(), async (client) => {
      await client.query(`create role ${role} login password 'guest'`);
    });
    try {
      const guest = { ...config, user: role, password: 'guest' };
      const rights = await failure(withClient(guest, (client) => client.query('create schema nope')));
      expect(rights.code).toBe('target.noRights');
      const readOnly = await failure(
        withClient(config, async (client) => {
          await client.query('set default_transaction_read_only = on');
          await client.query('create schema nope');
        }),
      );
      expect(readOnly.code).toBe('target.readOnly');
      await withPg(serverUrl(), (client) => client.query(`alter role ${role} connection limit 0`));
      expect((await failure(connect(guest))).code).toBe('target.tooManyConnections');
    } finally {
      await withPg(serverUrl(), (client) => client.query(`drop role ${role}`));
    }
  });

  test('errors that are not about the target stay what they are', async () => {
    await expect(withClient(config, (client) => client.query('selec 1'))).rejects.toMatchObject({
      code: '42601',
    });
    await expect(
      withClient(config, async () => {
        throw new TypeError('ours');
      }),
    ).rejects.toThrow(TypeError);
  });

  test('data errors and transient errors', async () => {
    await withClient(config, async (client) => {
      const bad = await client.query(`select 'x'::int`).catch((error) => error);
      expect(sqlstateOf(bad)).toBe('22P02');
      expect(isDataError(bad)).toBe(true);
      expect(isTransient(bad)).toBe(false);
    });
    const refused = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    expect(isTransient(refused)).toBe(true);
    expect(isTransient(new TypeError('ours'))).toBe(false);
    // Five capitals, but Node's.
    expect(sqlstateOf(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBeNull();
  });
});

describe('transactions', () => {
  test('commit, roll back, and a commit that the server turns into a rollback', async () => {
    await withClient(config, async (client) => {
      await client.query('create temporary table pg_temp.t (id int)');
      await withTransaction(client, () => client.query('insert into pg_temp.t values (1)'));
      await expect(
        withTransaction(client, async () => {
          await client.query('insert into pg_temp.t values (2)');
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await expect(
        withTransaction(client, async () => {
          await client.query('insert into pg_temp.t values (3)');
          await client.query('select 1/0').catch(() => {});
        }),
      ).rejects.toThrow(/not committed/);
      const { rows } = await client.query('select id from pg_temp.t');
      expect(rows).toEqual([{ id: 1 }]);
    });
  });

  test('an advisory lock keeps a second session out, and only while it is held', async () => {
    await withClient(config, (first) =>
      withClient(config, async (second) => {
        const error = await failure(
          withAdvisoryLock(first, config, 'public', () =>
            withAdvisoryLock(second, config, 'public', async () => {}),
          ),
        );
        expect(error.code).toBe('target.busy');
        await withAdvisoryLock(second, config, 'public', async () => {});
        await withAdvisoryLock(second, config, 'other', () =>
          withAdvisoryLock(first, config, 'public', async () => {}),
        );
      }),
    );
  });
});

describe('abort', () => {
  test('cancels the running statement in the server', async () => {
    const abort = new AbortController();
    const client = await connect(config, { signal: abort.signal });
    const pid = backendPid(client);
    const sleeping = client.query('select pg_sleep(300)').catch((error) => error);
    await untilActive(pid);
    abort.abort();
    expect(sqlstateOf(await sleeping)).toBe('57014');
    await client.query('select 1');
    await close(client);
  });

  test('gets through where the server takes no more connections', async () => {
    const role = `${database.name}_one`;
    await withPg(serverUrl(), (client) =>
      client.query(`create role ${role} login password 'one' connection limit 1`),
    );
    try {
      const abort = new AbortController();
      const client = await connect({ ...config, user: role, password: 'one' }, { signal: abort.signal });
      const sleeping = client.query('select pg_sleep(300)').catch((error) => error);
      await untilActive(backendPid(client));
      abort.abort();
      expect(sqlstateOf(await sleeping)).toBe('57014');
      await close(client);
    } finally {
      await withPg(serverUrl(), (client) => client.query(`drop role ${role}`));
    }
  });

  test('ends an attempt to connect', async () => {
    const abort = new AbortController();
    const silent = await listen(() => abort.abort());
    const port = (silent.address() as AddressInfo).port;
    await expect(connect({ ...config, port }, { signal: abort.signal })).rejects.toThrow(/aborted/);
    await expect(connect(config, { signal: abort.signal })).rejects.toThrow(/aborted/);
  });
});

describe.runIf(openssl)('TLS', () => {
  let cluster: Cluster;
  let certs: string;
  let base: TargetConfig;
  const mode = (ssl: Partial<TargetConfig['ssl']>, host = 'localhost'): TargetConfig => ({
    ...base,
    host,
    ssl: { ...base.ssl, ...ssl },
  });
  const usesTls = (target: TargetConfig) =>
    withClient(target, async (client) => {
      const { rows } = await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      return rows[0].ssl;
    });

  beforeAll(async () => {
    certs = mkdtempSync(join(tmpdir(), 'autocore-certs-'));
    const made = spawnSync('openssl', [
      ...['req', '-new', '-x509', '-days', '2', '-nodes', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-newkey', 'rsa:2048'],
      ...['-out', join(certs, 'server.crt'), '-keyout', join(certs, 'server.key')],
    ]);
    expect(made.status).toBe(0);
    cluster = await startCluster(await serverBinaries());
    base = targetConfig(cluster.url, env);
    const text = (name: string) => readFileSync(join(certs, name), 'utf8');
    await withPg(cluster.url, async (client) => {
      await handOver(client, { 'server.crt': text('server.crt'), 'server.key': text('server.key') });
      await client.query('alter system set ssl = on');
      await client.query('select pg_reload_conf()');
    });
    await until(() => usesTls(mode({ mode: 'prefer' })));
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(certs, { recursive: true, force: true });
  });

  test('each mode does what libpq does', async () => {
    const rootCert = join(certs, 'server.crt');
    expect(await usesTls(mode({ mode: 'disable' }))).toBe(false);
    expect(await usesTls(mode({ mode: 'allow' }))).toBe(false);
    expect(await usesTls(mode({ mode: 'prefer' }))).toBe(true);
    expect(await usesTls(mode({ mode: 'require' }))).toBe(true);
    expect(await usesTls(mode({ mode: 'verify-full', rootCert }))).toBe(true);
    expect(await usesTls(mode({ mode: 'require', channelBinding: 'require' }))).toBe(true);
    expect(await usesTls(mode({ mode: 'require', negotiation: 'direct' }))).toBe(true);
    // The name does not fit, only verify-full minds.
    expect(await usesTls(mode({ mode: 'verify-ca', rootCert }, '127.0.0.1'))).toBe(true);
    const wrongName = await failure(connect(mode({ mode: 'verify-full', rootCert }, '127.0.0.1')));
    expect(wrongName.code).toBe('target.tls');
    // Nobody vouches for the certificate.
    for (const strict of ['verify-ca', 'verify-full'] as const) {
      expect((await failure(connect(mode({ mode: strict })))).code).toBe('target.tls');
    }
    const other = join(certs, 'other.crt');
    const made = spawnSync('openssl', [
      ...['req', '-new', '-x509', '-nodes', '-subj', '/CN=other', '-newkey', 'rsa:2048'],
      ...['-out', other, '-keyout', join(certs, 'other.key')],
    ]);
    expect(made.status).toBe(0);
    expect((await failure(connect(mode({ mode: 'require', rootCert: other })))).code).toBe('target.tls');
    expect((await failure(connect(mode({ mode: 'require', rootCert: '/no/such' })))).code).toBe('target.tls');
  });
});

/** Something that listens until the test has ended. */
function listen(onConnection: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      onConnection(socket);
    });
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function untilActive(pid: number): Promise<void> {
  await withPg(serverUrl(), async (client) => {
    await until(async () => {
      const { rows } = await client.query(
        `select 1 from pg_stat_activity where pid = $1 and state = 'active' and query like '%pg_sleep(300)%'`,
        [pid],
      );
      return rows.length > 0;
    });
  });
}
